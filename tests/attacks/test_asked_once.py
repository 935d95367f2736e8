"""A request asks once what state the store is in, every request asks for itself, and no reader gets another's answer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import g
from sqlalchemy import event

from callbacks.context import current
from data.access.rights import Right
from data.settings import Settings
from data.store import Store
from tests.attacks.conftest import write_accounts
from tests.attacks.readers import Attacked, attacked
from tests.attacks.test_mixing import asks, callback
from tests.copies import copied
from tests.wire.test_two_apps import change_store

NAMES = ("anybody", "analyst", "committee")
MOST = {"page": 9, "place": 4, "ranking": 4, "legend": 7, "curve": 6, "histogram": 6, "/": 6}
"""Statements of one answer, beginnings of transactions counted."""


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Statements that this thread sends the store meanwhile; looks are noted beside the requests, by another one."""
    found, here = list[str](), threading.get_ident()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if threading.get_ident() == here:
            found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def of(statements: list[str], table: str) -> int:
    return sum(f"FROM {table}" in statement for statement in statements)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_the_map_asks_once_for_the_snapshot_and_once_for_the_scopes(
    target: Attacked, name: str
) -> None:
    for key, ask in asks(target).items():
        ask(name)
        with counted(target.store) as statements:
            status, _ = ask(name)
        assert max(of(statements, "snapshot"), of(statements, "account_unit")) <= 1, key
        most = MOST.get(key.partition(" ")[0], 12)
        assert len(statements) <= most or status != 200, (key, statements)


@pytest.mark.parametrize("name", NAMES)
def test_the_desk_of_tracers_asks_as_little(target: Attacked, name: str) -> None:
    ask = callback(target, "trace-room.children", {})
    with counted(target.store) as statements:
        ask(name)
    assert of(statements, "snapshot") <= 1


@pytest.mark.parametrize("right", [Right.DESK, None, "open"])
def test_what_may_change_figures_asks_every_time(target: Attacked, right: Right | str | None) -> None:
    """A page that is made after an import shows what came in with it."""
    with target.app.server.test_request_context("/desk", headers={"X-Test-Reader": "steward"}):
        g.demand = right
        with counted(target.store) as statements:
            current().store.cube()
            current().store.cube()
    assert of(statements, "snapshot") >= 2


def test_within_a_request_every_context_has_the_same_answer(target: Attacked) -> None:
    with target.app.server.test_request_context("/", headers={"X-Test-Reader": "analyst"}):
        g.demand = Right.MAP
        with counted(target.store) as statements:
            first, second = current().store, current().store
            cubes = [first.cube(), second.at(None).cube(), first.inside().cube()]
    assert (of(statements, "snapshot"), of(statements, "account_unit")) == (1, 1)
    assert cubes[0] is cubes[1]
    assert cubes[2].protection is None


@pytest.fixture
def changing(untouched: Settings, tmp_path: Path) -> Iterator[Attacked]:
    """An app of its own, whose store a test may change."""
    own = copied(untouched, tmp_path / "var")
    write_accounts(own)
    found = attacked(own)
    yield found
    found.store.engine.dispose()


def test_the_next_request_sees_what_was_committed_even_within_one_context(changing: Attacked) -> None:
    view = {"commune": "07807", "day": "2021-05-25", "lang": "en"}
    ask = callback(changing, "place.children", view)
    with changing.app.server.app_context():
        before = ask("committee")[1]
        change_store(changing.store.settings.var_dir)
        after = ask("committee")[1]
    assert before != after


def test_a_scope_that_was_given_counts_from_the_next_request_on(changing: Attacked) -> None:
    """Sums are protected against every scope: a new one changes the id of what the public sees."""
    ask = callback(changing, "legend.children", {"lang": "en"})
    before = ask("anybody")[1]
    path = changing.store.settings.var_dir / "dichte.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "delete from account_unit where account_id = (select min(account_id) from account_unit)"
        )
        connection.execute(
            "insert into account_unit select (select min(account_id) from account_role where role in ('analyst', "
            "'tracer', 'commune_officer')), code, valid_from from commune limit 1"
        )
    connection.close()
    assert ask("anybody")[1] != before


def test_two_requests_have_each_their_own(target: Attacked) -> None:
    found = {}
    for name in ("committee", "anybody"):
        with target.app.server.test_request_context("/", headers={"X-Test-Reader": name}):
            g.demand = Right.MAP
            found[name] = current().store
            assert current().store._told is found[name]._told
    assert found["committee"]._told is not found["anybody"]._told
    assert (found["committee"].sight.is_whole, found["anybody"].sight.is_whole) == (True, False)
