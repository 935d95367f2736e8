"""Canaries put through every import: by command, by the desk, by the push API; good rows, held ones, refused ones."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dash import Dash
from sqlalchemy import select

from callbacks.api.service import EXTENSION
from data import schema
from data.__main__ import main
from data.api_keys import create_key
from data.sources.examples import example_rows
from data.sources.load import load_sources
from data.sources.source import Source
from data.tracing.actions import decide
from geo.exposure_rule import DEFAULT_RULE
from tests.attacks.canaries import ADDRESSES, ID_NUMBERS, NAMES, PHONES
from tests.wire.desk import followed, header, press, table, upload
from tests.wire.signed_in import OURS

SOURCES = tuple(s for s in load_sources() if s.profile in ("", "bac_giang") and s.subject.key != "zones")
"""Zones come with outlines and hold nobody; the other sources are all attacked."""


@dataclass
class Planted:
    """What was told while canaries came in, by where it was said, and how many cells held one."""

    told: dict[str, bytes] = field(default_factory=dict)
    cells: int = 0
    columns: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, where: str, words: object) -> None:
        body = words if isinstance(words, bytes) else str(words).encode("utf-8", "surrogateescape")
        self.told[f"{len(self.told)} {where}"] = body


def personal(source: Source) -> dict[str, tuple[str, ...]]:
    """Columns that hold who somebody is, or may: telephone, card, and all that the mapping lets fall."""
    found: dict[str, tuple[str, ...]] = {}
    for name in source.ignored:
        is_address = "ddress" in name or "chỉ" in name.lower()
        found[name] = ADDRESSES if is_address else NAMES
    for mapping in source.fields:
        kind = source.subject.field(mapping.field).kind
        if mapping.column and kind in ("phone", "id_number"):
            found[mapping.column] = PHONES if kind == "phone" else ID_NUMBERS
    return found


def rows_of(planted: Planted, source: Source, salt: int) -> list[dict[str, str]]:
    """Four good rows, two of an unknown place, two with a telephone and a card that are none."""
    columns, place = personal(source), {m.field: m.column for m in source.fields}
    rows = [dict(example_rows(source, "vi")[n % 2]) for n in range(8)]
    for n, row in enumerate(rows):
        for name, canaries in columns.items():
            row[name] = canaries[(salt + n) % len(canaries)]
            planted.cells += 1
            planted.columns.add((source.key, name))
        if record := place.get("record"):
            row[record] = f"{salt}-{n}"
        if n in (4, 5):
            row |= {place[f]: "99999" for f in ("commune", "commune_code", "district") if place.get(f)}
        if n >= 6:
            row |= {place[f]: f"{row[place[f]]}99999" for f in ("phone", "id_number") if place.get(f)}
    return rows


def as_csv(rows: list[dict[str, str]]) -> bytes:
    return table([list(row.values()) for row in rows], list(rows[0]))


def by_command(planted: Planted, source: Source, folder: Path, capsys: Any) -> None:
    """A good file, then one that is refused whole: its headings are people."""
    path = folder / f"{source.key}.csv"
    path.write_bytes(as_csv(rows_of(planted, source, 1)))
    main(["import", str(path), "--source", source.key, "--by", "Người Thử"])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[NAMES[0], PHONES[0], ID_NUMBERS[0], ADDRESSES[0]]] * 3)
    main(["import", str(path), "--source", source.key])
    path.unlink()
    said = capsys.readouterr()
    planted.hear(f"command {source.key}", said.out + said.err)


def by_desk(planted: Planted, app: Dash, source: Source) -> None:
    """Upload, preview, commit, receipt; a file's name with a person in it too."""
    client = app.server.test_client()
    answer = upload(client, as_csv(rows_of(planted, source, 2)), header(source.key))
    planted.hear(f"upload {source.key}", answer.data)
    token = answer.get_json()["token"]
    planted.hear(f"preview {source.key}", json.dumps(followed(client, token), ensure_ascii=False))
    press(client, "desk-work.children", desk_commit={"by": "Người Thử", "token": token}, desk_url="?lang=en")
    planted.hear(f"receipt {source.key}", json.dumps(followed(client, token), ensure_ascii=False))
    people = [[NAMES[1], PHONES[1], ID_NUMBERS[1], ADDRESSES[1]]] * 3
    refused = upload(client, table(people[1:], people[0]), header(source.key))
    words = followed(client, refused.get_json()["token"])
    planted.hear(f"refusal {source.key}", json.dumps(words, ensure_ascii=False))


def by_push(planted: Planted, app: Dash, source: Source) -> None:
    """Rows, the same again, others under the same key, and bodies that are refused."""
    service = app.server.extensions[EXTENSION]
    with service.engine.begin() as connection:
        token = create_key(connection, source.key, "canaries")
    client, rows = app.server.test_client(), rows_of(planted, source, 3)
    path = f"/api/v1/sources/{source.key}/rows"
    bodies: list[Mapping[str, object] | list[str]] = [{"rows": rows}, {"rows": rows}, {"rows": rows[:1]}]
    bodies += [{"rows": NAMES}, {NAMES[2]: PHONES[2]}, [ADDRESSES[2]], {"rows": [{ID_NUMBERS[2]: NAMES[2]}]}]
    for body in bodies:
        answer = client.post(
            path,
            json=body,
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"canaries-{source.key}"},
        )
        planted.hear(f"push {source.key}", answer.data)
        planted.hear(f"push {source.key}", str(answer.headers))


def by_work_list(planted: Planted, app: Dash) -> None:
    """Notes of communes with telephones and cards in every place of the form, good forms and refused ones."""
    store, client = app.server.extensions["dichte"].store, app.server.test_client()
    with store.read() as connection:
        venues = connection.execute(select(schema.venue.c.venue_id).limit(len(PHONES))).scalars().all()
    for n, (venue_id, phone) in enumerate(zip(venues, PHONES, strict=False), start=1):
        decide(store, venue_id, "test", "Người Thử", "", DEFAULT_RULE)
        note = f"gọi {phone}, thẻ {ID_NUMBERS[n % len(ID_NUMBERS)]}"
        for decision, state in ((str(n), phone), (phone, "done"), (str(n), "done")):
            form = {"decision": decision, "state": state, "note": note, "by": "Người Thử"}
            answer = client.post("/work", data=form, headers=OURS)
            planted.hear(f"work {answer.status_code}", answer.data)
