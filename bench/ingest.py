"""Import of declarations from CSV against pandas and polars doing the same checks, and of QR check-ins.

DICHTE_BENCH_ROWS declarations (default 300,000) and DICHTE_BENCH_CHECKINS check-ins (default 500,000; 0: none).
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select

from bench.alone import Alone, alone
from bench.base import Benchmark, Figure, Report, require_equal
from bench.ingest_files import write_checkins, write_declarations, write_venues
from bench.rivals import pandas_ingest, polars_ingest
from bench.rivals.ingest_rules import Rules, folded
from data import schema
from data.build import build, store_engine
from data.intake.intake import open_intake
from data.intake.judged import Judged, Receipt
from data.pseudonyms import load_keys
from data.settings import Settings
from data.units import load_units

SOURCE = "bluezone-declarations"
COMPARED = ["row_number", "unit_id", "declared_at", "person_id", "birth_year", "symptoms"]
VENUES = 20_000
RIVALS = {"pandas": pandas_ingest, "polars": polars_ingest}


@dataclass(frozen=True)
class Answer:
    """What became of a file's rows; `digest` is that of the accepted rows, in the order of the file."""

    accepted: int
    repeated: int
    held: int
    digest: str


def run(settings: Settings) -> Report:
    """Everything happens in folders that are thrown away; every way has a process of its own."""
    rows, checkins = (
        int(os.environ.get(name, otherwise))
        for name, otherwise in (("DICHTE_BENCH_ROWS", "300000"), ("DICHTE_BENCH_CHECKINS", "500000"))
    )
    report = Report()
    with TemporaryDirectory(prefix="dichte-bench-") as folder:
        empty = Settings(var_dir=Path(folder) / "empty", outbreak="none", sources=settings.sources)
        build(empty)
        rules, file = _rules(empty), write_declarations(Path(folder) / "declarations.csv", rows)
        _checks(report, empty, rules, file)
        _written(report, empty, rules, file)
        if checkins:
            _checkins(report, empty, Path(folder), checkins)
    return report


def _rules(settings: Settings) -> Rules:
    with store_engine(settings) as engine, engine.connect() as connection:
        units = load_units(connection)
    places = {(folded(units.district_of(c).name), folded(c.full_name)): c.unit_id for c in units.communes}
    return Rules(places, load_keys(settings.keys_path).person[0].secret)


# ── reading and checking ──────────────────────────────────────────────────────────────────────────


def judge(settings: Settings, file: Path) -> tuple[Judged, Any]:
    """Judged rows, and the forecast, which tells repetitions apart."""
    intake = open_intake(settings)
    judged = intake.judge(file, SOURCE)
    return judged, intake.forecast(judged)


def tell_judged(result: tuple[Judged, Any]) -> Answer:
    judged, forecast = result
    rows = judged.rows.select([*COMPARED, "record"]).to_pandas().drop_duplicates("record")
    return Answer(forecast.rows.accepted, forecast.rows.duplicate, forecast.rows.held, _digest(rows))


def tell_rival(made: Any) -> Answer:
    frame = made if isinstance(made, pd.DataFrame) else made.fill_null(0).to_pandas()
    good = frame[~frame["is_held"] & ~frame["is_repeated"]]
    return Answer(len(good), int(frame["is_repeated"].sum()), int(frame["is_held"].sum()), _digest(good))


def _digest(rows: pd.DataFrame) -> str:
    plain = rows[COMPARED].astype("int64").sort_values("row_number")
    return sha256(np.ascontiguousarray(plain.to_numpy()).tobytes()).hexdigest()


def _checks(report: Report, empty: Settings, rules: Rules, file: Path) -> None:
    ours = alone(judge, tell_judged, empty, file)
    _compare(report, "read and checked", ours, {
        name: alone(rival.check, tell_rival, file, rules) for name, rival in RIVALS.items()
    })  # fmt: skip
    a = ours.answer
    report.checks.append(
        f"{a.accepted:,} rows accepted, {a.repeated:,} repeated, {a.held:,} held: commune, moment, pseudonym, year and "
        "symptoms of every row"
    )


# ── written ───────────────────────────────────────────────────────────────────────────────────────


def commit(settings: Settings, file: Path, source: str = SOURCE) -> tuple[Settings, Receipt]:
    """Read, checked, written, rollups renewed."""
    intake = open_intake(settings)
    return settings, intake.commit(intake.judge(file, source), "bench")


def tell_stored(result: tuple[Settings, Receipt]) -> Answer:
    settings, receipt = result
    table = schema.declaration.c
    with store_engine(settings) as engine, engine.connect() as connection:
        rows = pd.DataFrame(connection.execute(select(*(table[n] for n in COMPARED))).all(), columns=COMPARED)
    return Answer(receipt.rows.accepted, receipt.rows.duplicate, receipt.rows.held, _digest(rows))


def tell_receipt(result: tuple[Settings, Receipt]) -> Receipt:
    return result[1]


def write_pandas(file: Path, rules: Rules, store: Path) -> Any:
    made = pandas_ingest.check(file, rules)
    pandas_ingest.write(made, store)
    return made


def write_polars(file: Path, rules: Rules, store: Path) -> Any:
    made = polars_ingest.check(file, rules)
    polars_ingest.write(made, store)
    return made


def _written(report: Report, empty: Settings, rules: Rules, file: Path) -> None:
    ours = alone(commit, tell_stored, _copy(empty, "declared"), file)
    ways = {"pandas and to_sql": write_pandas, "polars and executemany": write_polars}
    rivals = {
        name: alone(way, tell_rival, file, rules, file.with_suffix(f".{way.__name__}.sqlite"))
        for name, way in ways.items()
    }
    _compare(
        report, "read, checked and stored, rollups renewed", ours, rivals, "≥ 100,000 rows/s, ≤ 1 GiB at 2M"
    )
    report.notes.append(
        "the rivals write one table and one index: no ledger, no people, no held rows, no rollups"
    )


def _compare(report: Report, what: str, ours: Alone, rivals: dict[str, Alone], target: str = "") -> None:
    rows = ours.answer.accepted + ours.answer.repeated + ours.answer.held
    for name, rival in rivals.items():
        require_equal(ours.answer, rival.answer, f"{rows:,} declarations {what} by Dichte and by {name}")
        report.samples |= {f"{what}, {name}": [rival.seconds, rival.cpu_seconds, rival.peak_mib]}
    report.samples |= {f"{what}, Dichte": [ours.seconds, ours.cpu_seconds, ours.peak_mib]}
    for name, rival in rivals.items():
        line = f"{rows:,} declarations {what}"
        ratio = rival.seconds / ours.seconds
        report.figures.append(Figure(line, _said(rows, ours), target, name, _said(rows, rival), ratio))


def _said(rows: int, one: Alone) -> str:
    rate = f"{rows / one.seconds:,.0f} rows/s"
    return f"{rate} ({one.seconds:.1f} s, {one.cpu_seconds:.1f} s CPU, peak {one.peak_mib:,.0f} MiB)"


# ── check-ins ─────────────────────────────────────────────────────────────────────────────────────


def _checkins(report: Report, empty: Settings, folder: Path, rows: int) -> None:
    settings = _copy(empty, "visited")
    alone(commit, tell_receipt, settings, write_venues(folder / "venues.csv", VENUES), "qr-venues")
    file = write_checkins(folder / "checkins.csv", rows, VENUES)
    ours = alone(commit, tell_receipt, settings, file, "qr-checkins")
    require_equal(ours.answer.rows.accepted, rows, "check-ins stored and check-ins written")
    report.checks.append(f"{rows:,} check-ins written and stored")
    report.samples["check-ins"] = [ours.seconds, ours.cpu_seconds, ours.peak_mib, ours.answer.seconds]
    line = f"{rows:,} check-ins from CSV, checked, stored with their indexes, rollups renewed"
    report.figures.append(Figure(line, _said(rows, ours), "10M in ≤ 2 minutes"))


def _copy(empty: Settings, name: str) -> Settings:
    folder = empty.var_dir.parent / name
    shutil.copytree(empty.var_dir, folder)
    return Settings(var_dir=folder, outbreak="none", sources=empty.sources)


BENCHMARK = Benchmark("ingest", "import of declarations and check-ins", run)
