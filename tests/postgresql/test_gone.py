"""What is gone is told to readers whose roles may not read what the runs of retention noted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data import schema
from data.access.acting import DASHBOARD, TRACER
from data.access.sight import PUBLIC, WHOLE, Sight
from data.engine import writing
from data.retention.gone import CHECKINS
from data.retention.noted import Deleted, note
from data.store import Store
from tests.world import MAY_9

READERS = [(WHOLE, DASHBOARD), (PUBLIC, DASHBOARD), (Sight(frozenset({1})), TRACER)]


@pytest.fixture(autouse=True)
def no_run_stays_noted(walled: Store) -> Iterator[None]:
    yield
    with writing(walled.engine) as connection:
        connection.execute(schema.retention_run.delete())


def test_before_a_run_nothing_is_gone(walled: Store) -> None:
    assert walled.seen_by(PUBLIC).gone(CHECKINS) is None


@pytest.mark.parametrize(("sight", "role"), READERS)
def test_every_reader_is_told_the_day(walled: Store, sight: Sight, role: str) -> None:
    with writing(walled.engine) as connection:
        note(connection, Deleted(CHECKINS, MAY_9, rows=3))
    found = walled.seen_by(sight, role).gone(CHECKINS)
    assert found is not None and found.before == MAY_9
