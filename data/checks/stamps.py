"""Dates and times read by declared formats, a whole column at a time; nothing is tried that was not declared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.checks.cells import Cells
from data.checks.formats import ZONES, Part, Template, templates
from data.checks.utf8 import is_digit, number, utf8

DAY_SECONDS = 86_400
UNREAD, READ, IMPOSSIBLE, TORN = range(4)
"""What became of a text: no format fits; read; fits, but there is no such day or time; formats disagree."""

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Stamps:
    """N texts read. `local`: seconds from 1970 on the wall clock the text speaks of; `offset`: seconds east of
    Greenwich where the text names them (`has_offset`); `state` as above."""

    local: Whole
    offset: Whole
    has_offset: Flags
    state: NDArray[np.int8]


def read_stamps(cells: Cells, formats: tuple[str, ...]) -> Stamps:
    """Every answered cell by whichever format fits it as a whole."""
    rows = len(cells)
    made = Stamps(
        np.zeros(rows, np.int64), np.zeros(rows, np.int64), np.zeros(rows, np.bool_), np.zeros(rows, np.int8)
    )
    raw = utf8(cells.texts)
    for length in np.flatnonzero(np.bincount(raw.lengths[cells.answered], minlength=1)):
        fitting = [t for f in formats for t in templates(f) if t.length == length]
        if fitting:
            here = np.flatnonzero(cells.answered & (raw.lengths == length))
            _read_length(made, here, raw.columns(here, int(length)), fitting)
    return made


def _read_length(made: Stamps, rows: NDArray[np.intp], columns: Bytes, fitting: list[Template]) -> None:
    for template in fitting:
        fits = _fits(template, columns)
        if fits.all():
            _add(made, rows, *_read(template, columns))
        elif fits.any():
            _add(made, rows[fits], *_read(template, columns[:, fits]))


def _add(
    made: Stamps, rows: NDArray[np.intp], local: Whole, offset: Whole | None, is_possible: Flags
) -> None:
    """Note what one template read; a second reading that differs from the first tears the row."""
    state = np.where(is_possible, READ, IMPOSSIBLE).astype(np.int8)
    east = np.zeros_like(local) if offset is None else offset
    before = made.state[rows]
    agrees = (before == READ) & (state == READ) & (made.local[rows] - made.offset[rows] == local - east)
    agrees &= made.has_offset[rows] == (offset is not None)
    state[(before != UNREAD) & ~agrees] = TORN
    made.local[rows], made.offset[rows], made.state[rows] = local, east, state
    made.has_offset[rows] = offset is not None


def _fits(template: Template, columns: Bytes) -> Flags:
    fits = np.ones(columns.shape[1], dtype=np.bool_)
    for position, byte in template.literals:
        fits &= columns[position] == byte
    for part in template.parts:
        fits &= _part_fits(part.word, columns[part.start : part.start + part.width])
    return fits


def _part_fits(word: str, lines: Bytes) -> Flags:
    if word == "p":
        is_am, is_pm = _halves(lines)
        return is_am | is_pm
    if word == "Z":
        return ~_all([~_spells(lines, zone) for zone in ZONES if len(zone) == len(lines)])
    if word == "z":
        return _offset_fits(lines)
    return _all([is_digit(line) for line in lines])


def _halves(lines: Bytes) -> tuple[Flags, Flags]:
    """Which rows say am (or SA, sáng) and which pm (or CH, chiều), in either case."""
    first, second = lines[0] | np.uint8(32), lines[1] | np.uint8(32)
    is_am = ((first == ord("a")) & (second == ord("m"))) | ((first == ord("s")) & (second == ord("a")))
    is_pm = ((first == ord("p")) & (second == ord("m"))) | ((first == ord("c")) & (second == ord("h")))
    return is_am, is_pm


def _spells(lines: Bytes, word: str) -> Flags:
    return _all([line == ord(c) for line, c in zip(lines, word, strict=True)])


def _all(flags: list[Flags]) -> Flags:
    """Where every one of the flags is true."""
    made: Flags = np.logical_and.reduce(flags)
    return made


def _offset_fits(lines: Bytes) -> Flags:
    if len(lines) == 1:
        return _spells(lines, "Z")
    digits = _all([is_digit(lines[n]) for n in (1, 2, -2, -1)])
    is_signed = (lines[0] == ord("+")) | (lines[0] == ord("-"))
    is_parted = [lines[3] == ord(":")] if len(lines) == 6 else []
    return _all([digits, is_signed, *is_parted])


def _read(template: Template, columns: Bytes) -> tuple[Whole, Whole | None, Flags]:
    """Local seconds, the offset where the text names one, and whether there is such a day and time."""
    parts = {part.word: part for part in template.parts}
    value = {w: number(_lines(p, columns)) for w, p in parts.items() if w not in "pzZ"}
    zero = np.zeros(columns.shape[1], dtype=np.int32)
    days, is_day = _days(value["Y"], value["m"], value["d"])
    hour, is_hour = _hours(parts, columns, value, zero)
    minute, second = value.get("M", zero), value.get("S", zero)
    local = days * DAY_SECONDS + hour * 3600 + minute * 60 + second
    offset, is_offset = _offsets(parts, columns)
    return local, offset, is_day & is_hour & (minute < 60) & (second < 60) & is_offset


def _lines(part: Part, columns: Bytes) -> Bytes:
    return columns[part.start : part.start + part.width]


@cache
def _month_starts() -> Whole:
    """Day from 1970 on which each month from January of the year 0 begins."""
    return np.arange("0000-01", "10000-02", dtype="M8[M]").astype("M8[D]").astype(np.int64)


def _days(year: NDArray[np.int32], month: NDArray[np.int32], day: NDArray[np.int32]) -> tuple[Whole, Flags]:
    starts = _month_starts()
    is_month = (month >= 1) & (month <= 12)
    at = year * 12 + np.where(is_month, month, 1) - 1
    first = starts[at]
    return first + day - 1, is_month & (day >= 1) & (day <= starts[at + 1] - first) & (year > 0)


def _hours(
    parts: dict[str, Part], columns: Bytes, value: dict[str, NDArray[np.int32]], zero: NDArray[np.int32]
) -> tuple[NDArray[np.int32], Flags]:
    if "I" not in parts:
        hour = value.get("H", zero)
        return hour, hour < 24
    twelve = value["I"]
    _, is_pm = _halves(_lines(parts["p"], columns))
    return twelve % 12 + np.where(is_pm, 12, 0).astype(np.int32), (twelve >= 1) & (twelve <= 12)


def _offsets(parts: dict[str, Part], columns: Bytes) -> tuple[Whole | None, Flags]:
    """Seconds east that each text names; no place on earth is more than 14 hours ahead or behind."""
    fine = np.ones(columns.shape[1], dtype=np.bool_)
    if "Z" in parts:
        lines = _lines(parts["Z"], columns)
        named = [(zone, east) for zone, east in ZONES.items() if len(zone) == len(lines)]
        return np.select([_spells(lines, z) for z, _ in named], [np.int64(e) for _, e in named]), fine
    if "z" not in parts:
        return None, fine
    lines = _lines(parts["z"], columns)
    if len(lines) == 1:
        return np.zeros(columns.shape[1], dtype=np.int64), fine
    hours, minutes = number(lines[1:3]), number(lines[-2:])
    east = (hours * 3600 + minutes * 60).astype(np.int64)
    is_west = lines[0] == ord("-")
    return np.where(is_west, -east, east), (minutes < 60) & (east <= 14 * 3600)
