"""The command line: python -m data COMMAND."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from data.api_keys_command import key_arguments, run_key, run_refresh
from data.commands import files, ledger, store
from data.commands.approval import APPROVAL, REVEAL
from data.commands.audit import AUDIT
from data.commands.command import Command, no_arguments
from data.commands.database import DATABASE
from data.commands.exposure import EXPOSURE
from data.commands.lake import LAKE
from data.commands.retention import RETENTION
from data.commands.rotate import ROTATE
from data.commands.user import USER
from data.errors import DichteError
from data.settings import Settings

COMMANDS = (
    store.BUILD,
    store.BOUNDARIES,
    files.SOURCES,
    files.TEMPLATE,
    files.IMPORT,
    files.WITHDRAW,
    ledger.LEDGER,
    ledger.HELD,
    ledger.PLACE,
    ledger.CORRECT,
    ledger.DISMISS,
    ledger.CHOOSE,
    store.SNAPSHOT,
    Command("refresh", "Bring the rollups up to date with what was pushed.", no_arguments, run_refresh),
    Command("key", "Make, list and revoke keys of the push API.", key_arguments, run_key),
    LAKE,
    USER,
    ROTATE,
    RETENTION,
    EXPOSURE,
    DATABASE,
    AUDIT,
    APPROVAL,
    REVEAL,
)


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
        prog="python -m data", description="Build, fill and look into the store of Dichte."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
