"""What the browser of a steward sends: a file, and the answers of its callbacks."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

from tests.callbacks.trees import words

BLUEZONE, FEED = "bluezone-declarations", "an-toan-covid-cases"
PHONE = "09000{:05d}"
"""Numbers that no network ever gave to anybody."""

HEADINGS = ("Mã tờ khai", "Thời điểm khai", "Số điện thoại", "Họ và tên", "Huyện", "Xã", "Sốt")
_SECRET = re.compile("Nguyễn Văn Bịa|(?:0|[+]?84)9000[0-9]{5}")
"""Nothing personal of the files below may ever be seen again."""


def row(n: int, **changes: str) -> list[str]:
    """One invented declaration."""
    plain = {
        "Mã tờ khai": f"T{n}",
        "Thời điểm khai": f"25/05/2021 08:{n % 60:02d}",
        "Số điện thoại": PHONE.format(n),
        "Họ và tên": f"Nguyễn Văn Bịa {n}",
        "Huyện": "Việt Yên",
        "Xã": ("Nếnh", "Quang Châu")[n % 2],
        "Sốt": "Không",
    }
    return list((plain | changes).values())


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode("utf-8")


def secrets(seen: str | bytes) -> list[str]:
    """What personal texts of the files above are in `seen`."""
    words = seen.decode("utf-8", "replace") if isinstance(seen, bytes) else seen
    return _SECRET.findall(words)


def good(salt: int = 0) -> bytes:
    """Forty declarations that all come in; each salt makes other ones."""
    return table([row(1000 * salt + n) for n in range(40)])


def dirty(salt: int = 0) -> bytes:
    """Thirty that come in; four at an unknown place, two with a telephone that is none, one with no time."""
    place = f"Quảng Châu {salt}" if salt else "Quảng Châu"
    bad: list[dict[str, str]] = [{"Huyện": "Ba Đồn", "Xã": place}] * 4
    bad += [{"Số điện thoại": "0900000"}] * 2 + [{"Thời điểm khai": "hôm qua"}]
    rows = [row(1000 * salt + n) for n in range(30)]
    return table(rows + [row(1000 * salt + 100 + n, **changes) for n, changes in enumerate(bad)])


def hopeless() -> bytes:
    """A table of something else, its columns swapped: telephones where times should be."""
    return table([row(n, **{"Thời điểm khai": PHONE.format(n)}) for n in range(5)])


def header(source: str = BLUEZONE, name: str = "to-khai.csv", **more: Any) -> dict[str, str]:
    return {"X-Dichte-File": quote(json.dumps({"source": source, "name": name, "lang": "en", **more}))}


def upload(client: FlaskClient, content: bytes, headers: dict[str, str] | None = None, **more: Any):
    """The answer to a file."""
    given = header() if headers is None else headers
    return client.post(
        "/desk/upload", data=content, headers=given, content_type="application/octet-stream", **more
    )


def press(client: FlaskClient, output: str, **values: Any):
    """The answer of the callback that writes `output` and reads every id in `values` (desk_who for desk-who)."""
    given = {name.replace("_", "-"): value for name, value in values.items()}
    [callback] = [c for c in client.get("/_dash-dependencies").get_json() if fits(c, output, set(given))]
    inputs = [each | {"value": given.get(each["id"])} for each in callback["inputs"]]
    state = [each | {"value": given.get(each["id"])} for each in callback["state"]]
    parts = callback["output"].strip(".").split("...")
    outputs: Any = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts]
    changed = [f"{inputs[0]['id']}.{inputs[0]['property']}"]
    body = {
        "output": callback["output"],
        "outputs": outputs if len(outputs) > 1 else outputs[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": changed,
    }
    return client.post("/_dash-update-component", json=body)


def fits(callback: dict[str, Any], output: str, names: set[str]) -> bool:
    read = {each["id"] for each in (*callback["inputs"], *callback["state"])}
    return output in callback["output"] and names <= read and callback["clientside_function"] is None


def followed(client: FlaskClient, token: str, lang: str = "en") -> Any:
    """What stands on screen when the file is no longer on its way."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = press(client, "desk-work.children", desk_token=token, desk_tick=1, desk_url=f"?lang={lang}")
        found = answer.get_json()["response"]
        if found["desk-tick"]["disabled"]:
            return found["desk-work"]["children"]
        time.sleep(0.02)
    raise AssertionError("still on its way")


def committed(client: FlaskClient, content: bytes, source: str = BLUEZONE, by: str = "Người Thử") -> Any:
    """Upload a file and commit it; returns what stands on screen then."""
    token = upload(client, content, header(source)).get_json()["token"]
    followed(client, token)
    press(client, "desk-work.children", desk_commit={"by": by, "token": token}, desk_url="?lang=en")
    return followed(client, token)


def room(client: FlaskClient, search: str) -> Any:
    """The room for an address."""
    answer = press(client, "desk-room.children", desk_url=search, desk_done=None)
    return answer.get_json()["response"]["desk-room"]["children"]


def done(client: FlaskClient, gesture: str, search: str = "?lang=en", **said: Any) -> dict[str, Any]:
    """What a form of the desk came to."""
    more = {"desk_commune": said.pop("commune")} if "commune" in said else {}
    answer = press(
        client, "desk-done.data", **{gesture: {"by": "Người Thử", **said}}, desk_url=search, **more
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    found: dict[str, Any] = next(iter(answer.get_json()["response"].values()))["data"]
    return found


def told(tree: Any) -> str:
    return words(tree)
