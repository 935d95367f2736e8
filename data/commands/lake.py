"""The check-ins as columns, brought up to date before the first reader asks."""

from __future__ import annotations

import argparse
import sys

from tqdm import tqdm

from data.build import store_engine
from data.commands.command import Command, require_store, say
from data.lake.lake import lake_dir
from data.lake.refresh import refresh_lake
from data.settings import Settings


def run_lake(settings: Settings, given: argparse.Namespace) -> None:
    """Refresh the snapshot, or make it anew; one of which a byte is not what it was is always made anew."""
    require_store(settings)
    with store_engine(settings) as engine, tqdm(unit=" check-ins", file=sys.stderr) as bar:
        done = refresh_lake(
            engine, lake_dir(settings), lambda rows: bar.update(rows - bar.n), given.whole, is_strict=True
        )
    how = "all of them read" if done.is_full else "what changed was read"
    say(
        f"{lake_dir(settings)}: {done.rows:,} check-ins of {done.days:,} days, {done.megabytes:.1f} MB; {how} in "
        f"{done.seconds:.1f} s"
    )


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--whole", action="store_true", help="read every check-in, whatever was noted")


LAKE = Command("lake", "Bring the columns that exposure is computed from up to date.", _arguments, run_lake)
