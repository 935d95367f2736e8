"""Rows sorted out by day are the same, in memory and through files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.lake.spill import RowsByDay, by_day

MIDNIGHT = 1_620_406_800
"""8 May 2021 begins in Việt Nam; day number 18,755."""


def rows(*moments: int) -> np.ndarray:
    return np.array([[venue, moment, -1, 5] for venue, moment in enumerate(moments)], np.int64)


def test_a_day_begins_at_midnight_in_viet_nam() -> None:
    (first, before), (second, after) = by_day(rows(MIDNIGHT, MIDNIGHT - 1, MIDNIGHT + 86_399))
    assert (first, second) == (18_754, 18_755)
    assert (before[:, 0].tolist(), after[:, 0].tolist()) == ([1], [0, 2])


@pytest.mark.parametrize("most_bytes", [0, 100, 1 << 20])
def test_each_day_gives_back_what_came_in_order(tmp_path: Path, most_bytes: int) -> None:
    days = RowsByDay(tmp_path, most_bytes)
    for hour in range(10):
        days.add(rows(MIDNIGHT + hour, MIDNIGHT + 86_400 + hour))
    assert days.days() == [18_755, 18_756]
    assert bool(list(tmp_path.iterdir())) == (most_bytes < 1000)
    for day in (18_756, 18_755):
        begin = MIDNIGHT + (day - 18_755) * 86_400
        assert days.take(day)[:, 1].tolist() == [begin + hour for hour in range(10)]
    assert list(tmp_path.iterdir()) == []
