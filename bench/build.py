"""The build: whole, its bulk load against pandas and named rows, and a touched-day refresh against a full rebuild."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, create_engine, select

from bench.base import Benchmark, Figure, Report, require_equal
from data import load, rollup, schema
from data.build import BuildResult, build
from data.counts import COUNTED
from data.cube import newest_snapshot
from data.engine import connect
from data.ledger import touch
from data.outbreak_2021.simulate.tables import Table
from data.settings import Settings

SAMPLE_ROWS = 200_000
TURNS = 3
CHECKIN = schema.checkin


def run(settings: Settings) -> Report:
    """Everything happens in folders that are thrown away."""
    report = Report()
    with TemporaryDirectory(prefix="dichte-bench-") as folder:
        built = Settings(
            var_dir=Path(folder), seed=settings.seed, scale=settings.scale, libraries=settings.libraries
        )
        _whole(built, report)
        _bulk_load(built, report, Path(folder))
        _refresh(built, report)
    return report


def _whole(settings: Settings, report: Report) -> BuildResult:
    steps: list[tuple[str, float]] = []
    result = build(settings, lambda step, _share: steps.append((step, time.perf_counter())))
    rows = sum(result.rows.values())
    figures = report.figures
    figures.append(
        Figure(
            f"whole build, scale {settings.scale:g}, {rows:,} rows",
            f"{result.seconds:.0f} s, {result.megabytes:.0f} MB",
        )
    )
    ends = [at for _, at in steps[1:]]
    report.notes += [f"{end - begun:6.1f} s  {step}" for (step, begun), end in zip(steps, ends, strict=False)]
    written = [
        end - begun for (step, begun), end in zip(steps, ends, strict=False) if step.startswith("write ")
    ]
    loaded = sum(int(step.split()[1].replace(",", "")) for step, _ in steps if step.startswith("write "))
    figures.append(
        Figure(f"bulk load inside the build, {loaded:,} rows", f"{loaded / sum(written):,.0f} rows/s")
    )
    return result


# ── bulk load ─────────────────────────────────────────────────────────────────────────────────────


def _sample(rows: list[dict[str, Any]]) -> Table:
    """Check-ins shaped as the simulation hands them over; -1 stands for no check-out."""
    names = [column.name for column in CHECKIN.columns if column.name != "file_id"]
    columns = {name: np.array([-1 if row[name] is None else row[name] for row in rows]) for name in names}
    return Table(CHECKIN.name, columns, nulls={"t_out": -1})


def _bulk_load(settings: Settings, report: Report, folder: Path) -> None:
    with _engine(settings.store_url) as engine, engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(CHECKIN).limit(SAMPLE_ROWS)).mappings()]
    sample, frame = _sample(rows), pd.DataFrame(rows).astype("Int64")
    ways = {
        "Dichte": lambda connection: load.load_table(connection, sample, rows[0]["file_id"]),
        "SQLAlchemy, named rows": lambda connection: connection.execute(CHECKIN.insert(), rows),
        "pandas to_sql": lambda connection: frame.to_sql(
            CHECKIN.name, connection, if_exists="append", index=False, chunksize=load.CHUNK_ROWS
        ),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    kept: dict[str, list[Any]] = {}
    for turn in range(TURNS):
        for name, way in ways.items():
            with _empty_table(folder / f"{name[:3]}-{turn}.sqlite") as connection:
                begun = time.perf_counter()
                way(connection)
                seconds[name].append(time.perf_counter() - begun)
                kept[name] = connection.execute(select(CHECKIN).order_by(CHECKIN.c.checkin_id)).all()
    ours = min(seconds["Dichte"])
    for name in list(ways)[1:]:
        require_equal(kept["Dichte"], kept[name], f"rows written by Dichte and by {name}")
        rates = [f"{len(rows) / each:,.0f} rows/s" for each in (ours, min(seconds[name]))]
        what = f"bulk load of {len(rows):,} check-ins, best of {TURNS}"
        report.figures.append(Figure(what, rates[0], "", name, rates[1], min(seconds[name]) / ours))
    report.checks.append(f"{len(rows):,} check-ins read back equal after all {len(ways)} ways of writing")
    report.samples |= {f"load_{name}_s": each for name, each in seconds.items()}


@contextmanager
def _empty_table(path: Path) -> Iterator[Connection]:
    """A file with the table alone, its indexes off as in the build; rows that it refers to are not checked."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        CHECKIN.create(connection)
        with load.without_indexes(connection, CHECKIN):
            yield connection
    engine.dispose()


# ── refresh ───────────────────────────────────────────────────────────────────────────────────────


def _refresh(settings: Settings, report: Report) -> None:
    """Spoil the newest day, then one in the middle, touch it and refresh; the snapshot must be the rebuilt one."""
    with _engine(settings.store_url) as engine:
        with engine.connect() as connection:
            snapshot = newest_snapshot(connection)
        rebuilt, whole = _timed(engine, rollup.rebuild)
        require_equal(rebuilt, snapshot.id, "snapshot of the build and of a rebuild")
        middle = snapshot.first_day + (snapshot.last_day - snapshot.first_day) / 2
        for name, day in (("the newest day", snapshot.last_day), ("a day in the middle", middle)):
            with engine.begin() as connection:
                _spoil(connection, day)
            found, part = _timed(engine, rollup.refresh)
            require_equal(found, rebuilt, f"snapshot after refreshing {name} and after a full rebuild")
            report.checks.append(f"{name} spoilt, then refreshed: snapshot {found} as after a full rebuild")
            report.figures.append(
                Figure(
                    f"touched-day refresh, {name}, every subject",
                    f"{part:.2f} s",
                    "≥ 40×",
                    "full rebuild",
                    f"{whole:.1f} s",
                    whole / part,
                )
            )


def _spoil(connection: Connection, day: date) -> None:
    """Wrong numbers on one day, and the mark that its rows changed."""
    cell, contact = schema.rollup_cell, schema.exposure_contact
    connection.execute(
        cell.update().where(cell.c.day == day, cell.c.value.is_not(None)).values(value=cell.c.value + 1)
    )
    connection.execute(contact.delete().where(contact.c.day == day))
    for subject in {measure.subject for measure in COUNTED} | {rollup.EXPOSURE}:
        touch(connection, subject, [day])


def _timed(engine: Engine, way: Any) -> tuple[str, float]:
    """Snapshot id and seconds, the commit included."""
    begun = time.perf_counter()
    with engine.begin() as connection:
        snapshot = way(connection)
    return snapshot.id, time.perf_counter() - begun


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    """An engine that is let go of after the block."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


BENCHMARK = Benchmark("build", "the build, its bulk load and a touched-day refresh", run)
