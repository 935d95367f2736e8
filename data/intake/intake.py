"""The intake: what the command line, the data desk and the push API do with files and held rows. One path for all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine

from data import schema
from data.access.approvals import WITHDRAW, require
from data.audit.audit import Audit
from data.cube import Snapshot
from data.days import now
from data.engine import as_it_was_checked, connect, writing
from data.errors import ImportRefused
from data.intake.again import Retried, blanked, opened, retry
from data.intake.changes import days_of_rows, infectious_days, touch_days
from data.intake.coverage import has_communes, has_reports
from data.intake.decide import (
    choose_version,
    days_of_held,
    decide_place,
    dismiss_rows,
    held_entry_of,
    require_correctable,
    written_alike,
)
from data.intake.entries import Entry, Held, load_entries, load_held, subjects_by_source
from data.intake.forecast import forecast_of
from data.intake.judge import Progress, judge, silent
from data.intake.judged import BLANKED, Forecast, Judged, Receipt
from data.intake.options import options_for
from data.intake.people_table import key_in_use
from data.intake.row_file import Cells, row_file
from data.intake.withdraw import people_to_withdraw, withdraw_file
from data.intake.world import World, load_polygons, load_world
from data.intake.write import LARGE, Arrival, write_judged
from data.ledger import Tally, is_imported
from data.profiles import Profile, load_profile
from data.pseudonyms import Keys, load_keys
from data.readers.batch import ReadOptions
from data.readers.reader import open_file
from data.retention.marks import require_countable
from data.rollup import clear, refresh
from data.settings import Settings
from data.sources.load import find_source, known_sources
from data.sources.source import Coverage, Source
from data.units import load_units

Days = tuple[date, date]

MOST_NUMBERS = 50
"""Row numbers that an entry of the audit chain names; their count is always there."""


@dataclass(frozen=True)
class Intake:
    """One store's way in. Judging reads, everything else writes in one transaction, all or nothing."""

    settings: Settings
    engine: Engine
    keys: Keys
    sources: tuple[Source, ...]
    profile: Profile
    is_command: bool = False
    """Whether acts are typed at the command line: the audit chain says so."""

    @property
    def audit(self) -> Audit:
        return Audit(self.engine, self.settings, self.is_command)

    def source(self, key: str) -> Source:
        """The source of that key, if it belongs to this store's profile; raises ImportRefused."""
        source = find_source(self.sources, key)
        if source.profile and source.profile != self.profile.key:
            raise ImportRefused(
                f"Expected a source of the profile {self.profile.key}, got {key} of {source.profile}. Set DICHTE_PROFILE="
                f"{source.profile}, and DICHTE_VAR to a folder of its own, and build a store there."
            )
        return source

    def judge(
        self,
        path: Path,
        source_key: str,
        name: str = "",
        options: ReadOptions | None = None,
        progress: Progress = silent,
        covers: Days | None = None,
    ) -> Judged:
        """Read and check a file; nothing is written. Raises ImportRefused."""
        source = self.source(source_key)
        progress("open", None)
        file = open_file(path, options_for(source, options), name or path.name)
        with self.reading() as connection:
            world = self.world(connection, source)
        return judge(source, file, world, self.keys, progress, covers=covers)

    def judge_rows(
        self, rows: Sequence[Cells], source_key: str, name: str, sha256: str, is_whole: bool = False
    ) -> Judged:
        """The same for rows that came without a file; they are numbered from 1, and report on what they name."""
        source = replace(self.source(source_key), coverage=Coverage("named", "named"))
        with self.reading() as connection:
            world = self.world(connection, source)
        return judge(source, row_file(rows, name, sha256), world, self.keys, is_whole=is_whole)

    def forecast(self, judged: Judged) -> Forecast:
        """What a commit would do now."""
        with self.reading() as connection:
            return forecast_of(connection, judged, Arrival("", local_now()))

    def commit(
        self,
        judged: Judged,
        by: str,
        received_at: datetime | None = None,
        refresh: bool = True,
        progress: Progress = silent,
    ) -> Receipt:
        """Write a judged file and renew the rollups, all or nothing; the very same file again changes nothing."""
        started = time.monotonic()
        with as_it_was_checked(), writing(self.engine, is_bulk=len(judged.rows) >= LARGE) as connection:
            if is_imported(connection, judged.source.key, judged.facts.sha256):
                return Receipt(None, Tally(duplicate=judged.received))
            require_countable(connection, judged)
            arrival = Arrival(by, received_at or local_now())
            written = write_judged(connection, judged, arrival, progress)
            self._retry_waiting(connection, judged.source)
            snapshot = self._refresh(connection, refresh, progress)
            seconds = time.monotonic() - started
            f = schema.import_file
            connection.execute(f.update().where(f.c.file_id == written.file_id).values(seconds=seconds))
            (entry,) = load_entries(connection, written.file_id, subjects_by_source(self.sources))
            said = {"source": judged.source.key, "rows": judged.received, "sha256": judged.facts.sha256}
            self.audit.within(connection, "import", "file", written.file_id, by, said)
        return Receipt(
            written.file_id,
            entry.rows,
            entry.weights,
            *_ends(written.days),
            seconds,
            _id(snapshot),
            judged.received,
        )

    def withdraw(self, file_id: int, by: str, why: str) -> Receipt:
        """Take a file back; its line in the ledger stays, with who and why. Raises ApprovalMissing where that changes
        the standing of many people and no second person granted it."""
        started = time.monotonic()
        with writing(self.engine) as connection:
            entry = self._standing(connection, file_id)
            source = self.source(entry.source)
            people = people_to_withdraw(connection, source, file_id)
            grant = require(connection, self.audit, WITHDRAW, f"file {file_id}", people, by)
            days = withdraw_file(connection, source, file_id, by, why, self.keys.person_key_id)
            snapshot = self._refresh(connection, True, silent)
            said = {"source": entry.source, "rows": entry.rows.accepted, "sha256": entry.sha256, "why": why}
            said |= {"people": people, "two_people": grant} if grant else {}
            self.audit.within(connection, "withdraw", "file", file_id, by, said)
        seconds = time.monotonic() - started
        return Receipt(
            file_id, entry.rows, entry.weights, *_ends(days), seconds, _id(snapshot), entry.rows.accepted
        )

    def place(self, file_id: int, row_number: int, commune_code: str, by: str, why: str) -> Receipt:
        """Decide where a written place is: for every held row written so, and for every later one."""
        with writing(self.engine) as connection:
            row = held_entry_of(connection, file_id, row_number)
            source = self._source_of(connection, file_id)
            units = load_units(connection)
            if commune_code not in {c.code for c in units.communes}:
                raise ImportRefused(
                    f"Expected the code of a commune, got {commune_code[:20]!r}. Choose one of the list."
                )
            decide_place(connection, source, row, units.commune(commune_code).unit_id, by, why)
            alike = written_alike(connection, source, row.place)
            retried = self._retry(connection, source, schema.held_row.c.place.in_(alike))
            self._retry_waiting(connection, source)
            said = {"commune": commune_code, "released": retried.released, "why": why}
            self.audit.within(connection, "place", "held_row", f"{file_id}/{row_number}", by, said)
            return self._receipt(connection, file_id, retried)

    def correct(self, file_id: int, row_number: int, values: Mapping[str, str], by: str) -> Receipt:
        """Put other texts into a held row's cells; it goes the same path again."""
        with writing(self.engine) as connection:
            row = held_entry_of(connection, file_id, row_number)
            require_correctable(row)
            source, h = self._source_of(connection, file_id), schema.held_row.c
            where = (h.file_id == file_id) & (h.row_number == row_number)
            texts = {heading: text for heading, text in values.items() if text != BLANKED}
            corrected = {(file_id, row_number): texts}
            world = self.world(connection, source)
            retried = retry(connection, source, world, self.keys, where, corrected)
            self._retry_waiting(connection, source)
            # How many cells, and never what they say: they may be somebody's.
            said = {"cells": len(texts), "released": retried.released}
            self.audit.within(connection, "correct", "held_row", f"{file_id}/{row_number}", by, said)
            return self._receipt(connection, file_id, retried)

    def dismiss(self, file_id: int, row_numbers: Sequence[int], by: str, why: str) -> Receipt:
        """Close held rows: they stay counted as held, and are on no list any more."""
        with writing(self.engine) as connection:
            days = days_of_held(connection, file_id, row_numbers)
            found = dismiss_rows(connection, file_id, row_numbers, by, why)
            touch_days(connection, self._source_of(connection, file_id), days, days, local_now())
            said = {"rows": found, "numbers": list(row_numbers[:MOST_NUMBERS]), "why": why}
            self.audit.within(connection, "dismiss", "file", file_id, by, said)
            return self._receipt(connection, file_id, Retried(found, 0, frozenset(days)))

    def choose(self, file_id: int, row_number: int, by: str, why: str) -> Receipt:
        """Decide which version of a contested record stands."""
        with writing(self.engine) as connection:
            row = held_entry_of(connection, file_id, row_number)
            source = self._source_of(connection, file_id)
            changed = choose_version(connection, source, row, by, why, self.keys.person_key_id)
            days = days_of_rows(source.subject, changed)
            exposed = infectious_days(changed) if source.subject.key == "case_lines" else days
            touch_days(connection, source, days, exposed, local_now())
            self._retry_waiting(connection, source)
            said = {"why": why}
            self.audit.within(connection, "choose", "held_row", f"{file_id}/{row_number}", by, said)
            return self._receipt(connection, file_id, Retried(1, 0, frozenset(days)))

    def entries(self) -> tuple[Entry, ...]:
        """The ledger, newest first."""
        with self.reading() as connection:
            return load_entries(connection, None, subjects_by_source(self.sources))

    def entry(self, file_id: int) -> Entry:
        """One file's line; raises ImportRefused where there is none."""
        with self.reading() as connection:
            return self._entry(connection, file_id)

    def held(
        self,
        file_id: int | None = None,
        reason: str | None = None,
        with_dismissed: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Held, ...]:
        """Held rows in the order of their files."""
        with self.reading() as connection:
            return load_held(connection, file_id, reason, None, with_dismissed, limit, offset)

    def open_row(self, file_id: int, row_number: int) -> dict[str, str]:
        """A held row's cells by heading; personal ones blanked."""
        with self.reading() as connection:
            row = held_entry_of(connection, file_id, row_number)
            source = self._source_of(connection, file_id)
        if not self.keys.opens(row.sealed):
            return {}
        return blanked(source, opened(self.keys, dict(row._mapping)), BLANKED)

    def refresh(self) -> Snapshot | None:
        """Renew the rollups of touched days; None where nothing was ever reported."""
        with writing(self.engine) as connection:
            return self._refresh(connection, True, silent)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One read transaction."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def world(self, connection: Connection, source: Source) -> World:
        """What judging rows of `source` needs to know of the store."""
        polygons = load_polygons(connection, self.settings.var_dir / "boundaries", source, self.profile)
        return load_world(connection, source, self.profile, polygons)

    def _retry_waiting(self, connection: Connection, source: Source) -> None:
        """A register that came brings in the check-ins that waited for it."""
        if source.subject.key != "venues":
            return
        for other in self.sources:
            if other.subject.key == "checkins" and other.registry == source.registry:
                self._retry(connection, other, schema.held_row.c.reason == "venue_unknown")

    def _retry(self, connection: Connection, source: Source, where: ColumnElement[bool]) -> Retried:
        return retry(connection, source, self.world(connection, source), self.keys, where)

    def _refresh(self, connection: Connection, is_wanted: bool, progress: Progress) -> Snapshot | None:
        if not is_wanted:
            return None
        if not has_reports(connection):
            return clear(connection, local_now().date()) if has_communes(connection) else None
        progress("rollups", None)
        return refresh(connection)

    def _receipt(self, connection: Connection, file_id: int, retried: Retried) -> Receipt:
        snapshot = self._refresh(connection, True, silent)
        entry = self._entry(connection, file_id)
        ends = _ends(set(retried.days))
        return Receipt(file_id, entry.rows, entry.weights, *ends, 0.0, _id(snapshot), retried.released)

    def _entry(self, connection: Connection, file_id: int) -> Entry:
        found = load_entries(connection, file_id, subjects_by_source(self.sources))
        if not found:
            raise ImportRefused(
                f"Expected a file of the ledger, got the number {file_id}. Look at the ledger."
            )
        return found[0]

    def _standing(self, connection: Connection, file_id: int) -> Entry:
        entry = self._entry(connection, file_id)
        if entry.withdrawn_at is not None or entry.is_simulated:
            what = "a simulated part of the embedded outbreak" if entry.is_simulated else "withdrawn already"
            raise ImportRefused(
                f"File {file_id}: expected one that stands, got one that is {what}. Nothing was changed."
            )
        return entry

    def _source_of(self, connection: Connection, file_id: int) -> Source:
        return self.source(self._entry(connection, file_id).source)


def open_intake(settings: Settings, is_command: bool = False) -> Intake:
    """The intake of the store of `settings`; raises DichteError where keys, sources or profile are not right."""
    engine = connect(settings.store_url)
    with engine.connect() as connection:
        keys = load_keys(settings.keys_path).as_used(key_in_use(connection))
    return Intake(
        settings,
        engine,
        keys,
        known_sources(settings.sources),
        load_profile(settings.profile),
        is_command,
    )


def local_now() -> datetime:
    return now().replace(tzinfo=None)


def _ends(days: set[date]) -> tuple[date | None, date | None]:
    return (min(days), max(days)) if days else (None, None)


def _id(snapshot: Snapshot | None) -> str | None:
    return None if snapshot is None else snapshot.id
