"""Answers of readers, compared before they are timed: what is shown is exact, and what differs is suppressed."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.base import require_equal
from data.cells import State
from data.cube import Cube
from data.measures import NEW_CASES
from data.protected import WEEKLY
from data.store import Store
from data.tracing.case import trace_case
from data.tracing.cases import find_cases
from data.tracing.listed import listed_venues
from geo.exposure_rule import DEFAULT_RULE
from geo.rates import rolling_sum

ALL = 1_000_000


def require_same_cube(whole: Cube, seen: Cube, who: str) -> int:
    """How many figures are shown outside: cells, weeks that end on a Sunday, sums of districts and of the province."""
    assert seen.protection is not None
    inside, shown = seen.protection.inside, 0
    sundays = sundays_of(whole)
    for name, exact in whole.measures.items():
        what, ours, sums = f"{name}, {who}", seen.measures[name], seen.protection.sums
        for part in ("values", "states"):
            same = np.array_equal(getattr(ours, part)[:, inside], getattr(exact, part)[:, inside], True)
            require_equal(same, True, f"{part} inside: {what}")
        differs = ours.states != exact.states
        require_equal(set(ours.states[differs].tolist()) <= {State.SUPPRESSED}, True, f"what differs: {what}")
        weeks = rolling_sum(exact.values, 7, WEEKLY.get(name, 7))[sundays]
        shown += require_exact(exact.values[:, ~inside], ours.values[:, ~inside], what)
        shown += require_exact(
            weeks[:, ~inside], seen.protection.weeks[name].values[sundays][:, ~inside], what
        )
        for code in (None, *(d.code for d in whole.units.districts)):
            columns = whole.units.columns(code)
            # The province's cases of a day count those held too, which no commune has.
            held = whole.unplaced[name].values if code is None and name == NEW_CASES else 0.0
            daily = np.nansum(exact.values[:, columns], axis=1) + held
            shown += require_exact(daily, sums[name, code].daily, f"{code}, {what}")
            # A commune's week of answers may lack days; other weeks of a place are the sums of its days.
            is_whole = WEEKLY.get(name, 7) == 7
            week = (
                rolling_sum(daily[:, None], 7)[sundays, 0]
                if is_whole
                else np.nansum(weeks[:, columns], axis=1)
            )
            shown += require_exact(week, sums[name, code].week[sundays], f"week of {code}, {what}")
    return shown


def sundays_of(cube: Cube) -> list[int]:
    """Rows of the last days of whole weeks."""
    return [n for n, day in enumerate(cube.days) if day.isoweekday() == 7 and n >= 6]


def require_exact(exact: Any, seen: Any, what: str) -> int:
    """How many are shown, each of them the exact one."""
    is_shown = np.isfinite(seen)
    require_equal(np.array_equal(seen[is_shown], exact[is_shown]), True, f"shown: {what}")
    return int(is_shown.sum())


def require_same_matrix(cube: Cube, whole: bytes, seen: bytes, inside: Any, what: str) -> int:
    """The same of a matrix that the browser gets."""
    shape = len(cube.days), len(cube.units.communes)
    exact, ours = (np.frombuffer(each, "<f4", shape[0] * shape[1]).reshape(shape) for each in (whole, seen))
    require_equal(np.array_equal(exact[:, inside], ours[:, inside], True), True, f"inside: {what}")
    sundays = sundays_of(cube)
    return require_exact(exact[sundays][:, ~inside], ours[sundays][:, ~inside], what)


def require_same_traces(whole: Store, seen: Store, case_id: int) -> int:
    """How many cases are within scope: a list, a case and venues are those of the whole, less what lies outside."""
    units, days = seen.sight.units or frozenset(), whole.cube().days
    every, within = (find_cases(s, None, days[0], days[-1], ALL, 0)[0] for s in (whole, seen))
    cases, found = ({c.case_id: (c.record, c.unit_id, c.onset_day) for c in each} for each in (every, within))
    require_equal(found.items() <= cases.items(), True, "cases within scope")
    require_equal({c.case_id for c in every if c.unit_id in units} <= found.keys(), True, "cases at home")
    listed, few = (listed_venues(s, whole.settings.opening_day, DEFAULT_RULE, None) for s in (whole, seen))
    require_equal(tuple(v for v in listed if v.venue.unit_id in units), few, "venues within scope")
    one, part = (trace_case(s, case_id, DEFAULT_RULE) for s in (whole, seen))
    assert one is not None and part is not None
    stays = [(s.venue.venue_id, s.t_in) for s in one.stays if s.venue.unit_id in units]
    require_equal([(s.venue.venue_id, s.t_in) for s in part.stays], stays, f"stays of case {case_id}")
    require_equal(len(part.met) + part.withheld.people, len(one.met), f"people met by case {case_id}")
    return len(found)
