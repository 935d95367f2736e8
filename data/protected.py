"""The cube as a reader may see it: exact inside their scope, protected elsewhere.

What is shown outside a reader's scope, and of every place together:

- declarations, check-ins and installs of a commune by day; of a district and the province by day where that gives
  nothing away (geo.disclosure.shown_sums);
- cases and symptoms of a commune and of a district by whole ISO weeks only, Monday to Sunday: on a day, the last week
  that is over by then. Days of a commune would hide nearly all: it has 0 to 4 cases on 99 of 100 days;
- cases of the province by day, where that gives nothing away beside the weeks (geo.disclosure.shown_days).

Sums are protected against everybody at once: the public, and each scope that some account sees exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from data.access.scopes import Scopes
from data.access.sight import Sight
from data.cells import Series, State, series
from data.cube import Cube, Protection, Sums, Unplaced
from data.measures import DECLARATIONS, NEW_CASES, SYMPTOMATIC_DECLARATIONS, SYMPTOMS_ANSWERED
from geo.disclosure import Mask, Shown, shown_days, shown_sums
from geo.rates import rolling_sum

Array = NDArray[np.float64]

WEEK = 7
WEEKLY: Mapping[str, int] = {NEW_CASES: WEEK, SYMPTOMS_ANSWERED: 4, SYMPTOMATIC_DECLARATIONS: 4}
"""Measures that communes show by whole weeks, with the days of a week that must be reported."""


def sight_id(sight: Sight, scopes: Scopes) -> str:
    """Short digest of whose eyes it is and of the scopes that sums are protected against."""
    told = f"{sight.key}|{[sorted(scope) for scope in scopes]}"
    return sha256(told.encode()).hexdigest()[:8]


def protect(whole: Cube, sight: Sight, scopes: Scopes) -> Cube:
    """`whole` through the eyes of `sight`; the id of its snapshot says so, so that no figure is taken for another's."""
    if sight.units is None:
        return whole
    # Whoever looks knows their own units, on record or not.
    known = {*scopes, sight.units} - {frozenset()}
    knowing = [np.isin(whole.units.unit_ids, sorted(scope)) for scope in sorted(known, key=sorted)]
    plan = _Plan(whole, np.isin(whole.units.unit_ids, sorted(sight.units)), knowing)
    measures: dict[str, Series] = {}
    weeks: dict[str, Series] = {}
    sums: dict[tuple[str, str | None], Sums] = {}
    for name in whole.measures:
        make = _weekly if name in WEEKLY else _daily
        measures[name], weeks[name], found = make(plan, name)
        sums |= {(name, place): each for place, each in found.items()}
    nothing = {
        name: Unplaced(np.zeros_like(u.rows), np.zeros_like(u.values)) for name, u in whole.unplaced.items()
    }
    base, mark, stamp = whole.snapshot.id.partition("@")
    snapshot = replace(whole.snapshot, id=f"{base}-{sight_id(sight, scopes)}{mark}{stamp}")
    protection = Protection(plan.inside, weeks, sums)
    return replace(whole, snapshot=snapshot, measures=measures, unplaced=nothing, protection=protection)


Made = tuple[Series, Series, dict[str | None, Sums]]
"""A measure's cells, their weeks, and the sums of each district and of the province (None)."""


@dataclass(frozen=True)
class _Plan:
    """What all measures of one cube share."""

    cube: Cube
    inside: Mask
    knowing: Sequence[Mask]

    @cached_property
    def codes(self) -> list[str]:
        return [district.code for district in self.cube.units.districts]

    @cached_property
    def group_of(self) -> NDArray[np.intp]:
        return np.array([self.codes.index(c.district_code) for c in self.cube.units.communes], dtype=np.intp)

    @cached_property
    def whole_groups(self) -> Mask:
        """Districts that the reader sees exactly, every commune of them."""
        return np.array([bool(self.inside[self.group_of == n].all()) for n in range(len(self.codes))])

    @cached_property
    def week_ends(self) -> NDArray[np.intp]:
        """Rows of the Sundays that end a week which began within the days."""
        days = self.cube.days
        return np.array(
            [n for n, day in enumerate(days) if day.isoweekday() == WEEK and n >= WEEK - 1], dtype=np.intp
        )

    @cached_property
    def week_of(self) -> NDArray[np.intp]:
        """For each day the week that it belongs to, -1 for none."""
        found = np.full(len(self.cube.days), -1, dtype=np.intp)
        for week, end in enumerate(self.week_ends):
            found[end - WEEK + 1 : end + 1] = week
        return found

    @cached_property
    def last_week(self) -> NDArray[np.intp]:
        """For each day the last week that is over by then, -1 for none."""
        return np.searchsorted(self.week_ends, np.arange(len(self.cube.days)), side="right") - 1

    def shown(self, table: Array) -> Shown:
        return shown_sums(table, self.group_of, self.knowing)

    def beside_declarations(self, shown: Shown) -> Shown:
        """What is shown of answers by week, less where a day of that week's declarations is hidden: nearly everybody
        who declares answers, so the week and its other days would tell that day."""
        declared = self.cube.measures.get(DECLARATIONS)
        if declared is None:
            return shown
        days = self.shown(declared.values)
        tables = (
            (np.isfinite(declared.values) & ~days.cells, shown.cells),
            (~days.groups, shown.groups),
            (~days.totals[:, None], shown.totals[:, None]),
        )
        cells, groups, totals = (each & ~self.any_in_week(hidden) for hidden, each in tables)
        return Shown(cells, groups, totals[:, 0])

    def any_in_week(self, mask: Mask) -> Mask:
        """For each whole week whether the mask holds on any of its days: weeks × places."""
        found = np.zeros((len(self.week_ends), mask.shape[1]), dtype=bool)
        for week, end in enumerate(self.week_ends):
            found[week] = mask[end - WEEK + 1 : end + 1].any(axis=0)
        return found

    def by_group(self, table: Array) -> Array:
        """Sums of the groups, NaN where no place of one reported: rows × G."""
        members = [table[:, self.group_of == n] for n in range(len(self.codes))]
        return np.stack([_sum_of_known(each) for each in members], axis=1)

    def on_days(self, table: Array) -> Array:
        """A table of weeks as one of days: each day has the last week that is over by then."""
        padded = np.vstack([table, np.full((1, table.shape[1]), np.nan)])
        return np.asarray(padded[self.last_week])


def _sum_of_known(table: Array) -> Array:
    return np.where(np.isfinite(table).any(axis=1), np.nansum(table, axis=1), np.nan)


def _daily(plan: _Plan, name: str) -> Made:
    """A measure whose cells are shown by day; its weeks are those of the days that are shown."""
    whole = plan.cube.measures[name]
    shown = plan.shown(whole.values)
    cells = _hide(whole, shown.cells | plan.inside)
    groups = plan.by_group(whole.values)
    sums: dict[str | None, Sums] = {
        code: _sums(groups[:, n], shown.groups[:, n] | plan.whole_groups[n])
        for n, code in enumerate(plan.codes)
    }
    sums[None] = _sums(_sum_of_known(whole.values), shown.totals)
    return cells, _weeks_of(cells), sums


def _hide(whole: Series, shown: Mask) -> Series:
    """What is known and not shown is suppressed; what is not known stays what it was."""
    is_known = whole.states == State.VALUE
    states = np.where(is_known & ~shown, np.uint8(State.SUPPRESSED), whole.states).astype(np.uint8)
    return series(whole.days, whole.values, states)


def _weeks_of(cells: Series) -> Series:
    """Trailing weeks of shown days; a hidden day hides its week."""
    sums = rolling_sum(cells.values, WEEK)
    is_hidden = _hidden_in_week(cells.states == State.SUPPRESSED)
    states = np.where(is_hidden, State.SUPPRESSED, np.where(np.isfinite(sums), State.VALUE, State.NO_REPORT))
    return series(cells.days, sums, states.astype(np.uint8))


def _hidden_in_week(hidden: Mask) -> Mask:
    return np.nan_to_num(rolling_sum(hidden.astype(np.float64), WEEK, min_days=1)) > 0


def _sums(daily: Array, shown: Mask) -> Sums:
    """Days of one place and the trailing weeks of those that are shown."""
    hidden = np.isfinite(daily) & ~shown
    values = np.where(shown, daily, np.nan)
    week = rolling_sum(values[:, None], WEEK)[:, 0]
    return Sums(values, hidden, week, _hidden_in_week(hidden[:, None])[:, 0])


def _weekly(plan: _Plan, name: str) -> Made:
    """A measure whose cells are shown by whole weeks; inside the scope by day and by trailing week."""
    whole = plan.cube.measures[name]
    rolling = rolling_sum(whole.values, WEEK, min_days=WEEKLY[name])
    weeks = rolling[plan.week_ends]
    shown = plan.shown(weeks) if name == NEW_CASES else plan.beside_declarations(plan.shown(weeks))
    cells = _hide(whole, np.broadcast_to(plan.inside, whole.values.shape))
    return cells, _week_cells(plan, whole, rolling, weeks, shown), _weekly_sums(plan, name, weeks, shown)


def _week_cells(plan: _Plan, whole: Series, rolling: Array, weeks: Array, shown: Shown) -> Series:
    outside = plan.on_days(np.where(shown.cells, weeks, np.nan))
    is_hidden = np.isfinite(plan.on_days(weeks)) & ~np.isfinite(outside) & ~plan.inside
    values = np.where(plan.inside, rolling, outside)
    states = np.where(
        np.isfinite(values), State.VALUE, np.where(is_hidden, State.SUPPRESSED, State.NO_REPORT)
    )
    return series(whole.days, values, states.astype(np.uint8))


def _weekly_sums(plan: _Plan, name: str, weeks: Array, shown: Shown) -> dict[str | None, Sums]:
    """Districts by week, or by day where the reader sees them whole; of cases the province by day."""
    daily = plan.cube.measures[name].values
    day_groups, week_groups = plan.by_group(daily), plan.by_group(weeks)
    found: dict[str | None, Sums] = {}
    for n, code in enumerate(plan.codes):
        if plan.whole_groups[n]:
            found[code] = _sums(day_groups[:, n], np.ones(len(daily), dtype=bool))
        else:
            found[code] = _by_week(plan, day_groups[:, n], week_groups[:, n], shown.groups[:, n])
    total = _sum_of_known(daily)
    if name != NEW_CASES:
        found[None] = _by_week(plan, total, _sum_of_known(weeks), shown.totals)
        return found
    days = shown_days(daily, plan.week_of, weeks, shown, plan.group_of, plan.knowing)
    found[None] = _sums(total + plan.cube.unplaced[name].values, days)
    return found


def _by_week(plan: _Plan, daily: Array, weekly: Array, shown: Mask) -> Sums:
    """No day is shown; of weeks, those that may be."""
    week = plan.on_days(np.where(shown, weekly, np.nan)[:, None])[:, 0]
    is_known = np.isfinite(plan.on_days(weekly[:, None])[:, 0])
    return Sums(np.full_like(daily, np.nan), np.isfinite(daily), week, is_known & ~np.isfinite(week))
