"""Sheet: what every export says beside the numbers, so that screen, table, picture and file agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from data.cells import State
from data.cube import Cube, Unplaced
from data.units import Units
from data.view import View
from layers import palette
from layers.base import Areas, Layer, Legend
from layers.text import moment_text, text


@dataclass(frozen=True)
class Sheet:
    """One layer on one day, as it leaves the house.

    `metric` is the layer's key and `digits` its decimals; `district` None means the whole province.
    For `held_rows` rows of that day no commune could be found (None: not told); they stand for `held_cases` cases (None:
    they don't count cases, or are not told). `credit` names the owner of the boundaries; `as_of` is the moment whose
    knowledge is shown. A venue with `most_exposed` people or more has the largest circle, on every day.
    """

    title: str
    metric: str
    digits: int
    day: date
    lang: str
    units: Units
    snapshot_id: str
    snapshot_at: datetime
    held_rows: int | None = 0
    held_cases: float | None = None
    district: str | None = None
    credit: str = ""
    as_of: datetime | None = None
    most_exposed: int = palette.VENUE_FULL_SIZE

    @property
    def columns(self) -> NDArray[np.intp]:
        """Columns of the communes that the sheet speaks of."""
        return self.units.columns(self.district)

    @property
    def district_name(self) -> str:
        """Name of the one district, empty for the whole province."""
        return "" if self.district is None else clean(self.units.district(self.district).full_name)


@dataclass(frozen=True)
class Head:
    """What is the same for every commune of a machine-readable export."""

    day: date
    metric: str
    unit: str
    source: str
    snapshot_id: str
    is_simulated: bool
    title: str


def sheet_of(
    cube: Cube, layer: Layer, view: View, title: str, credit: str, measure: str = "new_cases"
) -> Sheet:
    """The sheet of `layer` as `view` shows it; `measure` is the one whose held rows are told."""
    unplaced = cube.unplaced.get(measure)
    row, is_protected = (view.day - cube.days[0]).days, cube.protection is not None
    return Sheet(
        title=_titled(title, view),
        metric=layer.key,
        digits=layer.digits,
        day=view.day,
        lang=view.lang,
        units=cube.units,
        snapshot_id=cube.snapshot.id,
        snapshot_at=cube.snapshot.created_at,
        held_rows=None if is_protected else 0 if unplaced is None else int(unplaced.rows[row]),
        held_cases=None if is_protected or unplaced is None else _cases(unplaced, row, measure),
        district=view.district,
        credit=credit,
        as_of=view.as_of,
    )


def _cases(unplaced: Unplaced, row: int, measure: str) -> float | None:
    return float(unplaced.values[row]) if measure == "new_cases" else None


def _titled(title: str, view: View) -> str:
    """A title that says so where only what was known at a moment is shown."""
    if view.as_of is None or not title:
        return title
    return f"{title}: {text('as_of.title', view.lang, moment=moment_text(view.as_of))}"


def head_of(legend: Legend, sheet: Sheet) -> Head:
    unit, source = clean(legend.unit), clean(legend.source)
    return Head(
        sheet.day, sheet.metric, unit, source, sheet.snapshot_id, legend.is_simulated, clean(sheet.title)
    )


def state_of(areas: Areas, column: int) -> str:
    """value, no_report, late or suppressed: the same words in every file and language."""
    return State(int(areas.states[column])).name.lower()


def value_of(areas: Areas, column: int) -> float | None:
    """The value, or None where nothing is known or nothing may be told."""
    value = float(areas.values[column])
    return None if areas.states[column] != State.VALUE or np.isnan(value) else value


def clean(words: str) -> str:
    """Words without what can't be seen: control, direction and format characters turn names into traps."""
    spaced = re.sub(r"\s+", " ", words)
    return "".join(c for c in spaced if unicodedata.category(c)[0] != "C").strip()


def file_name(sheet: Sheet, ext: str) -> str:
    """dichte_new_cases_2021-05-25_219.csv: metric, ISO day, the code of the chosen district and the moment, if any."""
    moment = "" if sheet.as_of is None else f"as-of-{sheet.as_of:%Y%m%dT%H%M}"
    parts = ["dichte", sheet.metric, sheet.day.isoformat(), sheet.district or "", moment]
    stem = "_".join(re.sub(r"[^A-Za-z0-9_-]", "", part) for part in parts if part)
    return f"{stem}.{ext}"
