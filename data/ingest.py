"""Reading an aggregate case feed: a CSV file, or the embedded one, as rows of text still to be judged."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from data.errors import ImportRefused

FEED_COLUMNS = ("district", "commune", "date", "new_cases")


@dataclass(frozen=True)
class FeedRow:
    """One row as written; `row_number` counts the header as row 1."""

    row_number: int
    district: str
    commune: str
    day: str
    new_cases: str

    @property
    def place(self) -> str:
        return f"{self.district} / {self.commune}"


@dataclass(frozen=True)
class CaseFeed:
    """An aggregate case feed: rows, and the days on which it was published, empty days included."""

    source: str
    name: str
    sha256: str
    published_first: date
    published_last: date
    rows: tuple[FeedRow, ...]


def read_feed(content: bytes, source: str, name: str, published: tuple[date, date] | None = None) -> CaseFeed:
    """A feed from a CSV file with the columns of FEED_COLUMNS; `published` are its first and last day.

    Without `published`, the days of the rows themselves say it. Raises ImportRefused for a file that is no
    such CSV.
    """
    lines = csv.DictReader(_decoded(content, name).splitlines())
    missing = set(FEED_COLUMNS) - set(lines.fieldnames or ())
    if missing:
        got = ", ".join(lines.fieldnames or ()) or "an empty file"
        raise ImportRefused(
            f"{name}: expected the columns {', '.join(FEED_COLUMNS)}, got {got}. Add {sorted(missing)}."
        )
    rows = tuple(
        FeedRow(n, *((line[c] or "").strip() for c in FEED_COLUMNS)) for n, line in enumerate(lines, 2)
    )
    first, last = published or _span(rows, name)
    return CaseFeed(source, name, sha256(content).hexdigest(), first, last, rows)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(
            f"{name}: expected UTF-8, got {content[error.start]:#04x} at byte {error.start}. Save as UTF-8."
        ) from error


def _span(rows: Iterable[FeedRow], name: str) -> tuple[date, date]:
    days = [day for row in rows if (day := day_or_none(row.day)) is not None]
    if not days:
        raise ImportRefused(
            f"{name}: expected at least one row with a day as 2021-05-25, got none. Check the date column."
        )
    return min(days), max(days)


def day_or_none(text: str) -> date | None:
    """An ISO day, or None where the text is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def count_or_none(text: str) -> int | None:
    """A whole number of at least 0, or None where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
