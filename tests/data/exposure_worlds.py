"""Random little worlds of visits, cases and rules, made to hit the edges: touching, midnight, no check-out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from data.days import midnight
from geo.exposure_rule import ExposureRule
from tests.data.exposure_oracle import Case, Visit

DAY = date(2021, 5, 20)
KINDS = {1: (480, 720), 2: (45, 240), 3: (45, 240)}
"""Default and longest stay of venues 1 to 3, minutes: those of tests.world."""


def at(hour: float, days: int = 0) -> int:
    return midnight(DAY + timedelta(days)) + round(hour * 3600)


quarters = st.integers(-4 * 24 * 4, 4 * 24 * 4).map(lambda quarter: at(quarter / 4))
odd_minutes = st.integers(-200, 1500).map(lambda minutes: at(minutes / 60))
moments = st.one_of(quarters, odd_minutes)
lengths = st.one_of(st.none(), st.sampled_from([0, 5, 9, 10, 11, 30, 60, 240, 241, 720, 900]))


@st.composite
def visit(draw: st.DrawFn) -> Visit:
    t_in, minutes = draw(moments), draw(lengths)
    t_out = None if minutes is None else t_in + minutes * 60
    return Visit(draw(st.integers(1, 3)), draw(st.integers(1, 5)), t_in, t_out)


@st.composite
def case(draw: st.DrawFn) -> Case:
    positive = DAY + timedelta(draw(st.integers(-3, 4)))
    onset = draw(st.one_of(st.none(), st.integers(0, 3).map(lambda d: positive - timedelta(d))))
    isolated = draw(st.one_of(st.none(), moments))
    return Case(
        draw(st.integers(1, 5)), onset, positive, positive + timedelta(draw(st.integers(0, 2))), isolated
    )


worlds = (st.lists(visit(), max_size=14), st.lists(case(), max_size=4))
rules = st.builds(
    ExposureRule,
    match=st.sampled_from(["overlap", "overlap", "same_day", "place"]),
    window_days_before=st.integers(0, 4),
    min_overlap_minutes=st.sampled_from([0, 1, 10, 15]),
    tail_minutes=st.sampled_from([0, 30]),
    buffer_minutes=st.sampled_from([0, 0, 5]),
    imputed_percent=st.sampled_from([0, 33, 100, 200]),
    longest_minutes=st.sampled_from([5, 240, 720]),
    display_days=st.integers(0, 6),
    unknown_isolation_days=st.integers(0, 2),
)
"""Every number of the definition; the tail within the stay is one of overlaps alone."""

short_tails = rules.filter(lambda rule: rule.match == "overlap").map(
    lambda rule: replace(rule, tail_within_stay=True)
)
rules = rules | short_tails
