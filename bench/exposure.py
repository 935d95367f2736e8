"""Who was where with an F0: the product's SQL against a pandas merge of the same definition, equal pairs first."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from bench.base import AnswersDiffer, Benchmark, Figure, Report
from bench.rivals.pandas_exposure import Frames, exposure_contacts
from data import schema
from data.exposures import contacts
from data.rollup import RULE
from data.settings import Settings
from data.stays import prepare
from data.store import open_store

TURNS = 3
KEY = ["venue_id", "day", "person_id"]
FIGURES = ["overlap_minutes", "cases", "is_imputed"]


@dataclass(frozen=True)
class Timed:
    """An answer and the seconds it took, best of TURNS."""

    frame: pd.DataFrame
    seconds: float


def run(settings: Settings) -> Report:
    """Both read the same store; pandas holds its tables in memory before its clock starts."""
    report = Report()
    with open_store(settings).read() as connection:
        begun = time.perf_counter()
        frames = read_frames(connection)
        reading = time.perf_counter() - begun
        ours, rival = list[Timed](), list[Timed]()
        for _ in range(TURNS):
            ours.append(_timed(lambda: by_sql(connection)))
            rival.append(_timed(lambda: exposure_contacts(frames, RULE)))
        checkins = connection.execute(select(func.count()).select_from(schema.checkin)).scalar_one()
    _check(ours[0].frame, rival[0].frame, report)
    best = min(each.seconds for each in ours), min(each.seconds for each in rival)
    report.samples |= {"sql_s": [t.seconds for t in ours], "pandas_s": [t.seconds for t in rival]}
    cases = len(frames.cases)
    what = f"bulk exposure in SQLite, {checkins:,} check-ins × {cases:,} cases, best of {TURNS}"
    name = "pandas merge, tables in memory"
    report.figures.append(Figure(what, f"{best[0]:.2f} s", "", name, f"{best[1]:.2f} s", best[1] / best[0]))
    both = f"{best[1] + reading:.2f} s"
    report.figures.append(
        Figure(
            "the same, reading included",
            f"{best[0]:.2f} s",
            "",
            "pandas read_sql and merge",
            both,
            (best[1] + reading) / best[0],
        )
    )
    return report


def by_sql(connection: Connection) -> pd.DataFrame:
    """The rows of exposure_contact, counted anew."""
    prepare(connection, RULE)
    rows = connection.execute(contacts(RULE)).all()
    return pd.DataFrame(rows, columns=[*KEY, *FIGURES])


def read_frames(connection: Connection) -> Frames:
    """What the definition needs, as plain tables."""
    tables = (schema.checkin, schema.case_line, schema.venue, schema.venue_type)
    return Frames(*(pd.read_sql(select(table), connection) for table in tables))


def _timed(way: object) -> Timed:
    assert callable(way)
    begun = time.perf_counter()
    frame = way()
    return Timed(frame, time.perf_counter() - begun)


def _check(ours: pd.DataFrame, rival: pd.DataFrame, report: Report) -> None:
    """Every pair with its minutes, its cases and whether it rests on a filled-in check-out."""
    one, other = (_plain(frame) for frame in (ours, rival))
    if not np.array_equal(one, other):
        raise AnswersDiffer(f"contacts: expected equal rows, got {one.shape} and {other.shape}")
    people, minutes = one.shape[0], int(one[:, 3].sum())
    report.checks.append(f"{people:,} contacts, {minutes:,} minutes of overlap, row by row")


def _plain(frame: pd.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Whole numbers only, sorted by key."""
    days = pd.to_datetime(frame["day"]).astype("datetime64[s]").astype("int64") // 86_400
    return frame.assign(day=days).sort_values(KEY)[KEY + FIGURES].astype("int64").to_numpy()


BENCHMARK = Benchmark("exposure", "who was where with an F0, on the store at hand", run)
