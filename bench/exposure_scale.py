"""Bulk exposure at 1M, 10M and 100M check-ins × 1,500 cases: the kernel against DuckDB, PostgreSQL, SQLite and polars.

DICHTE_BENCH_EXPOSURE: sizes, apart by commas (default 1000000; `make bench-large`: 1000000,10000000,100000000).
DICHTE_BENCH_DIR: folder for what is thrown away (default: the system's), 20 GB free for 100M.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import exposure_case, exposure_lake, exposure_ours
from bench.alone import Alone, alone
from bench.base import Benchmark, Figure, Report, require_equal
from bench.exposure_ours import Ours
from bench.exposure_store import make_store
from bench.exposure_world import CASES, World, make_world
from bench.rivals import duckdb_case, duckdb_exposure, polars_exposure, postgresql_exposure, sqlite_exposure
from bench.rivals.exposure_answer import CaseOutcome, Outcome
from data.settings import Settings

SMALL, LARGE = "1000000", "1000000,10000000,100000000"
STORE_MOST = 10_000_000
"""Rows up to which SQLite, polars and the product's whole store take part."""

MEMORY_GIB = 12
"""What no process may take, nor PostgreSQL's together."""

TARGETS = {
    (10_000_000, "DuckDB"): "≥ 4×",
    (10_000_000, "PostgreSQL"): "≥ 12×",
    (10_000_000, "SQLite"): "≥ 20×",
    (10_000_000, "polars"): "≥ 5×",
    (100_000_000, "DuckDB"): "≥ 8×",
    (100_000_000, "PostgreSQL"): "≥ 30×",
}
ONE_CASE_ROWS = 10_000_000
"""Rows at which the targets of drill-down stand."""


@dataclass(frozen=True)
class Size:
    """What was measured at one size."""

    world: World
    ours: Ours
    bandwidth: float
    memory: dict[str, float]
    disk: dict[str, int]


def run_small(_settings: Settings) -> Report:
    return run(os.environ.get("DICHTE_BENCH_EXPOSURE", SMALL))


def run_large(_settings: Settings) -> Report:
    return run(os.environ.get("DICHTE_BENCH_EXPOSURE", LARGE))


def run(sizes: str) -> Report:
    """Every engine in a process of its own, one after the other, on rows that are thrown away."""
    report, measured = Report(), list[Size]()
    with TemporaryDirectory(prefix="dichte-bench-", dir=os.environ.get("DICHTE_BENCH_DIR")) as folder:
        _compile(report, Path(folder))
        for rows in map(int, sizes.split(",")):
            with _thrown_away(Path(folder) / f"{rows}") as own:
                measured.append(_size(report, own, rows))
    _growth(report, measured)
    _bounds(report, measured)
    return report


@contextmanager
def _thrown_away(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def _compile(report: Report, folder: Path) -> None:
    """Off every clock below: the kernel is compiled once for a machine and kept."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder / "compiled")
    world = make_world(folder / "compiling", 100_000)
    first, again = (
        alone(exposure_ours.measure, _same, world, folder / f"compiling-{turn}").answer for turn in range(2)
    )
    report.figures.append(
        Figure(
            "the kernel compiled, once a machine; loaded, once a process",
            f"{first.first:.1f} s; {again.first:.2f} s",
        )
    )


def _same(found: Any) -> Any:
    return found


# ── one size ──────────────────────────────────────────────────────────────────────────────────────


def _size(report: Report, folder: Path, rows: int) -> Size:
    world = alone(make_world, _same, folder / "world", rows).answer
    ours = alone(exposure_ours.measure, _same, world, folder / "lake")
    bandwidth = alone(exposure_ours.bandwidth, _same).answer
    memory, disk = {"Dichte": ours.peak_mib}, {"Dichte": ours.answer.disk_bytes}
    report.checks.append(f"{rows:,} check-ins: {ours.answer.answer}; equal in every engine")
    for name, rival in _rivals(report, world, folder):
        outcome: Outcome = rival.answer
        require_equal(ours.answer.answer, outcome.answer, f"{rows:,} check-ins, Dichte and {name}")
        memory[name], disk[name] = max(rival.peak_mib, outcome.server_mib), outcome.disk_bytes
        _compared(report, rows, ours.answer, name, outcome)
    size = Size(world, ours.answer, bandwidth, memory, disk)
    _loaded(report, size)
    return size


def _rivals(report: Report, world: World, folder: Path) -> Iterator[tuple[str, Alone]]:
    """DuckDB's better one of two layouts, PostgreSQL, and up to STORE_MOST rows polars and SQLite."""
    layouts = [
        alone(duckdb_exposure.measure, _same, world, folder, is_on_disk) for is_on_disk in (True, False)
    ]
    yield "DuckDB", min(layouts, key=lambda layout: layout.answer.best)
    yield "PostgreSQL", alone(postgresql_exposure.measure, _same, world)
    if world.rows <= STORE_MOST:
        yield "polars", alone(polars_exposure.measure, _same, world)
        settings = alone(make_store, _same, world, folder / "store").answer
        yield "SQLite", alone(sqlite_exposure.measure, _same, world, settings.sqlite_path)
        _one_case(report, world, settings, folder)
        _snapshot(report, settings)


def _compared(report: Report, rows: int, ours: Ours, name: str, outcome: Outcome) -> None:
    what = f"bulk exposure, {rows:,} check-ins × {CASES:,} cases, fastest turn"
    rival = f"{name}, {outcome.best_way}"
    report.figures.append(
        Figure(
            what,
            _seconds(ours.best),
            TARGETS.get((rows, name), ""),
            rival,
            _seconds(outcome.best),
            outcome.best / ours.best,
        )
    )
    report.samples[f"{rows}_dichte_s"] = list(map(sum, ours.turns))
    report.samples |= {f"{rows}_{name}_{way}_s": list(each) for way, each in outcome.ways.items()}
    report.notes += [f"{name}: {note}" for note in outcome.notes if f"{name}: {note}" not in report.notes]


def _loaded(report: Report, size: Size) -> None:
    stays, meetings, pairs = size.ours.best_parts
    rows = f"{size.world.rows:,} check-ins"
    report.figures += [
        Figure(f"of it, {rows}: stays, meetings, pairs", ", ".join(map(_seconds, (stays, meetings, pairs)))),
        Figure(f"segments from columns in memory, {rows}", _seconds(size.ours.loading)),
        Figure(
            f"peak memory, {rows}, limit {MEMORY_GIB} GiB",
            ", ".join(f"{name} {mib / 1024:.1f} GiB" for name, mib in size.memory.items()),
        ),
        Figure(
            f"on disk, {rows}",
            ", ".join(f"{name} {each / 1e9:.2f} GB" for name, each in size.disk.items() if each),
        ),
    ]
    if max(size.memory.values()) > MEMORY_GIB * 1024:
        report.notes.append(f"{rows}: more than {MEMORY_GIB} GiB of memory")


def _one_case(report: Report, world: World, settings: Settings, folder: Path) -> None:
    ours: CaseOutcome = alone(exposure_case.measure, _same, world, settings).answer
    rival: CaseOutcome = alone(duckdb_case.measure, _same, world, folder).answer
    require_equal(ours.found, rival.found, "people met by single cases and their seconds")
    people, seconds = (sum(part) for part in zip(*ours.found, strict=True))
    report.checks.append(
        f"{len(ours.found)} single cases: {people:,} people met, {seconds:,} s, case by case"
    )
    rows, count = f"{world.rows:,} check-ins", len(ours.found)
    target = "≤ 1 ms; ≥ 30× DuckDB" if world.rows == ONE_CASE_ROWS else ""
    statement, whole = ours.ways[exposure_case.STATEMENT], ours.ways[exposure_case.WHOLE]
    what = f"one case of {rows} in SQLite, {exposure_case.STATEMENT}, median of {count}"
    for against, theirs in rival.ways.items():
        ratio = median(theirs) / median(statement)
        report.figures.append(Figure(what, _ms(statement), target, f"DuckDB, {against}", _ms(theirs), ratio))
    report.figures.append(Figure(f"the same, {exposure_case.WHOLE}", _ms(whole)))
    report.samples |= {
        f"{world.rows}_one_case_{way}_s": list(each)
        for way, each in (*ours.ways.items(), *rival.ways.items())
    }


def _snapshot(report: Report, settings: Settings) -> None:
    snapshot = alone(exposure_lake.measure, _same, settings)
    made, late = snapshot.answer, exposure_lake
    rows = f"{made.rows:,} check-ins"
    rate = made.rows / made.build
    ratio = made.build / median(made.refreshes)
    report.checks.append(f"{rows}: a refreshed snapshot is the one that a build makes, byte for byte")
    report.figures += [
        Figure(
            f"snapshot of a store of {rows}, built",
            f"{made.build:.1f} s, {rate:,.0f} rows/s, {made.megabytes:,.0f} MB, peak {snapshot.peak_mib:,.0f} MiB",
        ),
        Figure(
            f"the same, after {late.LATE:,} late check-ins at {late.LATE_VENUES} venues",
            _seconds(median(made.refreshes)), "", "built anew", f"{made.build:.1f} s", ratio,
        ),
        Figure("the same, nothing changed", _seconds(made.again)),
    ]  # fmt: skip


# ── across sizes ──────────────────────────────────────────────────────────────────────────────────


def _growth(report: Report, sizes: list[Size]) -> None:
    for one, other in pairwise(sizes):
        factor = other.world.rows / one.world.rows
        report.figures.append(
            Figure(
                f"growth from {one.world.rows:,} to {other.world.rows:,} check-ins, {factor:.0f}× the rows",
                f"{other.ours.best / one.ours.best:.1f}× the time",
                "≤ 2× until memory bandwidth rules",
            )
        )


def _bounds(report: Report, sizes: list[Size]) -> None:
    for size in sizes:
        touched = size.ours.rows_touched
        bound = touched * exposure_ours.ROW_BYTES / size.bandwidth
        said = f"{touched:,} rows of {exposure_ours.ROW_BYTES} bytes at {size.bandwidth / 1e9:.1f} GB/s"
        report.figures.append(
            Figure(
                f"time over what memory alone takes for the rows touched, {size.world.rows:,} check-ins",
                f"{size.ours.best / bound:.0f}× ({said}: {_seconds(bound)})",
            )
        )


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def _ms(samples: Any) -> str:
    return f"{1000 * median(samples):.2f} ms"


BENCHMARK = Benchmark("exposure-scale", "bulk exposure and one case at 1M check-ins, every engine", run_small)
LARGE_BENCHMARK = Benchmark(
    "exposure-large", "bulk exposure at 1M, 10M and 100M check-ins, every engine", run_large
)
