"""Fifty invented people go through every import; afterwards none is anywhere: no answer, log, cache, file or browser."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from dash import Dash
from playwright.sync_api import Browser
from sqlalchemy import select

from app import create_app
from data import schema
from data.intake.intake import open_intake
from data.settings import Settings
from tests.attacks.asked import CALLBACKS, VALUES, addresses, body_of, server_callbacks
from tests.attacks.canaries import ADDRESSES, CANARIES, ID_NUMBERS, NAMES, PHONES, found, unpacked
from tests.attacks.planting import SOURCES, Planted, by_command, by_desk, by_push, by_work_list, personal
from tests.browser.conftest import serving
from tests.data.intake.province import open_province

T = TypeVar("T")


class Everything(logging.Handler):
    """Every line of every logger, whoever else listens."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def world(settings: Settings, tmp_path_factory) -> Iterator[tuple[Dash, Planted, Everything, Settings]]:
    """A province of its own with the canaries in it, and all that was said meanwhile."""
    folder = tmp_path_factory.mktemp("canaries")
    intake = open_province(folder / "var", settings.var_dir / "boundaries")
    intake.engine.dispose()
    own = replace(settings, var_dir=folder / "var", outbreak="none")
    log, root = Everything(), logging.getLogger()
    level, planted = root.level, Planted()
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    app = create_app(own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DICHTE_VAR", str(own.var_dir))
        patch.setenv("DICHTE_OUTBREAK", "none")
        apart(lambda: plant(planted, app, folder))
    app.server.extensions["dichte-desk"].intake.refresh()
    yield app, planted, log, own
    root.removeHandler(log)
    root.setLevel(level)


def apart(do: Callable[[], T]) -> T:
    """In a thread of its own: where a browser was started, this one has an event loop, and Dash answers otherwise."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result()


def plant(planted: Planted, app: Dash, folder: Path) -> None:
    for source in SOURCES:
        with _captured() as capsys:
            by_command(planted, source, folder, capsys)
        by_desk(planted, app, source)
        by_push(planted, app, source)
    by_work_list(planted, app)


@contextlib.contextmanager
def _captured() -> Iterator[Any]:
    """What capsys does, for a fixture that lives longer than a test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield SimpleNamespace(readouterr=lambda: SimpleNamespace(out=out.getvalue(), err=err.getvalue()))


def leaks(parts: dict[str, bytes]) -> dict[str, list[str]]:
    return {name: there for name, body in parts.items() if (there := found(body))}


def test_fifty_canaries_went_in_by_every_personal_column(world) -> None:
    _, planted, _, own = world
    assert len(CANARIES) == 50
    assert planted.cells > 1_000
    assert planted.columns == {(s.key, name) for s in SOURCES for name in personal(s)}
    assert len({source for source, _ in planted.columns}) >= 12
    intake = open_intake(own)
    entries, held = intake.entries(), intake.held()
    intake.engine.dispose()
    assert len(entries) > 30
    assert len(held) > 30


def test_notes_of_communes_were_taken_and_refused(world) -> None:
    _, planted, _, _ = world
    answers = {name.partition(" ")[2] for name in planted.told}
    assert {"work 200", "work 409"} <= answers


def test_nothing_that_an_import_says_names_anybody(world) -> None:
    _, planted, _, _ = world
    assert len(planted.told) > 100
    assert leaks(planted.told) == {}


def test_no_answer_of_the_app_names_anybody(world) -> None:
    """Every address and every callback, asked by who may see everything."""
    app, _, _, _ = world
    assert leaks(apart(lambda: answers(app))) == {}


def answers(app: Dash) -> dict[str, bytes]:
    client = app.server.test_client()
    seen: dict[str, bytes] = {}
    paths = [a.path for a in addresses(app) if a.method == "GET"]
    snapshot = app.server.extensions["dichte"].store.cube().snapshot.id
    paths += [f"/values/{snapshot}/{layer}.bin" for layer in ("new_cases", "checkins", "declarations_per_1k")]
    paths += [f"/venues/{snapshot}.{ext}" for ext in ("geojson", "bin")]
    paths += [f"/export/{name}" for name in ("map.html", "table.csv", "areas.geojson", "map.svg")]
    for path in paths:
        answer = client.get(path)
        seen[path] = answer.data + str(answer.headers).encode()
    for output, callback in server_callbacks(app).items():
        for n, given in enumerate(asked(app)):
            answer = client.post(CALLBACKS, json=body_of(output, callback, **given))
            seen[f"{output} {n}"] = json.dumps(answer.get_json(silent=True), ensure_ascii=False).encode()
    return seen


def asked(app: Dash) -> list[dict[str, Any]]:
    """Rooms of the desks with something open, and nonsense."""
    tracer = {"by": "Người Thử", "purpose": "thử"}
    searches = ["?tab=ledger", "?tab=held", "?tab=held&lang=en", "?tab=import&source=bluezone-declarations"]
    held = app.server.extensions["dichte-desk"].intake.held()
    searches += [f"?tab=held&file={h.file_id}&row={h.row_number}" for h in held[:: max(len(held) // 12, 1)]]
    searches += [f"?tab=ledger&file={n}" for n in range(1, 60, 6)]
    searches += ["?tab=cases", "?tab=venues", "?case=1", "?venue=1", "?person=1", "?tab=network"]
    rooms = [
        {"desk-url.search": s, "trace-url.search": s, "trace-tracer.data": tracer, "url.search": s}
        | {"url.pathname": path}
        for s in searches
        for path in ("/", "/desk", "/trace")[len(s) % 3 :][:1]
    ]
    views = [{}, {"panel": "held"}, {"commune": "07807"}, {"venue": "1"}]
    maps = [
        {"asked.data": v, "framed.data": v, "charts-ready.data": True, "url.pathname": "/"} for v in views
    ]
    return [*rooms, *maps, *(dict.fromkeys(("asked.data",), VALUES["text"]) for _ in (1,))]


def test_no_log_line_names_anybody(world) -> None:
    _, _, log, _ = world
    logging.getLogger("tests.canaries").debug("the log is read")
    assert "the log is read" in "\n".join(log.lines)
    assert leaks({str(n): line.encode() for n, line in enumerate(log.lines)}) == {}


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file, with the write-ahead log as it stands; what is compressed is unpacked."""
    every = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): unpacked(path.read_bytes(), path.name) for path in every}


def test_no_file_below_var_names_anybody(world) -> None:
    """The store and its log, the lake, the spool, the shelf, the keys; sealed cells are bytes that say nothing."""
    app, _, _, own = world
    app.server.extensions["dichte"].store.cube()
    files = files_below(own.var_dir)
    assert {"dichte.sqlite", "keys.json"} <= set(files)
    assert sum(len(body) for body in files.values()) > 1_000_000
    assert leaks(files) == {}


def test_sealed_rows_hold_canaries_for_who_has_the_key(world) -> None:
    """Else there would be nothing to hide."""
    _, _, _, own = world
    intake = open_intake(own)
    with intake.engine.connect() as connection:
        sealed = connection.execute(select(schema.held_row.c.sealed)).scalars().all()
    opened = b"\n".join(intake.keys.unseal(each) for each in sealed if each)
    intake.engine.dispose()
    assert len(found(opened)) > 10


UNCHECKED = ("-c", "import app; app.check_start = lambda *_: None; raise SystemExit(app.main())")
"""The demonstration on imported data, which the program refuses: the reader with the most rights there is."""


@pytest.mark.browser
def test_no_browser_and_no_served_process_names_anybody(world, browser: Browser, tmp_path: Path) -> None:
    """Storage, page, console and all HTTP of the map, both desks and the work list."""
    app, _, _, own = world
    held = app.server.extensions["dichte-desk"].intake.held()[0]
    seen: dict[str, bytes] = {}
    paths = ["/", "/?panel=held", "/desk?tab=ledger", "/desk?tab=held", "/trace", "/trace?tab=venues"]
    paths += [f"/desk?tab=held&file={held.file_id}&row={held.row_number}", "/work"]
    with serving(own, own.var_dir, tmp_path / "log", program=UNCHECKED, DICHTE_OUTBREAK="none") as address:
        context = browser.new_context()
        page = context.new_page()
        page.on("console", lambda said: seen.update({f"console {len(seen)}": said.text.encode()}))
        page.on("response", lambda got: seen.update({f"{len(seen)} {got.url}": got.url.encode()}))
        finished: list[Any] = []
        page.on("requestfinished", lambda sent: finished.append(sent))
        for path in paths:
            finished.clear()
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            # While the page stands: what an answer said is gone with it.
            for number, sent in enumerate(list(finished), len(seen)):
                seen |= _body(sent, number)
            seen[f"page {path}"] = page.content().encode()
            seen[f"storage {path}"] = json.dumps(page.evaluate(_STORAGE), ensure_ascii=False).encode()
        context.close()
    seen["log"] = (tmp_path / "log").read_bytes()
    assert len(seen) > 100
    assert leaks(seen) == {}


_STORAGE = """async () => {
    const found = { local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, names: [] };
    for (const { name } of await indexedDB.databases()) found.names.push(name);
    for (const name of await caches.keys()) found.names.push(name);
    return found;
}"""


def _body(sent: Any, number: int) -> dict[str, bytes]:
    answer = sent.response()
    is_text = (
        answer is not None and answer.status == 200 and sent.resource_type in ("fetch", "xhr", "document")
    )
    return {f"body {number} {sent.url}": answer.body()} if is_text else {}


@pytest.mark.parametrize(
    "written",
    [
        "Canary Nguyễn 07",
        "CANARY NGUYỄN 07",
        "canary nguyen 07",
        "Canary Nguye\u0302\u0303n 07",
        "Canary%20Nguy%E1%BB%85n%2007",
        "Canary+Nguy%E1%BB%85n+07",
        "Canary Nguy\\u1ec5n 07",
        "canary_nguyễn_07",
    ],
)
def test_the_search_finds_a_name_in_every_writing(written: str) -> None:
    assert found(f"<p>{written}</p>") == [NAMES[6]]
    assert found(b"\x00\xff" + written.encode() + b"\xfe") == [NAMES[6]]


@pytest.mark.parametrize(
    "written",
    [
        "0900000033",
        "+84900000033",
        "84900000033",
        "0900 000 033",
        "0900.000.033",
        "+84 900 000 033",
        "900000033",
    ],
)
def test_the_search_finds_a_telephone_in_every_writing(written: str) -> None:
    assert found(f"[{written}]") == [PHONES[3]]


def test_the_search_finds_cards_addresses_and_utf_16(world) -> None:
    assert found(f"x{ID_NUMBERS[4]}y") == [ID_NUMBERS[4]]
    assert found(f"{ADDRESSES[2]}, Nếnh".upper()) == [ADDRESSES[2]]
    assert found(NAMES[0].encode("utf-16-le")) == [NAMES[0]]
    assert found("Canary in a coal mine, 0900000001 and 001200999") == []


def test_a_planted_leak_is_found_in_a_file_a_log_and_a_table(world) -> None:
    _, _, log, own = world
    (own.var_dir / "leak.gz").write_bytes(gzip.compress(NAMES[8].encode()))
    with sqlite3.connect(own.var_dir / "leak.sqlite") as connection:
        connection.execute("create table leak (x)")
        connection.execute("insert into leak values (?)", (PHONES[5],))
    connection.close()
    before = len(log.lines)
    logging.getLogger("leak").debug("bad row: %s", ADDRESSES[3])
    try:
        there = leaks(files_below(own.var_dir))
        assert there == {"leak.gz": [NAMES[8]], "leak.sqlite": [PHONES[5]]}
        assert leaks({"log": "\n".join(log.lines[before:]).encode()}) == {"log": [ADDRESSES[3]]}
    finally:
        log.lines[before:] = [line for line in log.lines[before:] if "bad row" not in line]
        for name in ("leak.gz", "leak.sqlite"):
            (own.var_dir / name).unlink()
