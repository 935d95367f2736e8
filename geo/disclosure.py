"""Disclosure control: which counts may be shown so that no small one can be worked out from all that is shown.

A count of 0 to 4 is hidden, zero included: "none" says as much of a person as "one" does. A sum is shown only where the
hidden counts under it keep their whole range from 0 to 4 for everybody: for the public, and for each reader who knows
some of them exactly. Whatever else is shown (rates, changes, ranks) is computed from shown figures alone, so it can
give nothing away.

References
----------
Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley. doi:10.1002/9781118348239
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Mask = NDArray[np.bool_]

LARGEST_HIDDEN = 4
"""0 to 4 are one class."""

LEAST_VISITORS = 10
"""Fewer visitors of a venue than this are not told."""

NOBODY_KNOWS: Sequence[Mask] = ()


def is_small(counts: Counts) -> Mask:
    """Counts that are hidden; what is not known (NaN) is not a count.

    Examples
    --------
    >>> is_small(np.array([0.0, 4.0, 5.0, np.nan])).tolist()
    [True, True, False, False]
    """
    found: Mask = np.isfinite(counts) & (counts <= LARGEST_HIDDEN)
    return found


def keeps_range(hidden_sum: Counts, hidden: NDArray[np.int64]) -> Mask:
    """Whether `hidden` counts of 0 to 4 can each still be anything from 0 to 4 where their sum is known.

    Each one lies between sum - 4 (n - 1) and the sum itself: that covers 0 to 4 where 4 <= sum <= 4 (n - 1).

    Examples
    --------
    >>> keeps_range(np.array([0.0, 3.0, 4.0, 4.0, 9.0, 0.0]), np.array([5, 5, 5, 1, 3, 0])).tolist()
    [False, False, True, False, False, True]
    """
    above, below = hidden_sum >= LARGEST_HIDDEN, hidden_sum <= LARGEST_HIDDEN * (hidden - 1)
    kept: Mask = (hidden == 0) | (above & below)
    return kept


@dataclass(frozen=True)
class Shown:
    """What of a table of counts, T rows × N places in G groups, may be shown.

    `cells` is T × N, `groups` (sums of a group) T × G, `totals` (sums of all) T.
    """

    cells: Mask
    groups: Mask
    totals: Mask


def shown_sums(counts: Counts, group_of: NDArray[np.intp], knowing: Sequence[Mask] = NOBODY_KNOWS) -> Shown:
    """What may be shown of a table whose rows have nothing to do with each other.

    Parameters
    ----------
    counts : array, shape (rows, places)
        NaN where a place did not report.
    group_of : array of int, shape (places,)
        Number of each place's group, from 0.
    knowing : masks, each of shape (places,)
        For each set of readers the places whose counts they know exactly. The public, who know none, always count.

    Examples
    --------
    The sum of the second group would tell that both its places had none.

    >>> shown_sums(np.array([[9.0, 2.0, 3.0, 1.0, 0.0, 0.0]]), np.array([0, 0, 0, 0, 1, 1])).groups.tolist()
    [[True, False]]
    """
    membership = np.equal.outer(group_of, np.arange(int(group_of.max(initial=-1)) + 1)).astype(np.float64)
    small, sums = is_small(counts), np.nan_to_num(counts) @ membership
    groups, hidden = sums > LARGEST_HIDDEN, []
    for known in _everybody(counts.shape[1], knowing):
        kept = small & ~known
        h, n = np.where(kept, counts, 0.0) @ membership, (kept @ membership).astype(np.int64)
        groups &= keeps_range(h, n)
        hidden.append((h, n))
    totals = sums.sum(axis=1) > LARGEST_HIDDEN
    for h, n in hidden:
        totals &= keeps_range(np.where(groups, 0.0, h).sum(axis=1), np.where(groups, 0, n).sum(axis=1))
    return Shown(np.isfinite(counts) & ~small, groups, totals)


def _everybody(places: int, knowing: Sequence[Mask]) -> list[Mask]:
    return [np.zeros(places, dtype=bool), *knowing]


def shown_days(
    daily: Counts,
    week_of: NDArray[np.intp],
    weekly: Counts,
    shown: Shown,
    group_of: NDArray[np.intp],
    knowing: Sequence[Mask] = NOBODY_KNOWS,
) -> Mask:
    """Days whose sum over all places may be shown beside what is shown of each place's week.

    Parameters
    ----------
    daily : array, shape (days, places)
        NaN where a place did not report.
    week_of : array of int, shape (days,)
        Row of `weekly` that each day belongs to, -1 for none.
    weekly : array, shape (weeks, places)
        Sums of a week.
    shown : Shown
        What is shown of `weekly`.
    group_of, knowing
        As for `shown_sums`.

    Returns
    -------
    array of bool, shape (days,)

    Notes
    -----
    A place's week and a day's sum bound the count of that place on that day: it is at least week + day - total, and at
    most the day's sum. A small count must keep the range from 0 to 4 in both. Where all days of a week are shown, so is
    the week's total; the hidden weeks of the groups that are not shown must keep their range beside it, or days with
    small sums are hidden.
    """
    counts = np.nan_to_num(daily)
    days: Mask = counts.sum(axis=1) > LARGEST_HIDDEN
    for known in _everybody(daily.shape[1], knowing):
        if not known.all():
            # Who knows all places but one knows that one from the sum.
            is_alone = np.isfinite(daily[:, ~known]).sum(axis=1) == 1
            days &= counts[:, ~known].sum(axis=1) >= LARGEST_HIDDEN + is_alone
    for week in range(len(weekly)):
        rows = np.flatnonzero(week_of == week)
        days[rows] &= _is_loose(counts[rows], np.where(shown.cells[week], weekly[week], 0.0), knowing)
        days[rows] = _without_the_total(
            counts[rows], days[rows], weekly[week], shown.groups[week], group_of, knowing
        )
    return days


def _is_loose(counts: Counts, weeks: Counts, knowing: Sequence[Mask]) -> Mask:
    """Days on which no small count has a floor above zero."""
    loose = np.ones(len(counts), dtype=bool)
    for known in _everybody(counts.shape[1], knowing):
        rest, week = counts[:, ~known], weeks[~known]
        day = rest.sum(axis=1, keepdims=True)
        has_floor = (week > 0) & (rest <= LARGEST_HIDDEN) & (week + day > rest.sum())
        loose &= ~has_floor.any(axis=1)
    return loose


def _without_the_total(
    counts: Counts,
    days: Mask,
    weekly: Counts,
    groups: Mask,
    group_of: NDArray[np.intp],
    knowing: Sequence[Mask],
) -> Mask:
    """The days of one week, less those with the smallest sums until the week's total tells too little."""
    shown, hidden = days.copy(), is_small(weekly) & ~groups[group_of]
    everybody = _everybody(len(weekly), knowing)
    for day in np.argsort(counts.sum(axis=1), kind="stable"):
        if all(_total_is_loose(counts, shown, weekly, hidden, known) for known in everybody):
            break
        shown[day] = False
    return shown


def _total_is_loose(counts: Counts, days: Mask, weekly: Counts, hidden: Mask, known: Mask) -> bool:
    """Whether each hidden week and each hidden day keeps its range beside the sums of the days that are shown.

    Places and days have the same total. It is at least what the shown days have, and no more where all are shown; where
    no week is hidden it is known, and with it what the hidden days have together.
    """
    if known.all():
        return True
    kept, elsewhere = hidden & ~known, float(counts[~days][:, ~known].sum())
    if not kept.any():
        return bool(days.all()) or (int((~days).sum()) > 1 and elsewhere >= LARGEST_HIDDEN)
    total = float(weekly[kept].sum())
    has_ceiling = bool(days.all()) and total < LARGEST_HIDDEN
    return not has_ceiling and total - elsewhere <= LARGEST_HIDDEN * (int(kept.sum()) - 1)
