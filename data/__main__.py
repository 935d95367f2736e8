"""The command line: python -m data COMMAND."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from tqdm import tqdm

from data.boundaries import FileOptions, replace
from data.build import build, store_engine
from data.cases import held_rows, ledger
from data.cube import newest_snapshot
from data.errors import DichteError, StoreError
from data.migrate import check_current
from data.settings import Settings
from geo.boundary_checks import Columns


@dataclass(frozen=True)
class Command:
    """One command: what it does, its arguments, and the function that runs it."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Settings, argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 for done, 2 for a failure, which is one sentence on stderr."""
    given = _parser().parse_args(arguments)
    try:
        given.run(Settings.from_env(), given)
    except DichteError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except BrokenPipeError:
        # Whoever read has read enough (head, less): what is left goes nowhere, and is no failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="Build and look into the store of Dichte."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def run_build(settings: Settings, _given: argparse.Namespace) -> None:
    with tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", file=sys.stderr) as bar:

        def show(step: str, share: float) -> None:
            bar.write(step, file=sys.stderr)
            bar.update(max(0, round(100 * share) - bar.n))

        result = build(settings, show)
    size = "" if result.megabytes is None else f", {result.megabytes:.0f} MB"
    done = f"built in {result.seconds:.0f} s" if result.is_new else "finished before, left as it was"
    _say(f"{settings.store_url}: {done}{size}; snapshot {result.snapshot.id}")
    if result.is_new:
        _say(", ".join(f"{name} {count:,}" for name, count in result.rows.items() if count))


def run_boundaries(settings: Settings, given: argparse.Namespace) -> None:
    columns = Columns(given.code_column, given.name_column, given.district_column, given.kind_column)
    options = FileOptions(columns, given.layer, given.crs, given.encoding, given.tolerance_m, given.credit)
    manifest = replace(given.file, settings.var_dir / "boundaries", options, _say)
    _say(f"The boundaries are those of {manifest.source} now. Run: python -m data build")


def run_held(settings: Settings, _given: argparse.Namespace) -> None:
    with _reading(settings) as connection:
        rows = held_rows(connection)
    for r in rows:
        why = f"{r.reason}: expected {r.expected}, got {r.got}"
        _say(f"{r.file_name}\trow {r.row_number}\t{r.day or '–'}\t{r.weight}\t{r.place}\t{why}")
    _say(f"{len(rows)} rows held, {sum(row.weight for row in rows)} cases")


def run_ledger(settings: Settings, _given: argparse.Namespace) -> None:
    with _reading(settings) as connection:
        entries = ledger(connection)
    for e in entries:
        balance = f"{e.rows.received:,} = {e.rows.accepted:,} + {e.rows.duplicate:,} + {e.rows.held:,}"
        _say(f"{e.file_id}\t{'simulated' if e.is_simulated else 'reported'}\t{e.name}\t{balance}")
    _say("received = accepted + duplicate + held, in rows")


def run_snapshot(settings: Settings, _given: argparse.Namespace) -> None:
    with _reading(settings) as connection:
        newest = newest_snapshot(connection)
    _say(f"{newest.id}, {newest.first_day} to {newest.last_day}, made {newest.created_at:%Y-%m-%d %H:%M}")


@contextmanager
def _reading(settings: Settings) -> Iterator[Connection]:
    """A connection to a store that is there and of this program's schema; reading makes no file."""
    path = settings.sqlite_path
    if path is not None and not path.exists():
        raise StoreError(f"Expected a store at {path}, got none. Run: python -m data build")
    with store_engine(settings) as engine, engine.connect() as connection:
        check_current(connection)
        yield connection


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Everything comes from the settings."""


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


COMMANDS = (
    Command("build", "Build the store with the embedded outbreak of 2021.", _no_arguments, run_build),
    Command("boundaries", "Replace the boundaries by a file.", _boundary_arguments, run_boundaries),
    Command("held", "List the rows that no commune was found for.", _no_arguments, run_held),
    Command("ledger", "List the imported files and their balance.", _no_arguments, run_ledger),
    Command("snapshot", "Name the snapshot that the screen shows.", _no_arguments, run_snapshot),
)


if __name__ == "__main__":
    sys.exit(main())
