"""Building and looking: build, boundaries, snapshot, refresh."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from data.boundaries import FileOptions, replace
from data.build import build
from data.commands.command import Command, no_arguments, reading, say
from data.cube import newest_snapshot
from data.settings import Settings
from geo.boundary_checks import Columns


def run_build(settings: Settings, _given: argparse.Namespace) -> None:
    with tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", file=sys.stderr) as bar:

        def show(step: str, share: float) -> None:
            bar.write(step, file=sys.stderr)
            bar.update(max(0, round(100 * share) - bar.n))

        result = build(settings, show)
    size = "" if result.megabytes is None else f", {result.megabytes:.0f} MB"
    done = f"built in {result.seconds:.0f} s" if result.is_new else "finished before, left as it was"
    say(f"{settings.store_url}: {done}{size}; snapshot {result.snapshot.id if result.snapshot else 'none'}")
    if result.is_new:
        say(", ".join(f"{name} {count:,}" for name, count in result.rows.items() if count))


def run_boundaries(settings: Settings, given: argparse.Namespace) -> None:
    columns = Columns(given.code_column, given.name_column, given.district_column, given.kind_column)
    options = FileOptions(columns, given.layer, given.crs, given.encoding, given.tolerance_m, given.credit)
    manifest = replace(given.file, settings.var_dir / "boundaries", options, say)
    say(f"The boundaries are those of {manifest.source} now. Run: python -m data build")


def run_snapshot(settings: Settings, _given: argparse.Namespace) -> None:
    with reading(settings) as connection:
        newest = newest_snapshot(connection)
    say(f"{newest.id}, {newest.first_day} to {newest.last_day}, made {newest.created_at:%Y-%m-%d %H:%M}")


def _boundary_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="GeoJSON, GeoPackage or Shapefile of the communes")
    for name in ("code", "name", "district", "kind"):
        default = getattr(Columns(), name)
        parser.add_argument(f"--{name}-column", default=default, help=f"column of the {name}; empty: none")
    parser.add_argument("--layer", default="", help="layer of a GeoPackage")
    parser.add_argument("--crs", default="", help="reference system, where the file names none")
    parser.add_argument("--encoding", default="", help="encoding of a Shapefile that names none")
    parser.add_argument(
        "--tolerance-m", type=float, default=5.0, help="widest gap or overlap repaired, metres"
    )
    parser.add_argument("--credit", default="", help="what stands beside the map")


BUILD = Command("build", "Build the store with the embedded outbreak of 2021.", no_arguments, run_build)
BOUNDARIES = Command("boundaries", "Replace the boundaries by a file.", _boundary_arguments, run_boundaries)
SNAPSHOT = Command("snapshot", "Name the snapshot that the screen shows.", no_arguments, run_snapshot)
