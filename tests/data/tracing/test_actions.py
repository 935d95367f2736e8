"""Decisions on venues: appended, never overwritten; the newest stands, with who, why and by which definition."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from data import schema
from data.store import Store
from data.tracing.actions import current_actions, decide, history
from data.tracing.looks import recent
from data.tracing.refused import TracingRefused
from geo.exposure_rule import ExposureRule
from tests.world import FACTORY, MARKET_NENH

RULE = ExposureRule(tail_minutes=0)


def decisions(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(schema.venue_action)).scalar_one()


def test_the_newest_decision_stands_and_the_others_stay_on_record(tiny: Store) -> None:
    decide(tiny, FACTORY, "test", "Lan", "chuỗi lây mới", RULE)
    decide(tiny, FACTORY, "close_disinfect", "Mai", "", RULE)
    with tiny.read() as connection:
        current, told = current_actions(connection), history(connection, FACTORY)
    assert (current[FACTORY].action, current[FACTORY].decided_by) == ("close_disinfect", "Mai")
    assert [(a.action, a.why) for a in told] == [("close_disinfect", ""), ("test", "chuỗi lây mới")]
    assert {a.rule for a in told} == {"bac_giang,tail_minutes=0"}


def test_a_decision_taken_back_stands_no_more_and_is_still_on_record(tiny: Store) -> None:
    decide(tiny, FACTORY, "monitor", "Lan", "", RULE)
    decide(tiny, FACTORY, "none", "Lan", "nhầm địa điểm", RULE)
    with tiny.read() as connection:
        assert FACTORY not in current_actions(connection)
        assert [a.action for a in history(connection, FACTORY)] == ["none", "monitor"]


def test_a_venue_nobody_decided_on_has_none(tiny: Store) -> None:
    decide(tiny, FACTORY, "test", "Lan", "", RULE)
    with tiny.read() as connection:
        assert set(current_actions(connection)) == {FACTORY}
        assert history(connection, MARKET_NENH) == ()


@pytest.mark.parametrize(
    ("venue", "action", "by", "why"),
    [
        (FACTORY, "burn", "Lan", ""),
        (FACTORY, "", "Lan", ""),
        (FACTORY, "test", "  ", ""),
        (FACTORY, "test", "L" * 61, ""),
        (FACTORY, "test", "Lan", "w" * 201),
        (999, "test", "Lan", ""),
    ],
)
def test_what_is_incomplete_or_unknown_is_refused_and_leaves_no_trace(
    tiny: Store, venue: int, action: str, by: str, why: str
) -> None:
    with pytest.raises(TracingRefused, match="expected"):
        decide(tiny, venue, action, by, why, RULE)
    assert decisions(tiny) == 0 and recent(tiny, 5) == ()


def test_who_decided_is_in_the_log_of_tracing(tiny: Store) -> None:
    decide(tiny, FACTORY, "test", " Lan  Anh ", "chuỗi lây", RULE)
    look = recent(tiny, 5)[0]
    assert (look.by, look.purpose, look.act, look.what, look.key) == (
        "Lan Anh", "chuỗi lây", "action", "venue", str(FACTORY)
    )  # fmt: skip
