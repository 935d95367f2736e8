"""The tiny world of the tracer's desk, with decisions on its venues."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from data import schema
from data.store import Store
from data.tracing.actions import decide
from geo.exposure_rule import ExposureRule
from tests.data.tracing.conftest import tiny as tiny

Decide = Callable[..., int]


@pytest.fixture
def decided(tiny: Store) -> Decide:
    """`decided(FACTORY)`: the number of a new decision."""

    def make(venue_id: int, action: str = "test", by: str = "Tổ truy vết", why: str = "lý do kín") -> int:
        decide(tiny, venue_id, action, by, why, ExposureRule())
        with tiny.read() as connection:
            return connection.execute(select(func.max(schema.venue_action.c.action_id))).scalar_one()

    return make
