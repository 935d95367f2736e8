"""Self-assessments by 2194/QĐ-BCĐQG, 27/5/2020 (partial source): range and sum are checked, scores taken as told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from data.checks.checked import Problem
from data.intake.canon import Canon
from data.intake.digests import record_keys

CRITERIA = tuple(f"cs{n}" for n in range(1, 16))
MOST = 300

BANDS = ((15, "very_low"), (30, "low"), (50, "medium"), (80, "high"), (100, "very_high"))
"""Upper ends of the index in percent, halves rounded up before."""


def assessment_columns(canon: Canon) -> dict[str, Any]:
    """Index and band from the total; the total from all fifteen scores where it is not given itself."""
    scores = np.stack([canon.values(name).astype(np.int64) for name in CRITERIA])
    all_scores = np.logical_and.reduce([canon.known(name) for name in CRITERIA])
    added, given = scores.sum(axis=0), canon.known("total")
    total = np.where(given, canon.values("total").astype(np.int64), added)
    canon.fail_where(
        ~given & ~all_scores, "total", Problem("missing_value", "a total, or all fifteen scores", "neither")
    )
    for row in np.flatnonzero(~given & all_scores & (added > MOST)).tolist():
        expected = f"scores that add up to {MOST} at most"
        canon.fail(row, "total", Problem("count_unreadable", expected, str(added[row])))
    for row in np.flatnonzero(given & all_scores & (total != added)).tolist():
        problem = Problem("total_differs", f"{added[row]}, the sum of the scores", str(total[row]))
        canon.fail(row, "total", problem)
    index = index_percent(total)
    return {
        "enterprise_id": record_keys(f"enterprise {canon.source.registry}", canon.column("enterprise")),
        "scores": [
            ",".join(map(str, row)) if told else ""
            for row, told in zip(scores.T.tolist(), all_scores, strict=True)
        ],
        "total": pa.array(total, pa.int64()),
        "index_percent": pa.array(index, pa.int64()),
        "band": [band_of(percent) for percent in index.tolist()],
    }


def index_percent(total: Any) -> Any:
    """Total of the scores / 300 × 100, halves rounded up."""
    return (200 * total + MOST) // (2 * MOST)


def band_of(percent: int) -> str:
    return next((name for upper, name in BANDS if percent <= upper), BANDS[-1][1])
