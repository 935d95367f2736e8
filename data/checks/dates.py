"""Days and moments: read by the declared formats, put on the source's clock, held where they tell nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.checks.cells import Cells
from data.checks.checked import Checked, Problem
from data.checks.clock import to_epoch, to_local
from data.checks.formats import examples
from data.checks.rule import ColumnRule
from data.checks.stamps import DAY_SECONDS, IMPOSSIBLE, READ, TORN, Stamps, read_stamps

FIRST_DAY, LAST_DAY = -23_741, 84_005
"""1 January 1905 to 31 December 2199. What a spreadsheet makes of an empty date lies in 1899, 1900 or 1904."""


def check_day(cells: Cells, rule: ColumnRule) -> Checked:
    """Days since 1970; a text that names its time zone is a day of the source's own clock."""
    stamps = read_stamps(cells, rule.formats)
    local = stamps.local
    if stamps.has_offset.any():
        usable = stamps.has_offset & _is_plausible(stamps)
        local[usable] = to_local((local - stamps.offset)[usable], rule.time_zone)
    values = (local // DAY_SECONDS).astype(np.int32)
    known = _is_plausible(stamps)
    return Checked(values, known, _problems(cells, rule, stamps, known, "day_unreadable", "a day"))


def check_moment(cells: Cells, rule: ColumnRule) -> Checked:
    """Epoch seconds; the time zone in the text comes first, else the source's."""
    stamps = read_stamps(cells, rule.formats)
    known = _is_plausible(stamps)
    values = stamps.local - stamps.offset
    unzoned = np.flatnonzero(known & ~stamps.has_offset)
    values[unzoned], known[unzoned] = to_epoch(stamps.local[unzoned], rule.time_zone)
    return Checked(values, known, _problems(cells, rule, stamps, known, "moment_unreadable", "a time"))


def _is_plausible(stamps: Stamps) -> NDArray[np.bool_]:
    day = stamps.local // DAY_SECONDS
    plausible: NDArray[np.bool_] = (stamps.state == READ) & (day >= FIRST_DAY) & (day <= LAST_DAY)
    return plausible


def _problems(
    cells: Cells, rule: ColumnRule, stamps: Stamps, known: NDArray[np.bool_], reason: str, what: str
) -> dict[int, Problem]:
    """Why each answered row that is not known isn't."""
    failed = np.flatnonzero(cells.answered & ~known)
    if failed.size == 0:
        return {}
    like = (
        f"{what} like {examples(rule.formats)}" if rule.formats else f"{what} in a format the source declares"
    )
    said = {
        IMPOSSIBLE: f"{what} of the calendar",
        TORN: f"{what} that the source's formats read in one way only",
    }
    texts = cells.texts.take(failed).to_pylist()
    made = {}
    for row, text in zip(failed.tolist(), texts, strict=True):
        state = int(stamps.state[row])
        if state != READ:
            made[row] = rule.problem(reason, said.get(state, like), text)
        elif not FIRST_DAY <= stamps.local[row] // DAY_SECONDS <= LAST_DAY:
            made[row] = rule.problem("day_implausible", "a day from 1905 to 2199", text)
        else:
            once = f"a time that came once in {rule.time_zone}, where clocks changed that night"
            made[row] = rule.problem(reason, once, text)
    return made
