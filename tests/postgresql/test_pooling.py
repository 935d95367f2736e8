"""A connection goes back to the others as it came: no role and no setting outlives its transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.access.acting import DASHBOARD, TRACER, reading_as
from data.access.sight import PUBLIC, WHOLE, Sight
from data.engine import reading, writing
from data.rollup import rebuild
from data.store import Store
from tests.world import NENH

OURS = Sight(frozenset({NENH}))


@pytest.fixture(autouse=True)
def nothing_in_the_pool(walled: Store) -> None:
    """A test meets the connection that it made itself: of several, the pool hands out the one that rested longest."""
    walled.engine.dispose()


def as_it_lies_in_the_pool(store: Store) -> tuple[int, str, bool, str]:
    """Number of the connection, whose it is, whether it still says whose eyes it was, how it isolates."""
    raw = store.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(
            "SELECT pg_backend_pid(), current_user, coalesce(current_setting('dichte.units', true), '') <> '', "
            "current_setting('transaction_isolation')"
        )
        return cursor.fetchone()
    finally:
        raw.close()


@pytest.mark.parametrize("role", (DASHBOARD, TRACER))
def test_a_connection_forgets_its_reader(walled: Store, role: str) -> None:
    before = as_it_lies_in_the_pool(walled)
    with reading(walled.engine, reading_as(role, OURS)) as connection:
        said = connection.execute(
            text("SELECT pg_backend_pid(), current_user, current_setting('dichte.units')")
        )
        assert said.one() == (before[0], role, str(NENH))
    assert (
        as_it_lies_in_the_pool(walled)
        == before
        == (before[0], walled.engine.url.username, False, "read committed")
    )


def test_a_connection_forgets_its_reader_after_a_failure(walled: Store) -> None:
    before = as_it_lies_in_the_pool(walled)
    with pytest.raises(DBAPIError), walled.seen_by(OURS).read() as connection:
        connection.execute(text("SELECT 1 / 0"))
    with pytest.raises(DBAPIError), walled.seen_by(OURS).read() as connection:
        connection.execute(text("SELECT 1 FROM account"))
    with pytest.raises(KeyError), walled.seen_by(OURS).read():
        raise KeyError
    assert as_it_lies_in_the_pool(walled) == before


def test_a_connection_that_was_rolled_back_says_anew_whose_eyes_it_is(walled: Store) -> None:
    with walled.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM venue")).scalar() == 3
        connection.rollback()
        assert connection.execute(text("SELECT count(*) FROM venue")).scalar() == 3


@pytest.mark.parametrize(
    ("role", "sight", "units"),
    [
        (DASHBOARD, OURS, str(NENH)),
        (DASHBOARD, WHOLE, "all"),
        (DASHBOARD, PUBLIC, ""),
        (TRACER, OURS, "all"),
        (TRACER, PUBLIC, ""),
    ],
)
def test_a_reader_reads_their_own_and_a_tracer_whole_chains(
    walled: Store, role: str, sight: Sight, units: str
) -> None:
    with walled.seen_by(sight, role).read() as connection:
        said = connection.execute(text("SELECT current_user, current_setting('dichte.units')"))
        assert said.one() == (role, units)


def test_other_eyes_leave_the_role_as_it_was(walled: Store) -> None:
    assert walled.role == ""
    assert walled.seen_by(WHOLE).role == DASHBOARD
    assert walled.seen_by(OURS, TRACER).seen_by(WHOLE).role == TRACER
    assert walled.inside().role == ""
    assert walled.seen_by(OURS).inside() == walled.seen_by(WHOLE, TRACER)


def test_all_that_one_answer_reads_is_of_one_state(walled: Store) -> None:
    with walled.seen_by(WHOLE).read() as connection:
        before = connection.execute(text("SELECT count(*) FROM snapshot")).scalar()
        with writing(walled.engine) as other:
            other.execute(text("DELETE FROM snapshot"))
        assert connection.execute(text("SELECT count(*) FROM snapshot")).scalar() == before
    with walled.seen_by(WHOLE).read() as connection:
        assert connection.execute(text("SELECT count(*) FROM snapshot")).scalar() == 0
    with writing(walled.engine) as other:
        rebuild(other)
