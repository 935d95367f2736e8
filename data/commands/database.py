"""Roles and row-level security of a store on PostgreSQL: database roles, database check."""

from __future__ import annotations

import argparse

from data.access.postgresql import flaws, owner_of, role_statements, store_statements, write_roles
from data.build import store_engine
from data.commands.command import Command, reading, require_store, say
from data.engine import writing
from data.errors import StoreError
from data.settings import Settings

NOT_HERE = "The store is on SQLite, which has no roles: who may open its file sees all of it, so this does not apply."


def run_database(settings: Settings, given: argparse.Namespace) -> None:
    require_store(settings)
    if settings.sqlite_path is not None:
        say(NOT_HERE)
    elif given.act == "check":
        _check(settings)
    elif given.print:
        _print(settings)
    else:
        _make(settings)


def _make(settings: Settings) -> None:
    with store_engine(settings) as engine, writing(engine) as connection:
        write_roles(connection)
    say("Readers run as roles of their own now, each sees the rows of its units. Start the program again.")
    with reading(settings) as connection:
        for line in flaws(connection):
            say(f"Still to do: {line}.")


def _print(settings: Settings) -> None:
    with reading(settings) as connection:
        for statement in (*role_statements(owner_of(connection)), *store_statements(connection)):
            say(f"{statement};")


def _check(settings: Settings) -> None:
    """Raises StoreError, which says what is missing."""
    with reading(settings) as connection:
        found = flaws(connection)
    if found:
        raise StoreError(
            f"Expected roles, grants and policies as this program needs them, got: {'; '.join(found)}. "
            "Run: python -m data database roles"
        )
    say("Roles, grants and row-level security are as this program needs them.")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("roles", "check"), help="make the roles, or say what is missing")
    parser.add_argument(
        "--print", action="store_true", help="only print the statements, for whoever may run them"
    )


DATABASE = Command(
    "database", "Roles and row-level security of a store on PostgreSQL.", _arguments, run_database
)
