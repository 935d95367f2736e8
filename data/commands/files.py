"""Files in and out: import, withdraw, sources, template."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from tqdm import tqdm

from data.commands.command import Command, balance, no_arguments, require_store, say
from data.days import VIET_NAM
from data.errors import DichteError, ImportRefused
from data.intake.intake import open_intake
from data.intake.judged import Forecast, Judged
from data.readers.batch import ReadOptions
from data.settings import Settings
from data.sources.load import find_source, load_sources
from data.sources.template import write_template

MOST_REASONS = 12


def run_import(settings: Settings, given: argparse.Namespace) -> None:
    """Judge a file, say what it holds and, unless it is a dry run, write it: all of it or nothing."""
    require_store(settings)
    intake = open_intake(settings, is_command=True)
    options = ReadOptions(
        given.format, given.encoding, given.delimiter, given.sheet, given.layer, given.header_row
    )
    with progress_bar() as progress:
        judged = intake.judge(given.file, given.source, given.file.name, options, progress, given.covers)
    forecast = intake.forecast(judged)
    _tell(judged, forecast)
    if given.dry_run:
        say("Dry run: nothing was written.")
        return
    with progress_bar() as progress:
        receipt = intake.commit(judged, given.by, given.received_at, True, progress)
    if receipt.file_id is None:
        say("This very file stands in the ledger already: nothing was changed.")
        return
    speed = "" if receipt.seconds == 0 else f", {receipt.rows.received / receipt.seconds:,.0f} rows/s written"
    say(
        f"File {receipt.file_id} written in {receipt.seconds:.1f} s{speed}; snapshot {receipt.snapshot_id or 'none'}."
    )


def _tell(judged: Judged, forecast: Forecast) -> None:
    """What the file holds, in rows and reasons."""
    say(f"{balance(forecast.rows)} rows: received = accepted + duplicate + held")
    if judged.source.subject.weight_field:
        say(f"{balance(forecast.weights)} {judged.source.subject.weight_field.replace('_', ' ')}")
    for (reason, column), rows in list(forecast.by_column.items())[:MOST_REASONS]:
        say(f"  held {rows:,}: {reason}{f' in column {column!r}' if column else ''}")
    for rule, rows in forecast.adjusted.items():
        say(f"  changed by rule {rule}: {rows:,}")
    if judged.first_day is not None and judged.last_day is not None:
        say(
            f"  days {judged.first_day:%d/%m/%Y} to {judged.last_day:%d/%m/%Y}, {forecast.communes} communes named"
        )
    if judged.unused_columns:
        say(f"  columns not used: {', '.join(judged.unused_columns)}")


def run_withdraw(settings: Settings, given: argparse.Namespace) -> None:
    require_store(settings)
    receipt = open_intake(settings, is_command=True).withdraw(given.file_id, given.by, given.why)
    say(
        f"File {given.file_id} withdrawn: {receipt.changed_rows:,} rows taken back; snapshot {receipt.snapshot_id}."
    )


def run_sources(settings: Settings, _given: argparse.Namespace) -> None:
    for source in load_sources(settings.sources):
        say(f"{source.key}\t{source.subject.key}\t{source.title_en} / {source.title_vi}")


def run_template(settings: Settings, given: argparse.Namespace) -> None:
    source = find_source(load_sources(settings.sources), given.source)
    path = given.path or Path(
        f"{source.key}.xlsx" if "xlsx" in source.formats else f"{source.key}.{source.formats[0]}"
    )
    if path.exists():
        raise ImportRefused(f"{path}: expected no such file yet, got one. Name another, or move it away.")
    write_template(source, path, given.lang)
    say(f"{path} written: fill it in and run: python -m data import {path} --source {source.key}")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float | None], None]]:
    """A bar on stderr that follows steps and shares."""
    with tqdm(
        total=100, unit="%", bar_format="{desc}: {bar}| {n_fmt} % {elapsed}", file=sys.stderr, leave=False
    ) as bar:

        def show(step: str, share: float | None) -> None:
            if bar.desc != step:
                bar.set_description_str(step)
                bar.reset()
            if share is not None:
                bar.update(max(0, round(100 * share) - bar.n))

        yield show


def _span(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(VIET_NAM).replace(tzinfo=None) if found.tzinfo else found


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the file")
    parser.add_argument("--source", required=True, help="whose file it is; python -m data sources lists them")
    for name, what in _OPTIONS.items():
        parser.add_argument(f"--{name}", default="", help=what)
    parser.add_argument("--header-row", type=int, default=1, help="row that holds the headings")
    parser.add_argument("--covers", type=_span, help="days that it reports on, as 2021-04-29..2021-07-13")
    parser.add_argument(
        "--received-at", type=_moment, help="when it was received, as 2021-06-05T17:00; default now"
    )
    parser.add_argument("--by", default="", help="who imports it")
    parser.add_argument("--dry-run", action="store_true", help="check and count, and write nothing")


_OPTIONS = {
    "format": "format, where neither name nor content tells it",
    "encoding": "encoding of a text file: utf-8, utf-16, windows-1258, tcvn3, vni",
    "delimiter": "what separates the columns of a text file",
    "sheet": "sheet of a workbook",
    "layer": "layer of a GeoPackage",
}


def _withdraw_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file_id", type=int, help="number of the file in the ledger")
    parser.add_argument("--why", required=True, help="the reason")
    parser.add_argument("--by", default="", help="who withdraws it")


def _template_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="key of the source")
    parser.add_argument("path", type=Path, nargs="?", help="where to write it; the suffix chooses the format")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the explanations")


IMPORT = Command("import", "Import a file, all of it or nothing.", _import_arguments, run_import)
WITHDRAW = Command("withdraw", "Take an imported file back.", _withdraw_arguments, run_withdraw)
SOURCES = Command("sources", "List the sources that files can come from.", no_arguments, run_sources)
TEMPLATE = Command(
    "template", "Write an empty file of a source to fill in.", _template_arguments, run_template
)

__all__ = ["IMPORT", "SOURCES", "TEMPLATE", "WITHDRAW", "DichteError"]
