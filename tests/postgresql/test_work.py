"""The work list on PostgreSQL: the same as on SQLite, read by the map's role, of one's own communes, append-only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, ProgrammingError

from data.access.acting import DASHBOARD, TRACER, reading_as
from data.access.sight import PUBLIC, WHOLE, Sight
from data.engine import reading, writing
from data.store import Store
from data.tracing.actions import current_actions, decide
from data.tracing.refused import TracingRefused
from data.work.missing import missing_reports
from data.work.tasks import work_list
from data.work.tick import tick
from geo.exposure_rule import ExposureRule
from tests.data.tracing.conftest import tiny as tiny
from tests.world import FACTORY, MARKET_NENH, MAY_12, NENH, QUANG_CHAU, TIEN_SON

OURS = Sight(frozenset({NENH}))
BY, WHY = "Cán bộ xã", "lý do kín"


@pytest.fixture(scope="module")
def decided(walled: Store) -> Iterator[Store]:
    """A decision on the factory and on the market of Nếnh, and a word of each commune."""
    fill(walled)
    yield walled


def fill(store: Store) -> None:
    for number, venue in enumerate((FACTORY, MARKET_NENH), 1):
        decide(store, venue, "test", "Tổ truy vết", WHY, ExposureRule())
        tick(store, number, "not_possible", BY, "gọi 0912345678")


def ask(store: Store, role: str, sight: Sight, query: str) -> list[object]:
    with reading(store.engine, reading_as(role, sight)) as connection:
        return sorted(connection.execute(text(query)).scalars())


def test_both_stores_list_the_same(decided: Store, tiny: Store) -> None:
    fill(tiny)
    for sight in (WHOLE, OURS, PUBLIC, Sight(frozenset({QUANG_CHAU, TIEN_SON}))):
        one, two = (
            [
                (t.action_id, t.venue, t.action, t.days_since, t.people_exposed, t.state, t.carried_out.note)
                for t in work_list(store.seen_by(sight), MAY_12).not_possible
                if t.carried_out
            ]
            for store in (decided, tiny)
        )
        assert one == two
        assert missing_reports(decided.seen_by(sight), MAY_12) == missing_reports(tiny.seen_by(sight), MAY_12)


def test_words_and_decisions_show_where_their_venue_does(decided: Store) -> None:
    for table in ("venue_action", "action_done"):
        query = f"SELECT action_id FROM {table}"
        for role in (DASHBOARD, TRACER):
            assert ask(decided, role, OURS, query) == [2]
            assert ask(decided, role, WHOLE, query) == [1, 2]
            assert ask(decided, role, PUBLIC, query) == []


@pytest.mark.parametrize("column", ["decided_by", "why", "rule"])
def test_the_map_s_role_reads_neither_who_decided_nor_why(decided: Store, column: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(decided, DASHBOARD, WHOLE, f"SELECT {column} FROM venue_action")


def test_the_tracer_reads_what_the_commune_said(decided: Store) -> None:
    with decided.seen_by(OURS, TRACER).read() as connection:
        said = current_actions(connection)[MARKET_NENH].carried_out
    assert said is not None and (said.state, said.by, said.note) == ("not_possible", BY, "gọi •••")


def test_a_decision_elsewhere_is_refused_as_one_that_is_nowhere(decided: Store) -> None:
    ours, told = decided.seen_by(OURS), []
    for number in (1, 999):
        with pytest.raises(TracingRefused) as refused:
            tick(ours, number, "done", BY, "")
        told.append(str(refused.value).replace(str(number), "N"))
    assert told[0] == told[1]
    assert ask(decided, TRACER, WHOLE, "SELECT state FROM action_done") == ["not_possible"] * 2


@pytest.mark.parametrize(
    "statement", ["UPDATE action_done SET note = ''", "DELETE FROM action_done", "TRUNCATE action_done"]
)
def test_not_even_the_owner_changes_a_word(decided: Store, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), writing(decided.engine) as connection:
        connection.execute(text(statement))
