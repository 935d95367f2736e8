"""Venues replaced in a segment give what sorting all rows gives."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.lake.merge import merged
from geo.copresence import Visits, cluster

rows = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 4), st.integers(-1, 2), st.integers(1, 5)), max_size=25
)
"""Venue, check-in, stay and person, few enough to meet again and again."""


def clustered(some: list[tuple[int, int, int, int]]) -> Visits:
    return cluster(*np.array(some, np.int64).reshape(-1, 4).T)


@given(rows, st.sets(st.integers(0, 7)), rows)
def test_it_is_as_if_all_rows_had_been_sorted(
    old: list[tuple[int, int, int, int]], replaced: set[int], come: list[tuple[int, int, int, int]]
) -> None:
    fresh = [row for row in come if row[0] in replaced]
    expected = clustered([row for row in old if row[0] not in replaced] + fresh)
    found = merged(clustered(old), np.array(sorted(replaced), np.int64), clustered(fresh))
    for f in fields(Visits):
        a, b = getattr(found, f.name), getattr(expected, f.name)
        assert (a.dtype, a.tolist()) == (b.dtype, b.tolist()), f.name
