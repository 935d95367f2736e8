"""Judging a file: read, check, place, pseudonymise. Nothing is written, and nothing personal leaves this room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data import schema
from data.checks.columns import make_checker
from data.intake.batches import one_ahead, whole
from data.intake.canon import Canon
from data.intake.columns import Bound, bind
from data.intake.foreign_codes import with_foreign_codes
from data.intake.held import broken_row, held_rows
from data.intake.judged import SAMPLE_ROWS, HeldRow, Judged, SampleRow
from data.intake.keys import RowKeys, row_keys
from data.intake.people import first_pseudonyms, pseudonyms_of_records
from data.intake.placing import Places
from data.intake.refusal import refuse_hopeless
from data.intake.required import check_days, check_time_over, check_times, require_answers
from data.intake.rows.shape import table_columns
from data.intake.sample import sample_rows
from data.intake.span import Span, days_of
from data.intake.world import World
from data.pseudonyms import Keys
from data.readers.batch import Batch, FileFacts
from data.sources.source import Source

Progress = Callable[[str, float | None], None]
"""Told what is being done, and the share that is done where it is known."""


def silent(_step: str, _share: float | None) -> None:
    """Progress that nobody watches."""


class Rows(Protocol):
    """A file that was opened, or rows that came without one."""

    @property
    def facts(self) -> FileFacts: ...

    @property
    def estimated_rows(self) -> int | None: ...

    def batches(self) -> Iterator[Batch]: ...


def judge(
    source: Source,
    opened: Rows,
    world: World,
    keys: Keys,
    progress: Progress = silent,
    is_whole: bool = True,
    covers: tuple[date, date] | None = None,
) -> Judged:
    """Every row of the file, ready to be stored or to be held.

    `covers`: first and last day that the file reports on, where it says so; a row of another day is held.
    `is_whole` False: some rows of a file, which are never refused as hopeless. Raises ImportRefused where a column
    is missing, or where no row at all of a whole file can be read.
    """
    judging = _Judging(
        source, bind(source, opened.facts), world, keys, covers, is_whole, _is_typed(opened.facts)
    )
    for batch in one_ahead(opened.batches()):
        judging.take(batch)
        share = judging.received / opened.estimated_rows if opened.estimated_rows else None
        progress("read and check", None if share is None else min(share, 1.0))
    return judging.done(opened)


def _is_typed(facts: FileFacts) -> bool:
    """Whether the format gives dates a type of their own."""
    return facts.options.format in ("xlsx", "parquet", "gpkg", "shp")


@dataclass
class _Judging:
    """A file half judged: what came of its batches so far."""

    source: Source
    bound: Bound
    world: World
    keys: Keys
    covers: tuple[date, date] | None
    is_whole: bool
    has_typed_dates: bool
    received: int = 0
    tables: list[pa.Table] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    sample: list[SampleRow] = field(default_factory=list)
    adjusted: Counter[str] = field(default_factory=Counter)
    units: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        codes = {"venue_type": tuple(sorted(self.world.venue_types))}
        self.checker = make_checker(
            self.source, self.world.profile, codes, self.has_typed_dates, self.world.now.date()
        )
        self.places = Places(self.world)
        self.span = Span()

    def take(self, batch: Batch) -> None:
        """Judge one batch."""
        self.received += batch.rows
        self.held += [broken_row(b, self.source, self.keys) for b in batch.broken]
        if len(batch.row_numbers):
            self._judge(batch, self.bound.texts(batch))

    def _judge(self, batch: Batch, texts: dict[str, pa.StringArray]) -> None:
        canon = self._check(texts)
        if self.source.subject.is_placed:
            self.places.place(canon)
        columns = table_columns(canon)
        person = first_pseudonyms(canon, self.keys)
        made, days = row_keys(canon, person), days_of(canon)
        if len(self.sample) < SAMPLE_ROWS:
            self.sample += sample_rows(canon, batch, texts, self.bound, SAMPLE_ROWS - len(self.sample))
        self.held += held_rows(canon, batch, texts, self.bound, made, days, self.keys)
        self.span.add(canon, days)
        self.adjusted.update(canon.adjusted)
        columns |= self._keys_and_people(canon, made, person, batch)
        columns["day_number"] = pa.array(days[0], mask=~days[1])
        good = canon.is_good()
        self.units.update(np.unique(canon.unit_id[good]).tolist())
        self.tables.append(pa.table(columns).filter(pa.array(good)))

    def _check(self, texts: dict[str, pa.StringArray]) -> Canon:
        checked = {name: self.checker.check(name, column) for name, column in texts.items()}
        if "commune_code" in checked:
            checked["commune_code"] = with_foreign_codes(checked["commune_code"], texts["commune_code"])
        canon = Canon(self.source, self.world, len(next(iter(texts.values()))), checked)
        for name, one in checked.items():
            canon.fail_all(name, one.problems)
        require_answers(canon)
        check_times(canon)
        check_days(canon, self.covers)
        check_time_over(canon)
        return canon

    def _keys_and_people(
        self, canon: Canon, made: RowKeys, person: NDArray[np.int64], batch: Batch
    ) -> dict[str, pa.Array]:
        columns = {
            "row_number": batch.row_numbers,
            "record_key": pa.array(made.record),
            "content_key": pa.array(made.content),
            "version": canon.column("version").cast(pa.int64()),
        }
        if self.has_people:
            alone = person == 0
            person[alone] = pseudonyms_of_records(self.keys, made.record[alone])
            columns["person_id"] = pa.array(self.keys.pseudonyms(person))
        return columns

    @property
    def has_people(self) -> bool:
        return "person_id" in schema.metadata.tables[self.source.subject.table].c

    def done(self, opened: Rows) -> Judged:
        """The whole file; raises ImportRefused where no row of it can be read."""
        rows = whole(self.tables)
        if self.is_whole:
            refuse_hopeless(self.source, opened.facts, len(rows), self.held)
        first, last = self.covers or (self.span.first_day, self.span.last_day)
        return Judged(
            source=self.source,
            facts=opened.facts,
            received=self.received,
            rows=rows,
            held=tuple(sorted(self.held, key=lambda h: h.row_number)),
            sample=tuple(self.sample),
            adjusted=dict(self.adjusted),
            unused_columns=self.bound.unused,
            headings=self.bound.headings,
            first_day=first,
            last_day=last,
            communes=len(self.units - {0}),
            key_id=self.keys.person_key_id if self.has_people else "",
        )
