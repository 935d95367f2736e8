"""Visits and published exposure events: venue by code, stays that can be, points inside the box."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from data.checks.checked import Problem
from data.checks.rows import check_stays
from data.intake.canon import Canon
from data.intake.rows.points import point_check

NO_VENUE = Problem("venue_unknown", "the code of a registered venue", "a code that no register holds")


def visit_columns(canon: Canon) -> dict[str, Any]:
    """Venue, and a check-out that the kind of venue allows."""
    encoded = canon.column("venue").cast(pa.string()).dictionary_encode()
    found = [canon.world.venues.get(code) for code in encoded.dictionary.to_pylist()] or [None]
    at = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)
    ids = np.array([0 if v is None else v.venue_id for v in found], dtype=np.int64)[at]
    caps = np.array([0 if v is None else v.max_stay_minutes * 60 for v in found], dtype=np.int64)[at]
    canon.fail_where(canon.known("venue") & (ids == 0), "venue", NO_VENUE)
    t_in, t_out = (canon.values(name).astype(np.int64) for name in ("t_in", "t_out"))
    known = canon.known("t_out") & canon.known("t_in") & (ids > 0)
    stays = check_stays(t_in, t_out, known, caps, canon.source.rules.stay_beyond_cap)
    canon.fail_all("t_out", stays.problems)
    cut = known & (stays.values != t_out) & canon.is_good()
    if cut.any():
        canon.adjusted["stay_cut"] += int(cut.sum())
    return {"venue_id": ids, "t_out": pa.array(stays.values, mask=~canon.known("t_out"))}


def event_columns(canon: Canon) -> dict[str, Any]:
    """Points in the profile's box; an end before its start can't be."""
    point_check(canon)
    both = canon.known("starts_at") & canon.known("ends_at")
    backwards = both & (canon.values("ends_at") < canon.values("starts_at"))
    problem = Problem("stay_negative", "an end after its start", "an end before its start")
    canon.fail_where(backwards, "ends_at", problem)
    return {}
