"""What is kept no longer: retention."""

from __future__ import annotations

import argparse
from datetime import date

from data.commands.command import Command, reading, require_store, say
from data.days import now
from data.retention.noted import Deleted, Noted, history
from data.retention.retain import retain, would_delete
from data.settings import Settings


def run_retention(settings: Settings, given: argparse.Namespace) -> None:
    """Delete what is due, or say what would be, or what was."""
    require_store(settings)
    today = given.today or now().date()
    if given.history:
        _tell_history(settings)
    elif given.dry_run:
        for deleted in would_delete(settings, today):
            say(_line(deleted))
        say("Dry run: nothing was deleted.")
    else:
        _retain(settings, today, given.anew)


def _retain(settings: Settings, today: date, is_anew: bool) -> None:
    run = retain(settings, today, is_anew)
    for deleted in run.deleted:
        say(_line(deleted))
    if not run.is_log_empty:
        say(
            "The store's log is still being read and holds bytes of these rows: run this again at a quiet time."
        )


def _tell_history(settings: Settings) -> None:
    with reading(settings) as connection:
        noted = history(connection)
    for each in noted:
        say(f"{each.at:%Y-%m-%d %H:%M}\t{_line(each.deleted)}")
    say(_runs(noted))


def _runs(noted: tuple[Noted, ...]) -> str:
    return f"{sum(each.deleted.what == 'finished' for each in noted)} runs"


def _line(deleted: Deleted) -> str:
    keys = f", {deleted.keys} keys" if deleted.keys else ""
    return f"{deleted.what}\tbefore {deleted.before_day:%Y-%m-%d}\t{deleted.rows:,} rows{keys}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="count what is due, and delete nothing")
    parser.add_argument("--today", type=date.fromisoformat, help="the day to reckon from, as 2021-06-05")
    parser.add_argument("--history", action="store_true", help="what was deleted, run by run")
    parser.add_argument(
        "--anew",
        action="store_true",
        help="write the store anew after it even if nothing was due; PostgreSQL: at a quiet time",
    )


RETENTION = Command("retention", "Delete what is kept no longer.", _arguments, run_retention)
