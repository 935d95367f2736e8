"""Venues, enterprises, sites: a place by name or code, and a point that must lie in it."""

from __future__ import annotations

from typing import Any

from data.intake.canon import Canon
from data.intake.rows.points import point_check


def register_columns(canon: Canon) -> dict[str, Any]:
    """A point that is given must lie in the province and in the commune that is written."""
    point_check(canon)
    return {}
