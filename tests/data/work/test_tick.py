"""What a commune says of a decision: appended, said once, in its own communes only, one audit entry each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from data import schema
from data.access.sight import PUBLIC, Sight
from data.engine import connect
from data.migrate import upgrade
from data.settings import Settings
from data.store import Store
from data.tracing.actions import current_actions, history
from data.tracing.answers import CarriedOut
from data.tracing.refused import TracingRefused
from data.work.tick import MOST_NOTE, tick
from tests.data.audit.chains import rows_of
from tests.world import FACTORY, MARKET_NENH, NENH, QUANG_CHAU

BY = "Cán bộ xã"


def words(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(schema.action_done)).scalar_one()


def said(store: Store, venue_id: int = FACTORY) -> CarriedOut | None:
    with store.read() as connection:
        return current_actions(connection)[venue_id].carried_out


def test_the_newest_word_stands_and_the_others_stay_on_record(tiny: Store, decided) -> None:
    number = decided(FACTORY)
    assert said(tiny) is None
    assert tick(tiny, number, "not_possible", BY, "chưa mở cổng")
    assert tick(tiny, number, "done", f"  {BY} ", "")
    stands = said(tiny)
    assert stands is not None and (stands.state, stands.by, stands.note) == ("done", BY, "")
    assert words(tiny) == 2


def test_what_is_taken_back_stands_no_more(tiny: Store, decided) -> None:
    number = decided(FACTORY)
    tick(tiny, number, "done", BY, "")
    assert tick(tiny, number, "open", BY, "")
    assert said(tiny) is None and words(tiny) == 2


def test_a_new_decision_is_a_new_task_and_the_word_on_the_old_one_stays_with_it(tiny: Store, decided) -> None:
    tick(tiny, decided(FACTORY, "monitor"), "done", BY, "")
    decided(FACTORY, "close_disinfect")
    with tiny.read() as connection:
        states = [a.carried_out and a.carried_out.state for a in history(connection, FACTORY)]
    assert said(tiny) is None and states == [None, "done"]


@pytest.mark.parametrize("state", ["done", "not_possible"])
def test_a_form_sent_twice_is_one_word_and_one_entry(tiny: Store, decided, state: str) -> None:
    number = decided(FACTORY)
    before = len(rows_of(tiny.engine))
    assert [tick(tiny, number, state, BY, "xong ca ngày") for _ in range(3)] == [True, False, False]
    assert not tick(tiny, number, state, "Người khác", "")
    assert (words(tiny), len(rows_of(tiny.engine)) - before) == (1, 1)
    assert tick(tiny, number, state, BY, "xong cả hai ca")


def test_what_was_never_said_can_not_be_taken_back(tiny: Store, decided) -> None:
    assert not tick(tiny, decided(FACTORY), "open", BY, "")
    assert words(tiny) == 0


def test_each_word_is_one_audit_entry_that_holds_no_note(tiny: Store, decided) -> None:
    number = decided(MARKET_NENH)
    tick(tiny, number, "done", BY, "gặp bà Canary ở chợ")
    entry = rows_of(tiny.engine)[-1]
    assert (entry.act, entry.what, entry.key, entry.by) == ("carry_out", "venue", str(MARKET_NENH), BY)
    assert json.loads(entry.detail) == {"decision": number, "state": "done"}


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("gọi 0912 345 678 trước", "gọi ••• trước"),
        ("thẻ 001200999030", "thẻ •••"),
        ("+84912345678", "•••"),
        (" xong \u202e hai\x00\n ca ", "xong hai ca"),
        ("n" * MOST_NOTE, "n" * MOST_NOTE),
    ],
)
def test_numbers_of_people_and_what_can_not_be_seen_never_reach_the_store(
    tiny: Store, decided, note: str, kept: str
) -> None:
    tick(tiny, decided(FACTORY), "done", BY, note)
    stands = said(tiny)
    assert stands is not None and stands.note == kept


def test_within_the_commune_it_is_written_and_outside_it_is_refused_as_what_is_nowhere(
    tiny: Store, decided
) -> None:
    factory, market = decided(FACTORY), decided(MARKET_NENH)
    before, ours = len(rows_of(tiny.engine)), tiny.seen_by(Sight(frozenset({NENH})))
    told = []
    for number in (factory, 999, 0):
        with pytest.raises(TracingRefused) as refused:
            tick(ours, number, "done", BY, "")
        told.append(str(refused.value).replace(str(number), "N"))
    assert len(set(told)) == 1
    assert (words(tiny), len(rows_of(tiny.engine))) == (0, before)
    assert tick(ours, market, "done", BY, "")
    with pytest.raises(TracingRefused):
        tick(tiny.seen_by(PUBLIC), market, "open", BY, "")
    assert not tick(tiny.seen_by(Sight(frozenset({QUANG_CHAU, NENH}))), market, "done", BY, "")


def test_a_decision_that_was_replaced_or_taken_back_is_refused(tiny: Store, decided) -> None:
    old, back = decided(FACTORY, "test"), decided(FACTORY, "none")
    for number in (old, back):
        with pytest.raises(TracingRefused, match="decision that stands"):
            tick(tiny, number, "done", BY, "")
    assert words(tiny) == 0


@pytest.mark.parametrize(
    ("state", "by", "note"),
    [("", BY, ""), ("burnt", BY, ""), ("done", " ", ""), ("done", "L" * 61, ""), ("done", BY, "n" * 201)],
)
def test_what_is_incomplete_is_refused_and_leaves_no_trace(
    tiny: Store, decided, state: str, by: str, note: str
) -> None:
    number = decided(FACTORY)
    before = len(rows_of(tiny.engine))
    with pytest.raises(TracingRefused, match="expected"):
        tick(tiny, number, state, by, note)
    assert (words(tiny), len(rows_of(tiny.engine))) == (0, before)


def test_a_word_that_can_not_be_audited_is_not_written(tiny: Store, decided, monkeypatch) -> None:
    number = decided(FACTORY)

    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("data.audit.audit.Audit.within", fails)
    with pytest.raises(OSError):
        tick(tiny, number, "done", BY, "")
    assert words(tiny) == 0


@pytest.mark.parametrize("statement", ["UPDATE action_done SET state = 'open'", "DELETE FROM action_done"])
def test_the_store_itself_refuses_to_change_a_word(tmp_path: Path, statement: str) -> None:
    engine = connect(Settings(var_dir=tmp_path).store_url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text(_DECISION))
        connection.execute(text(_WORD))
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


_DECISION = "INSERT INTO venue_action VALUES (1, 1, 'test', '2021-05-25 08:00:00', 'Lan', '', 'bac_giang')"
_WORD = "INSERT INTO action_done VALUES (1, 1, 'done', '2021-05-25 09:00:00', 'Mai', '')"
