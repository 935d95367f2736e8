"""What judging a file gives: rows ready to be stored, rows to be held, and what a reader may see of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from data.checks.checked import Problem
from data.ledger import Tally
from data.readers.batch import FileFacts
from data.sources.source import Source

SAMPLE_ROWS = 50
BLANKED = "•••"
"""Stands on screen where a personal answer was given."""

PLACE_REASONS = (
    "district_outside_province",
    "commune_not_in_district",
    "ambiguous_name",
    "commune_code_unknown",
    "place_missing",
)
"""Reasons that leave a count believed and only its commune unknown: such rows count for the province."""

BELIEVED = (*PLACE_REASONS, "venue_unknown")
"""Reasons of rows that were read well, and lack only where they belong: their day is one that the file reports on."""

CONTESTED = "contested"


@dataclass(frozen=True)
class HeldRow:
    """A row that can't be stored as it is. `record_key` None: too broken to say which record it is."""

    row_number: int
    problem: Problem
    column: str
    day: date | None
    weight: int
    place: str
    record_key: int
    content_key: int
    version: int | None
    sealed: bytes


@dataclass(frozen=True)
class SampleRow:
    """One of the first rows, as a reader may see it; `cells` by canonical field, personal ones blanked."""

    row_number: int
    cells: Mapping[str, str]
    problem: Problem | None = None
    column: str = ""
    place: str = ""
    placed_by: str = ""


@dataclass(frozen=True)
class Judged:
    """A file after every check that needs no other file.

    `rows`: candidates for the subject's table, one column each, with row_number, record_key, content_key, version
    beside them. `adjusted`: rule → rows it changed. `people`: pseudonyms of `rows`, where the subject has any.
    """

    source: Source
    facts: FileFacts
    received: int
    rows: pa.Table
    held: tuple[HeldRow, ...]
    sample: tuple[SampleRow, ...]
    adjusted: Mapping[str, int]
    unused_columns: tuple[str, ...]
    headings: Mapping[str, str]
    first_day: date | None
    last_day: date | None
    communes: int
    key_id: str = ""


@dataclass(frozen=True)
class Forecast:
    """What a commit would do now; `weights` are cases for a case feed, rows otherwise."""

    is_known: bool
    rows: Tally
    weights: Tally
    by_reason: Mapping[str, int]
    by_column: Mapping[tuple[str, str], int]
    adjusted: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    communes: int


@dataclass(frozen=True)
class Receipt:
    """What a change of the store did; `file_id` None: this very file stood already and nothing changed."""

    file_id: int | None
    rows: Tally = field(default_factory=Tally)
    weights: Tally = field(default_factory=Tally)
    first_day: date | None = None
    last_day: date | None = None
    seconds: float = 0.0
    snapshot_id: str | None = None
    changed_rows: int = 0
