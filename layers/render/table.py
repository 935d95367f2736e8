"""The ranking of communes as rows, and as a CSV that a spreadsheet and pandas read alike."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.cube import Cube
from data.measures import NEW_CASES
from data.together import week_series
from geo.rates import per_population
from layers.base import Drawn
from layers.render.sheet import Head, Sheet, clean, state_of, value_of

Figures = Mapping[str, NDArray[np.float64]]
COLUMNS = (
    "code",
    "name",
    "district",
    "day",
    "metric",
    "unit",
    "value",
    "state",
    "source",
    "snapshot_id",
    "is_simulated",
    "title",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Row:
    """One commune. `rank` and `value` are None where nothing is known; equal values share a rank."""

    rank: int | None
    code: str
    name: str
    district: str
    value: float | None
    state: str
    figures: Mapping[str, float | None] = field(default_factory=dict)


def case_figures(cube: Cube, day: date) -> dict[str, NDArray[np.float64]]:
    """New cases, cases of seven days and these per 100,000 people on `day`, each N; NaN where not known."""
    daily = cube.measures[NEW_CASES]
    row = daily.row(day)
    week = week_series(cube, NEW_CASES).values[row]
    rate = per_population(week, cube.units.population, 100_000)
    return {"new_cases": daily.values[row], "cases_7d": week, "cases_7d_per_100k": rate}


def ranking(drawn: Drawn, sheet: Sheet, figures: Figures | None = None) -> tuple[Row, ...]:
    """Communes of the sheet, the highest value first, then those of which nothing is known.

    `figures` are further quantities by name, one array of N each; a suppressed commune shows none of them.
    """
    rows = [_row(drawn, sheet, int(n), figures or {}) for n in sheet.columns]
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0.0), row.code))
    return _ranked(ordered)


def _row(drawn: Drawn, sheet: Sheet, column: int, figures: Figures) -> Row:
    assert drawn.areas is not None
    commune = sheet.units.communes[column]
    state = state_of(drawn.areas, column)
    others = {k: None if state == "suppressed" else _known(v[column]) for k, v in figures.items()}
    district = clean(sheet.units.district_of(commune).name)
    value = value_of(drawn.areas, column)
    return Row(None, commune.code, clean(commune.name), district, value, state, others)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _ranked(rows: Sequence[Row]) -> tuple[Row, ...]:
    first = dict[float, int]()
    for position, row in enumerate(rows, 1):
        if row.value is not None:
            first.setdefault(row.value, position)
    return tuple(row if row.value is None else replace(row, rank=first[row.value]) for row in rows)


def csv_bytes(rows: Sequence[Row], head: Head) -> bytes:
    """Tidy CSV, one row a commune, in UTF-8 with a byte order mark so that Excel shows Vietnamese.

    Made for machines: the decimal point is ".", days are ISO, states are the words value, no_report, late
    and suppressed, an unknown value is an empty cell and never 0. What holds for the whole file (day, metric,
    unit, source, snapshot) is a column, so that files can be stacked. COLUMNS come first, then `rank` and the
    figures.
    Codes begin with a zero: read them as text, `pandas.read_csv(file, dtype={"code": str})`.
    Text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    names = tuple(rows[0].figures) if rows else ()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in (*COLUMNS, "rank", *names)])
    writer.writerows(_cells(row, head, names) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cells(row: Row, head: Head, names: Sequence[str]) -> list[str]:
    place = (row.code, row.name, row.district, head.day.isoformat(), head.metric, head.unit)
    origin = (row.state, head.source, head.snapshot_id, "true" if head.is_simulated else "false", head.title)
    figures = [_figure(row.figures[name]) for name in names]
    texts = [_cell(text) for text in (*place, *origin)]
    return [*texts[:6], _figure(row.value), *texts[6:], "" if row.rank is None else str(row.rank), *figures]


def _figure(value: float | None) -> str:
    """Whole numbers without a point; six decimals are far below what any count can tell."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _cell(text: str) -> str:
    """Text that starts like a formula, a blank in front or not, is defused."""
    return (
        f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text
    )
