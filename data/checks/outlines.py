"""Outlines of zones: valid polygons inside the province, or held; an invalid one is never mended unseen."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.checks.cells import Cells, judge_distinct
from data.checks.checked import Checked, Problem
from data.checks.rule import ColumnRule

_BEGINS = re.compile("(multi)?polygon", re.IGNORECASE)
"""Collections may hold collections, deeper than a parser can follow: they are not even tried."""


def check_outline(cells: Cells, rule: ColumnRule) -> Checked:
    """WKT of a polygon or several, in degrees, as two-dimensional WKB."""
    return judge_distinct(cells, partial(_outline, rule=rule), object)


def _outline(text: str, rule: ColumnRule) -> bytes | Problem:
    shape = _shape(text)
    if shape is None:
        return rule.problem("outline_unreadable", "a polygon as WKT", text)
    fault = _fault(shape, rule)
    if fault:
        return Problem("outline_unreadable" if fault[2] else "coordinates_outside", fault[0], fault[1])
    return bytes(shapely.to_wkb(shapely.force_2d(shape), byte_order=1))


def _shape(text: str) -> BaseGeometry | None:
    """The geometry that the text writes, if it says that it is a polygon; numbers too great become infinite."""
    if not _BEGINS.match(text):
        return None
    try:
        with np.errstate(over="ignore"):
            return shapely.from_wkt(text)
    except shapely.errors.ShapelyError:
        return None


def _fault(shape: BaseGeometry, rule: ColumnRule) -> tuple[str, str, bool] | None:
    """Expected, got, and whether the outline itself is at fault; None where nothing is."""
    if shape.is_empty:
        return "a polygon", "an empty one", True
    if not shape.is_valid:
        return "an outline that does not cross itself", shapely.is_valid_reason(shape), True
    west, south, east, north = rule.box
    if not shapely.box(west, south, east, north).covers(shape):
        box = f"an outline within {west:g} to {east:g} E, {south:g} to {north:g} N"
        return (
            box,
            "{:.4f} to {:.4f} E, {:.4f} to {:.4f} N".format(*(shape.bounds[n] for n in (0, 2, 1, 3))),
            False,
        )
    return None
