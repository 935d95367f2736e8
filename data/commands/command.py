"""What a command is, and what all of them share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from data.build import store_engine
from data.errors import StoreError
from data.ledger import Tally
from data.migrate import check_current
from data.settings import Settings


@dataclass(frozen=True)
class Command:
    """One command: what it does, its arguments, and the function that runs it."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Settings, argparse.Namespace], None]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Everything comes from the settings."""


def balance(rows: Tally) -> str:
    return f"{rows.received:,} = {rows.accepted:,} + {rows.duplicate:,} + {rows.held:,}"


def require_store(settings: Settings) -> None:
    """Raise StoreError where there is no store of this program; looking makes no file."""
    with reading(settings):
        return


@contextmanager
def reading(settings: Settings) -> Iterator[Connection]:
    """A connection to a store that is there and of this program's schema; reading makes no file."""
    path = settings.sqlite_path
    if path is not None and not path.exists():
        raise StoreError(f"Expected a store at {path}, got none. Run: python -m data build")
    with store_engine(settings) as engine, engine.connect() as connection:
        check_current(connection)
        yield connection
