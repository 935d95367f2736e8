"""What came in and what is held: ledger, held, place, correct, dismiss, choose."""

from __future__ import annotations

import argparse
import getpass

from data.commands.command import Command, balance, reading, require_store, say
from data.errors import ImportRefused
from data.intake.entries import load_entries, load_held
from data.intake.intake import Intake, open_intake
from data.intake.judged import Receipt
from data.settings import Settings
from data.subjects import CASE_COUNTS


def run_ledger(settings: Settings, _given: argparse.Namespace) -> None:
    with reading(settings) as connection:
        entries = load_entries(connection)
    for e in reversed(entries):
        state = "withdrawn" if e.withdrawn_at else "simulated" if e.is_simulated else "reported"
        say(f"{e.file_id}\t{state}\t{e.source}\t{e.name}\t{balance(e.rows)}")
    say("received = accepted + duplicate + held, in rows")


def run_held(settings: Settings, given: argparse.Namespace) -> None:
    with reading(settings) as connection:
        rows = load_held(connection, given.file, given.reason)
    for r in rows:
        why = f"{r.reason}: expected {r.expected}, got {r.got}"
        say(
            f"{r.file_name}\tfile {r.file_id} row {r.row_number}\t{r.day or '–'}\t{r.weight}\t{r.place}\t{why}"
        )
    cases = sum(row.weight for row in rows if row.subject == CASE_COUNTS.key)
    say(f"{len(rows)} rows held, {cases} cases")


def run_place(settings: Settings, given: argparse.Namespace) -> None:
    _done(_intake(settings).place(given.file_id, given.row, given.commune_code, given.by, given.why))


def run_correct(settings: Settings, given: argparse.Namespace) -> None:
    values = dict(_pair(text) for text in given.cells)
    _done(_intake(settings).correct(given.file_id, given.row, values, given.by))


def run_dismiss(settings: Settings, given: argparse.Namespace) -> None:
    _done(_intake(settings).dismiss(given.file_id, given.rows, given.by, given.why))


def run_choose(settings: Settings, given: argparse.Namespace) -> None:
    _done(_intake(settings).choose(given.file_id, given.row, given.by, given.why))


def _intake(settings: Settings) -> Intake:
    require_store(settings)
    return open_intake(settings, is_command=True)


def _done(receipt: Receipt) -> None:
    say(f"{receipt.changed_rows:,} rows no longer held; file {receipt.file_id}: {balance(receipt.rows)}")


def _pair(text: str) -> tuple[str, str]:
    heading, equals, value = text.partition("=")
    if not equals:
        raise ImportRefused(
            f"Expected a cell as heading=text, got {text[:40]!r}. Write the heading, = and the text."
        )
    return heading, value


def _held_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", type=int, help="rows of one file")
    parser.add_argument("--reason", help="rows held for one reason")


def _row_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file_id", type=int, help="number of the file in the ledger")
    parser.add_argument("row", type=int, help="row in the file")
    parser.add_argument("--by", default=getpass.getuser(), help="who decides")


def _place_arguments(parser: argparse.ArgumentParser) -> None:
    _row_arguments(parser)
    parser.add_argument("commune_code", help="GSO code of the commune")
    parser.add_argument("--why", required=True, help="the reason")


def _correct_arguments(parser: argparse.ArgumentParser) -> None:
    _row_arguments(parser)
    parser.add_argument("cells", nargs="+", help="heading=text of each cell to put right")


def _dismiss_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file_id", type=int, help="number of the file in the ledger")
    parser.add_argument("rows", type=int, nargs="+", help="rows in the file")
    parser.add_argument("--by", default=getpass.getuser(), help="who decides")
    parser.add_argument("--why", required=True, help="the reason")


def _choose_arguments(parser: argparse.ArgumentParser) -> None:
    _row_arguments(parser)
    parser.add_argument("--why", required=True, help="the reason")


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Everything comes from the settings."""


LEDGER = Command("ledger", "List the imported files and their balance.", _no_arguments, run_ledger)
HELD = Command("held", "List the rows that are held, with their reasons.", _held_arguments, run_held)
PLACE = Command("place", "Decide which commune a written place is.", _place_arguments, run_place)
CORRECT = Command("correct", "Put cells of a held row right.", _correct_arguments, run_correct)
DISMISS = Command("dismiss", "Close held rows for good.", _dismiss_arguments, run_dismiss)
CHOOSE = Command("choose", "Decide which version of a record stands.", _choose_arguments, run_choose)
