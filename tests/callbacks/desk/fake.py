"""An intake that stores nothing: it answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.checks.checked import Problem
from data.errors import ImportRefused
from data.intake.entries import Entry
from data.intake.judged import Forecast, Judged, Receipt, SampleRow
from data.ledger import Tally
from data.readers.batch import FileFacts, ReadOptions
from data.sources.load import find_source, load_sources
from data.sources.source import Source

SOURCES = load_sources()
FEED = find_source(SOURCES, "an-toan-covid-cases")
BLUEZONE = find_source(SOURCES, "bluezone-declarations")
MAY_25 = date(2021, 5, 25)
NO_DISTRICT = Problem("district_outside_province", "a district of the province (10)", "Ba Đồn")

GOOD_ROW = SampleRow(
    2,
    {"declared_at": "25/05/2021 08:00", "phone": "•••", "district": "Việt Yên", "commune": "Nếnh"},
    place="Thị trấn Nếnh, Việt Yên",
    placed_by="name",
)
BAD_ROW = SampleRow(
    3,
    {"declared_at": "25/05/2021 09:00", "phone": "•••", "district": "Ba Đồn", "commune": "Quảng Châu"},
    NO_DISTRICT,
    "district",
)
HEADINGS = {"declared_at": "Thời điểm khai", "phone": "phone", "district": "Huyện", "commune": "Xã"}


def judged(source: Source = BLUEZONE, **changes: Any) -> Judged:
    """A judged file of two rows, one good and one held."""
    facts = FileFacts("to-khai.csv", "ab" * 32, 999, ReadOptions(), tuple(HEADINGS.values()))
    whole = Judged(
        source,
        facts,
        received=2,
        rows=pa.table({}),
        held=(),
        sample=(GOOD_ROW, BAD_ROW),
        adjusted={},
        unused_columns=("Ghi thêm",),
        headings=HEADINGS,
        first_day=MAY_25,
        last_day=MAY_25,
        communes=1,
    )
    return replace(whole, **changes)


def forecast(**changes: Any) -> Forecast:
    """What a commit of that file would do."""
    rows = Tally(1009, 220, 11)
    by = {("district_outside_province", "Huyện"): 8, ("moment_unreadable", "Thời điểm khai"): 3}
    whole = Forecast(
        False, rows, rows, {r: n for (r, _), n in by.items()}, by, {}, MAY_25, date(2021, 6, 2), 30
    )
    return replace(whole, **changes)


def entry(**changes: Any) -> Entry:
    """A file of the ledger that stands."""
    rows = Tally(1009, 220, 11)
    days = (MAY_25, date(2021, 6, 2))
    at = datetime(2021, 6, 3, 17, 5)
    whole = Entry(
        12,
        BLUEZONE.key,
        "to-khai.csv",
        "ab" * 32,
        rows,
        rows,
        *days,
        False,
        at,
        "Nguyễn Thử",
        1.3,
        None,
        None,
        None,
        {},
    )
    return replace(whole, **changes)


@dataclass
class FakeIntake:
    """`gate`: judging and committing wait until it is set. `refusal`: what judging raises."""

    sources: tuple[Source, ...] = SOURCES
    gate: threading.Event = field(default_factory=threading.Event)
    refusal: Exception | None = None
    failure: Exception | None = None
    files: list[Entry] = field(default_factory=list)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)
    forecast_is: Forecast = field(default_factory=forecast)

    def judge(self, path: Path, source_key: str, name: str, options: ReadOptions, progress: Any) -> Judged:
        progress("read and check", 0.25)
        self.asked.append(("judge", source_key, name, options))
        self.seen.append(path.read_bytes())
        self.gate.wait(60)
        progress("read and check", 1.0)
        if self.refusal is not None:
            raise self.refusal
        return judged(find_source(self.sources, source_key))

    def forecast(self, _judged: Judged) -> Forecast:
        return self.forecast_is

    def commit(self, judged: Judged, by: str, progress: Any) -> Receipt:
        self.asked.append(("commit", judged.facts.name, by))
        progress("write", 0.5)
        self.gate.wait(60)
        if self.failure is not None:
            raise self.failure
        self.files.append(entry())
        return Receipt(
            12, Tally(1009, 220, 11), Tally(1009, 220, 11), MAY_25, MAY_25, 1.25, "0123456789ab", 1240
        )

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self.files)

    def entry(self, file_id: int) -> Entry:
        for one in self.files:
            if one.file_id == file_id:
                return one
        raise ImportRefused(f"Expected a file of the ledger, got the number {file_id}. Look at the ledger.")

    def open_row(self, file_id: int, row_number: int) -> Mapping[str, str]:
        return {"Xã": "Quảng Châu", "Huyện": "Ba Đồn", "Số điện thoại": "•••", "Ghi": "0900000123"}

    def withdraw(self, file_id: int, by: str, why: str) -> Receipt:
        return self._did("withdraw", file_id, by, why)

    def place(self, file_id: int, row_number: int, commune_code: str, by: str, why: str) -> Receipt:
        return self._did("place", file_id, row_number, commune_code, by, why)

    def correct(self, file_id: int, row_number: int, values: Mapping[str, str], by: str) -> Receipt:
        return self._did("correct", file_id, row_number, dict(values), by)

    def dismiss(self, file_id: int, row_numbers: Sequence[int], by: str, why: str) -> Receipt:
        return self._did("dismiss", file_id, tuple(row_numbers), by, why)

    def choose(self, file_id: int, row_number: int, by: str, why: str) -> Receipt:
        return self._did("choose", file_id, row_number, by, why)

    def _did(self, *what: Any) -> Receipt:
        self.asked.append(what)
        if self.failure is not None:
            raise self.failure
        return Receipt(12, Tally(1009, 220, 11), first_day=MAY_25, last_day=MAY_25, changed_rows=12)
