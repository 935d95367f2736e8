"""Exposure over partitions: on this machine's threads, or on a cluster of Dask by its address."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.cluster.client import on_cluster
from data.cluster.graph import Job, Round, plan
from data.cluster.merge import Totals
from data.cluster.partitions import Manifest, read_manifest
from data.errors import ClusterError
from geo.copresence import Limits, Periods
from geo.exposure_rule import ExposureRule, rule_text


@dataclass(frozen=True)
class Answer:
    """Totals of F1, and of F2 where asked; how long it took, and the most memory that each process ever held, bytes."""

    exposed: Totals
    onward: Totals | None
    seconds: float
    peaks: Mapping[str, int]
    manifest: Manifest


def expose(
    folder: Path,
    periods: Periods,
    limits: Limits,
    rule: ExposureRule,
    scheduler: str = "",
    *,
    has_onward: bool = False,
    out: Path | None = None,
) -> Answer:
    """Who was exposed by those of `periods` at the venues of the partitions in `folder`.

    `scheduler` is the address of a Dask scheduler, as tcp://10.0.0.5:8786, whose workers find `folder` (and `out`) under
    the same name; empty: the threads of this process. `out` is a new folder for contacts and pairs as Parquet.
    Raises ClusterError where the cluster can't be reached or can't do it.
    """
    manifest = read_manifest(folder)
    _require_empty(out)
    began = time.perf_counter()
    job = Job(folder.resolve(), manifest, periods, limits, rule, out and out.resolve())
    rounds = _computed(plan(job, has_onward), manifest, scheduler)
    peaks = {process: peak for r in rounds for process, peak in r.peaks.items()}
    onward = rounds[1].totals if has_onward else None
    answer = Answer(rounds[0].totals, onward, time.perf_counter() - began, peaks, manifest)
    if out is not None:
        _finish(out, answer, rule)
    return answer


def _computed(tasks: Any, manifest: Manifest, scheduler: str) -> list[Round]:
    found: list[Round] = (
        on_cluster(scheduler, tasks, manifest) if scheduler else tasks.compute(scheduler="threads")
    )
    return found


def _finish(out: Path, answer: Answer, rule: ExposureRule) -> None:
    """Say what the files are, last of all, so that a folder with it is whole; what dead workers left goes."""
    for scratch in out.rglob(".*"):
        scratch.unlink(missing_ok=True)
    facts = {
        "rule": rule_text(rule),
        "check_ins": {"version": answer.manifest.version, "rows": answer.manifest.rows},
        "exposed": asdict(answer.exposed),
        "onward": answer.onward and asdict(answer.onward),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "answer.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")


def _require_empty(out: Path | None) -> None:
    if out is not None and out.exists() and any(out.iterdir()):
        raise ClusterError(f"Expected a new or empty folder, got {out}, which holds files. Name another one.")
