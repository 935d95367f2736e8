"""Colours: fixed classes per layer, colour-blind safe, ordered in greyscale; looks of what is not known."""

from __future__ import annotations

from layers.base import Scale

ZERO = "#fbfaf5"

CASES = ("#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026", "#6b0019")
DECLARATIONS = ("#d5efea", "#a3dcd2", "#6bc1b5", "#37a093", "#147a70", "#00544d")
SYMPTOMS = ("#ece4f2", "#d3bfe3", "#b593cf", "#9467b5", "#713c96", "#4a1a6b")
CHECKINS = ("#dbe9f6", "#b5d2ec", "#82b3dc", "#4f90c6", "#266aa8", "#0d4480")

VENUE_AGES = ("#7a0177", "#dd3497", "#fbb4b9")
"""Days since an F0 was inside: up to 7, 8 to 14, 15 to 21."""

VENUE_FULL_SIZE = 300
"""People exposed from which on a venue's circle grows no more; fixed, so that sizes compare across days and files."""

NO_DATA_COLOUR = "#e9edf1"
PATTERN_INK = "#5c6b7a"
OUTSIDE = "#eceff2"


def scale(breaks: tuple[float, ...], colours: tuple[str, ...]) -> Scale:
    """A scale whose zero is the palest class of all."""
    return Scale(breaks, (ZERO, *colours))
