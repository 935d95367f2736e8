"""The real outbreak: new cases per commune and day, May to July 2021, as published.

Source: the case feed of An toàn COVID, collected by ConstantSun (GitHub, FEBaoCaoCovid). feed.csv holds
one line a place as the feed wrote it, wrong districts, former names and both tone styles included, with its
days as `days since FIRST_DAY:new cases`. Sorted by day and name the rows stand in the order of the source.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

SOURCE = "an-toan-covid-cases"
"""The source whose mapping reads it, as it reads the files of that feed."""

NAME = "An toàn COVID feed, collected by ConstantSun/FEBaoCaoCovid"

FIRST_DAY = date(2021, 5, 8)
"""Day 0 of feed.csv, the first with a case in the province."""

PUBLISHED_FIRST = date(2021, 4, 29)
PUBLISHED_LAST = date(2021, 7, 13)
"""The country's feed came out on every one of these days, so a commune it does not name had zero new cases.

The province has no row on 1 to 7 May and on 3 July: published zeros, not gaps.
"""

_FEED = Path(__file__).with_name("feed.csv")


@dataclass(frozen=True)
class FeedRow:
    """One row as written; `row_number` counts the header as row 1."""

    row_number: int
    district: str
    commune: str
    day: str
    new_cases: str

    @property
    def cells(self) -> dict[str, str | None]:
        """The row under the feed's own headings."""
        return {
            "district": self.district,
            "commune": self.commune,
            "date": self.day,
            "new_cases": self.new_cases,
        }


@dataclass(frozen=True)
class CaseFeed:
    """An aggregate case feed: rows, and the days on which it was published, empty days included."""

    source: str
    name: str
    sha256: str
    published_first: date
    published_last: date
    rows: tuple[FeedRow, ...]


def load_feed() -> CaseFeed:
    """All 1,077 rows (5,649 cases), numbered as in the source, whose header is row 1."""
    content = _FEED.read_bytes()
    places = csv.DictReader(content.decode("utf-8").splitlines())
    rows = sorted(row for place in places for row in _days_of(place))
    return CaseFeed(
        source=SOURCE,
        name=NAME,
        sha256=sha256(content).hexdigest(),
        published_first=PUBLISHED_FIRST,
        published_last=PUBLISHED_LAST,
        rows=tuple(
            FeedRow(number, district, commune, day, cases)
            for number, (day, district, commune, cases) in enumerate(rows, 2)
        ),
    )


def _days_of(place: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """(day, district, commune, new cases) of one line, as text, for the import does the reading."""
    pairs = (pair.split(":") for pair in place["new_cases"].split())
    return [
        ((FIRST_DAY + timedelta(days=int(offset))).isoformat(), place["district"], place["commune"], cases)
        for offset, cases in pairs
    ]
