"""The work as a graph of tasks: partitions side by side, pairs of each bucket merged in a tree, F2 as a second round.

Nothing is kept only in a worker's memory that can't be made again: what a dead worker held is computed by another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from dask.delayed import delayed
from numpy.typing import NDArray

from data.cluster import merge
from data.cluster.files import write_whole
from data.cluster.merge import Totals, totals
from data.cluster.part import Part, Question, expose_part
from data.cluster.partitions import Manifest, Partition
from geo.copresence import Limits, Pairs, Periods, onward_periods
from geo.exposure_rule import ExposureRule

FAN_IN = 8
"""How many merge into one at a time."""

MOST_BUCKETS = 64
"""Each partition hands out its pairs in so many pieces at most: more would cost the scheduler more than they save."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Round:
    """What one round found, and the most memory that each process took."""

    totals: Totals
    peaks: dict[str, int]


@dataclass(frozen=True)
class Job:
    """Partitions and what to look for. `out`: where contacts and pairs are written, if anywhere."""

    folder: Path
    manifest: Manifest
    periods: Periods
    limits: Limits
    rule: ExposureRule
    out: Path | None = None

    @property
    def buckets(self) -> int:
        """Groups of persons whose pairs are merged apart: so many that no merge holds more than two partitions find."""
        return min(MOST_BUCKETS, max(1, -(-len(self.manifest.partitions) // 2)))


def plan(job: Job, has_onward: bool) -> Any:
    """A task whose result are the rounds: of F1, and of F2 where they are asked for."""
    periods, nobody = delayed(given)(job.periods), delayed(given)(np.empty(0, np.int64))
    contacts, pairs = job.out and job.out / "contacts", job.out and job.out / "pairs"
    first, buckets = _round(job, periods, nobody, Question(job.rule, job.buckets, contacts), pairs)
    if not has_onward:
        return delayed(list)([first])
    # Of F2 only who they are: millions of F1s and everybody they met would be more pairs than anyone can hold.
    contacts, people = job.out and job.out / "onward-contacts", job.out and job.out / "onward-people"
    onward = delayed(joined)([delayed(onward_of)(bucket, periods, job.rule) for bucket in buckets])
    known = delayed(known_of)([delayed(exposed_in)(bucket) for bucket in buckets], periods)
    question = Question(job.rule, job.buckets, contacts, has_pairs=False)
    second, _ = _round(job, onward, known, question, people)
    return delayed(list)([first, second])


def _round(job: Job, periods: Any, known: Any, question: Question, out: Path | None) -> tuple[Any, list[Any]]:
    """The task of the round's figures, and those of its merged pairs by bucket."""
    parts = [
        delayed(expose_part)(job.folder / p.name, _limits_of(job.limits, p), periods, known, question)
        for p in job.manifest.partitions
    ]
    buckets = [
        _tree(merge.merge, [delayed(bucket_of)(part, number) for part in parts])
        for number in range(job.buckets)
    ]
    counted = [
        delayed(count)(bucket, number, out, question.has_pairs) for number, bucket in enumerate(buckets)
    ]
    return delayed(summed)(counted, [delayed(facts)(part) for part in parts]), buckets


def _tree(merged: Callable[[Sequence[Pairs]], Pairs], tasks: list[Any]) -> Any:
    """One task in which all of `tasks` are merged, a few at a time."""
    tasks = [delayed(merged)(tasks[at : at + FAN_IN]) for at in range(0, max(1, len(tasks)), FAN_IN)]
    return tasks[0] if len(tasks) == 1 else _tree(merged, tasks)


def _limits_of(limits: Limits, partition: Partition) -> Limits:
    low = int(np.searchsorted(limits.venue, partition.first_venue))
    high = int(np.searchsorted(limits.venue, partition.last_venue, side="right"))
    return Limits(limits.venue[low:high], limits.default[low:high], limits.longest[low:high])


def given(value: Any) -> Any:
    """What every partition needs: sent once, passed on between workers, and sent again where its holder died."""
    return value


def bucket_of(part: Part, number: int) -> Pairs:
    return part.buckets[number]


def facts(part: Part) -> tuple[int, str, int]:
    return part.contacts, part.process, part.peak


def count(bucket: Pairs, number: int, out: Path | None, has_pairs: bool) -> Totals:
    if out is not None:
        write_whole(bucket, out / f"bucket-{number:05}.parquet", has_pairs)
    return totals(bucket)


def summed(counted: Sequence[Totals], parts: Sequence[tuple[int, str, int]]) -> Round:
    peaks: dict[str, int] = {}
    for _, process, peak in parts:
        peaks[process] = max(peak, peaks.get(process, 0))
    return Round(sum(counted, Totals(contacts=sum(contacts for contacts, _, _ in parts))), peaks)


def onward_of(bucket: Pairs, periods: Periods, rule: ExposureRule) -> Periods:
    """When the F1s of a bucket infect in turn; those who are F0s do so by their own period."""
    return onward_periods(bucket, rule, isolated=periods, without=periods.person)


def joined(parts: Sequence[Periods]) -> Periods:
    """Periods of different persons side by side."""
    return Periods(
        *(np.concatenate(column) for column in zip(*(vars(p).values() for p in parts), strict=True))
    )


def exposed_in(bucket: Pairs) -> Ints:
    return np.unique(bucket.person)


def known_of(f1s: Sequence[Ints], periods: Periods) -> Ints:
    """F0s and F1s, who are no F2, in order."""
    return np.unique(np.concatenate([*f1s, periods.person]))
