"""Checks of whole rows: pure functions on columns, each gives the rows that fail and why, or what was cut."""

from data.checks.row_points import check_in_commune, check_points
from data.checks.row_stays import Stays, check_stays
from data.checks.row_times import implausible_days, implausible_moments

__all__ = [
    "Stays",
    "check_in_commune",
    "check_points",
    "check_stays",
    "implausible_days",
    "implausible_moments",
]
