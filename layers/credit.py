"""Whose boundaries the map shows, and under which terms."""

from __future__ import annotations

from layers.text import text

NON_COMMERCIAL = "GADM"
"""Geometry that equals GADM's may be used for no commercial purpose, and the map has to say so."""


def boundary_credit(credit: str, lang: str) -> str:
    """The owner of the boundaries as the manifest names it, with the terms where they bind the reader."""
    terms = text("map.non_commercial", lang) if NON_COMMERCIAL in credit else ""
    return f"{credit} ({terms})" if terms else credit
