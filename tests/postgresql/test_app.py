"""The same app on the same rows says the same on SQLite and on PostgreSQL, to whoever may ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from shutil import copytree

import pytest
from dash import Dash
from sqlalchemy import Connection, insert, select

from app import create_app
from callbacks.access.reader import recognise_by
from callbacks.context import Context
from data import schema
from data.access.acting import DASHBOARD, Acting
from data.access.acting import TRACER as TRACER_ROLE
from data.access.postgresql import flaws, write_roles
from data.access.reader import Reader
from data.access.rights import Right, Role
from data.access.sight import PUBLIC, WHOLE, Sight
from data.build import KEPT
from data.engine import connect, reading, writing
from data.migrate import upgrade
from data.settings import Settings
from tests.postgresql.owned import owned_database
from tests.wire.conftest import answer_of
from tests.wire.trace import TRACER, room

THREE = Sight(frozenset({180, 182, 184}))
"""Where most of the outbreak was, and its largest factories."""

SIGHTS = pytest.mark.parametrize("sight", [WHOLE, THREE, PUBLIC], ids=["whole", "three communes", "public"])
DAY, PAST = "2021-05-25", "2021-05-25T18:00"
BATCH = 5_000


@pytest.fixture(scope="module")
def apps(
    settings: Settings, postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Dash, Dash]]:
    """The outbreak on SQLite, and its rows on PostgreSQL under a role that is no superuser."""
    with owned_database(postgresql_server) as url:
        folder = tmp_path_factory.mktemp("walled") / "var"
        folder.mkdir()
        copytree(settings.var_dir / "boundaries", folder / "boundaries")
        walled = replace(settings, var_dir=folder, database_url=url)
        _fill(settings, url)
        pair = create_app(settings), create_app(walled)
        yield pair
        for app in pair:
            app.server.extensions["dichte"].store.engine.dispose()
            app.server.extensions["dichte-desk"].intake.engine.dispose()


def _fill(settings: Settings, url: str) -> None:
    source, target = connect(settings.store_url), connect(url)
    upgrade(target)
    with reading(source) as here, writing(target) as there:
        # What readers did is no part of the outbreak, and the numbers of a copied log would meet those of a new one.
        for table in (each for each in schema.metadata.sorted_tables if each not in KEPT):
            for rows in here.execute(select(table)).mappings().partitions(BATCH):
                there.execute(insert(table), [dict(row) for row in rows])
        write_roles(there)
        assert flaws(there) == ()
    source.dispose()
    target.dispose()


def as_seen(app: Dash, sight: Sight) -> Dash:
    """The app as a reader of everything sees it whose counts are exact within `sight`."""
    reader = Reader("test", frozenset({Role.ANALYST}), frozenset(Right), sight, account_id=1)
    recognise_by(app.server, lambda: reader)
    return app


def answers(app: Dash, sight: Sight, *paths: str) -> list[tuple[int, bytes]]:
    client = as_seen(app, sight).server.test_client()
    found = [client.get(path) for path in paths]
    return [(answer.status_code, answer.get_data()) for answer in found]


def snapshot(app: Dash, sight: Sight) -> str:
    context: Context = app.server.extensions["dichte"]
    return context.store.seen_by(sight).cube().snapshot.id


@SIGHTS
def test_the_map_is_the_same(apps: tuple[Dash, Dash], sight: Sight) -> None:
    one, two = (snapshot(app, sight) for app in apps)
    assert one == two
    paths = [
        f"/values/{one}/{layer}.bin" for layer in ("cases_7d_per_100k", "declarations_per_1k", "checkins")
    ]
    # Another definition is for who sees everything.
    names = (one, f"{one}~same_day") if sight.is_whole else (one,)
    paths += [f"/venues/{name}.{ext}" for name in names for ext in ("geojson", "bin")]
    on_sqlite, on_postgresql = (answers(app, sight, *paths) for app in apps)
    assert on_postgresql == on_sqlite
    assert {status for status, _ in on_sqlite} == {200}


@SIGHTS
@pytest.mark.parametrize("how", [{}, {"as_of": PAST}, {"rule": "same_day"}], ids=["now", "past", "rule"])
def test_cards_and_rankings_are_the_same(apps: tuple[Dash, Dash], sight: Sight, how: dict[str, str]) -> None:
    view = {"day": DAY} | how
    asked = [
        ("place", view),
        ("place", view | {"venue": "9"}),
        ("ranking", view),
        ("legend", view),
        ("curve", view),
    ]
    for place, each in asked:
        one, two = (answer_of(as_seen(app, sight).server.test_client(), place, each) for app in apps)
        assert json.dumps(one) == json.dumps(two), each


@SIGHTS
def test_what_is_held_and_what_is_exported_is_the_same(apps: tuple[Dash, Dash], sight: Sight) -> None:
    view = {"day": DAY, "panel": "held"}
    one, two = (answer_of(as_seen(app, sight).server.test_client(), "place", view) for app in apps)
    assert json.dumps(one) == json.dumps(two)
    on_sqlite, on_postgresql = (answers(app, sight, f"/export/table.csv?day={DAY}") for app in apps)
    assert on_sqlite == on_postgresql
    assert on_sqlite[0][0] == 200


DESK = ("", "?case=163", "?tab=venues", "?venue=9&people=1", "?tab=what-if", "?tab=network&case=163")


@pytest.mark.parametrize("sight", [WHOLE, THREE], ids=["whole", "three communes"])
@pytest.mark.parametrize("search", DESK)
def test_a_tracer_sees_the_same(apps: tuple[Dash, Dash], search: str, sight: Sight) -> None:
    one, two = (room(as_seen(app, sight).server.test_client(), search, TRACER) for app in apps)
    assert json.dumps(one) == json.dumps(two)


@SIGHTS
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_work_list_is_the_same(apps: tuple[Dash, Dash], sight: Sight, lang: str) -> None:
    on_sqlite, on_postgresql = (answers(app, sight, f"/work?day={DAY}&lang={lang}") for app in apps)
    assert on_sqlite == on_postgresql
    assert on_sqlite[0][0] == 200


def test_a_request_runs_as_the_role_that_its_right_asks_for(
    apps: tuple[Dash, Dash], monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[Acting] = []
    begin = Acting.begin

    def noted(acting: Acting, connection: Connection) -> None:
        began.append(acting)
        begin(acting, connection)

    monkeypatch.setattr(Acting, "begin", noted)
    own = ",".join(map(str, sorted(THREE.units or ())))
    client = as_seen(apps[1], THREE).server.test_client()
    answer_of(client, "curve", {"day": DAY})
    assert Acting(DASHBOARD, own) in began
    assert TRACER_ROLE not in {acting.role for acting in began}
    began.clear()
    assert client.get("/work").status_code == 200
    assert Acting(DASHBOARD, own) in began
    assert TRACER_ROLE not in {acting.role for acting in began}
    began.clear()
    room(client, "?case=163", TRACER)
    assert Acting(TRACER_ROLE, "all") in began
    began.clear()
    room(as_seen(apps[1], PUBLIC).server.test_client(), "?case=163", TRACER)
    assert Acting(TRACER_ROLE, "all") not in began
