"""Exposure of all cases at once, on this machine or on a cluster: exposure."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.cluster.client import room
from data.cluster.expose import Answer, expose
from data.cluster.memory import MEBIBYTE, here, partitions_for
from data.cluster.merge import Totals
from data.cluster.write import write_partitions
from data.commands.command import Command, say
from data.errors import ClusterError
from data.lake.lake import Lake, current
from data.lake.world import exposure_world
from data.retention.gone import CHECKINS, Gone
from data.settings import Settings
from data.store import Store, open_store
from data.tracing.looks import Look, note
from geo.exposure_rule import DEFAULT_PRESET, ExposureRule, parse_rule, rule_text

ROWS_WORTH_A_TASK = 200_000


def run_exposure(settings: Settings, given: argparse.Namespace) -> None:
    """Write the partitions that are not there yet, compute, and say who was exposed."""
    store = open_store(settings)
    if given.out:
        # Noted before anything is written, and again with what was.
        _note(store, given, rows=0)
    address = settings.dask if given.cluster is None else given.cluster
    lake = current(store)
    # After the check-ins: every one of them has its venue then.
    with store.read() as connection:
        limits, periods = exposure_world(connection, given.rule)
    partitions = given.partitions or _partitions(lake, address)
    folder = write_partitions(lake, given.folder or settings.var_dir / "partitions", partitions)
    answer = expose(folder, periods, limits, given.rule, address, has_onward=given.onward, out=given.out)
    _tell(answer, len(periods), given.rule)
    _tell_gone(store.gone(CHECKINS))
    if given.out:
        _note(store, given, rows=answer.exposed.pairs)
        say(f"Pairs and contacts are in {given.out}, one Parquet file a part; persons are pseudonyms.")


def _note(store: Store, given: argparse.Namespace, rows: int) -> None:
    """Raises TracingRefused where nobody says who takes people's pseudonyms away, and for what."""
    note(store, Look(given.by, given.purpose, "export", "list", "", rule_text(given.rule), rows))


def _partitions(lake: Lake, address: str) -> int:
    """As many as memory asks for, and some for every thread where the rows are worth it."""
    workers = room(address) if address else [here()]
    threads = sum(worker.threads for worker in workers)
    try:
        needed = max(partitions_for(lake.rows, worker.memory, worker.threads) for worker in workers)
    except ValueError as error:
        raise ClusterError(f"{error}. Give them more memory or fewer threads.") from error
    return max(needed, min(4 * threads, lake.rows // ROWS_WORTH_A_TASK))


def _tell(answer: Answer, periods: int, rule: ExposureRule) -> None:
    say(f"By {rule_text(rule)}, {periods:,} infectious periods, {answer.manifest.rows:,} check-ins:")
    say(f"F1: {_figures(answer.exposed)}, {answer.exposed.pairs:,} pairs with a case")
    if answer.onward is not None:
        say(f"F2: {_figures(answer.onward)}")
    manifest, peaks = answer.manifest, answer.peaks.values()
    say(
        f"{answer.seconds:.1f} s; {len(manifest.partitions)} partitions, {manifest.size / MEBIBYTE:,.0f} MiB on disk; "
        f"processes {len(peaks)}, the largest took {max(peaks, default=0) / MEBIBYTE:,.0f} MiB"
    )


def _tell_gone(gone: Gone | None) -> None:
    if gone is not None:
        say(
            f"Check-ins of days before {gone.before:%Y-%m-%d} were deleted, the last of them on {gone.on:%Y-%m-%d}: "
            "of those days only what remained is counted, fewer than there were."
        )


def _figures(found: Totals) -> str:
    minutes = found.overlap_seconds // 60
    return f"{found.people:,} people exposed, {minutes:,} minutes"


def _rule(text: str) -> ExposureRule:
    try:
        return parse_rule(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, got {text!r}")
    return int(text)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rule", type=_rule, default=DEFAULT_PRESET, help="the definition, as in the address"
    )
    parser.add_argument("--onward", action="store_true", help="F2 too: whom the exposed met after that")
    parser.add_argument("--out", type=Path, help="new folder for all pairs and contacts as Parquet")
    parser.add_argument("--by", default="", help="who takes the pairs away; --out needs it")
    parser.add_argument("--purpose", default="", help="for what; --out needs it")
    parser.add_argument("--partitions", type=_count, help="how many files; by default as memory allows")
    parser.add_argument("--folder", type=Path, help="of the partitions; a cluster's machines must share it")
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="Dask scheduler (default: DICHTE_DASK); '': this machine"
    )


EXPOSURE = Command("exposure", "Who was exposed by all cases, also on a cluster.", _arguments, run_exposure)
