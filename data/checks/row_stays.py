"""Stays from check-in to check-out: none ends before it begins, none is longer than its kind of venue allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.checks.checked import Problem

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Stays:
    """`values`: check-outs of N stays, epoch s, cut where the rule says so; why rows are held; how many were cut."""

    values: Whole
    problems: dict[int, Problem]
    adjusted: int


def check_stays(t_in: Whole, t_out: Whole, known: Flags, cap_seconds: Whole, beyond: str) -> Stays:
    """Check the stays of N rows; those are `known` of which both ends and the venue are.

    A check-out more than the cap after the check-in is one that was forgotten: "cut" puts it at the cap, which is
    the last moment at which the visitor may be believed to have been there, and the file's report counts such rows;
    "hold" holds them.
    """
    stay = t_out - t_in
    too_long = known & (stay > cap_seconds)
    problems = {
        row: Problem("stay_negative", "a check-out after the check-in", f"{_minutes(-stay[row])} before it")
        for row in np.flatnonzero(known & (stay < 0)).tolist()
    }
    if beyond == "cut":
        return Stays(np.where(too_long, t_in + cap_seconds, t_out), problems, int(too_long.sum()))
    for row in np.flatnonzero(too_long).tolist():
        expected = f"at most {_minutes(cap_seconds[row])} at this kind of venue"
        problems[row] = Problem("stay_too_long", expected, _minutes(stay[row]))
    return Stays(t_out, problems, 0)


def _minutes(seconds: int) -> str:
    whole = -(-int(seconds) // 60)
    return f"{whole:,} minute" if whole == 1 else f"{whole:,} minutes"
