"""What a benchmark is, what it reports, and where its report is kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from data.settings import Settings

RESULTS = Path(__file__).parent / "results"


class AnswersDiffer(Exception):
    """Two ways gave different answers, so that their times say nothing."""


@dataclass(frozen=True)
class Figure:
    """One line of a report. `ratio` is the rival's figure over ours: above 1 means that ours is smaller."""

    what: str
    measured: str
    target: str = ""
    rival: str = ""
    rival_measured: str = ""
    ratio: float | None = None


@dataclass
class Report:
    """Figures, the equal answers they stand on, and the raw samples behind them."""

    figures: list[Figure] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    samples: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Benchmark:
    """One benchmark: its key, one line on what it measures, and how it is run."""

    key: str
    title: str
    run: Callable[[Settings], Report]


def p95(samples: Sequence[float]) -> float:
    """The smallest sample that at least 95 % of the samples don't exceed."""
    return sorted(samples)[-(-95 * len(samples) // 100) - 1]


def spread(samples: Sequence[float], unit: str = "ms", digits: int = 0) -> str:
    """Median and 95th percentile in words."""
    return f"{median(samples):.{digits}f} {unit}, p95 {p95(samples):.{digits}f} {unit}"


def times(ours: Sequence[float], rival: Sequence[float]) -> float:
    """How many times the rival's median is ours."""
    return median(rival) / median(ours)


def require_equal(ours: object, rival: object, what: str) -> None:
    """Raise AnswersDiffer where two answers are not the same."""
    if ours != rival:
        raise AnswersDiffer(f"{what}: expected equal answers, got {_short(ours)} and {_short(rival)}")


def _times(ratio: float) -> str:
    return f"{ratio:.{1 if ratio >= 1 else 2}f}×"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 300 else f"{text[:300]} …"


def machine() -> dict[str, Any]:
    """What the figures depend on; the load says whether the machine was doing something else."""
    return {
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def save(benchmark: Benchmark, report: Report, facts: dict[str, Any]) -> Path:
    """Keep a report as JSON; the newest run of a benchmark replaces the one before."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{benchmark.key}.json"
    whole = {"benchmark": benchmark.key, "title": benchmark.title, "machine": facts} | asdict(report)
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def lines(report: Report) -> list[str]:
    """A report for the terminal."""
    found = [f"  equal: {check}" for check in report.checks]
    for f in report.figures:
        target = f"  [target: {f.target}]" if f.target else ""
        rival = f"  against {f.rival}: {f.rival_measured}" if f.rival else ""
        ratio = "" if f.ratio is None else f"  → {_times(f.ratio)}"
        found.append(f"  {f.what}: {f.measured}{rival}{ratio}{target}")
    return found + [f"  note: {note}" for note in report.notes]


def markdown(keys: Sequence[str]) -> list[str]:
    """Rows of the table in docs/benchmarks.md, from the newest run of each benchmark; no run, no figure."""
    rows = ["| what | target | measured | rival, same run | ratio |", "|---|---|---|---|---|"]
    for key in keys:
        path = RESULTS / f"{key}.json"
        if not path.exists():
            rows.append(f"| {key} | | not run | | |")
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        rows += [_row(Figure(**figure)) for figure in kept["figures"]]
    return rows


def _row(f: Figure) -> str:
    ratio = "" if f.ratio is None else _times(f.ratio)
    rival = f"{f.rival}: {f.rival_measured}" if f.rival else ""
    return f"| {f.what} | {f.target} | {f.measured} | {rival} | {ratio} |"
