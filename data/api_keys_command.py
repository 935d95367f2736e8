"""`python -m data key`: make, list and revoke keys of the push API; and `python -m data refresh`."""

from __future__ import annotations

import argparse
import getpass
import sys

from data.api_keys import ApiKey, create_key, list_keys, revoke_key
from data.engine import writing
from data.intake.intake import open_intake
from data.settings import Settings
from data.sources.load import find_source
from data.store import open_store


def key_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    create = actions.add_parser("create", help="make a key of one source; it is shown once")
    create.add_argument("source", help="key of the source it may push for")
    create.add_argument("--label", required=True, help="whose it is, at most 80 characters")
    create.add_argument("--by", default=getpass.getuser(), help="who makes it")
    actions.add_parser("list", help="list the keys, without their secrets")
    revoke = actions.add_parser("revoke", help="stop a key for ever")
    revoke.add_argument("key_id", help="number of the key, the 12 characters after dichte_")
    revoke.add_argument("--by", default=getpass.getuser(), help="who revokes it")


def run_key(settings: Settings, given: argparse.Namespace) -> None:
    """Carry out one action; the lines go to stdout. Raises DichteError."""
    run = {"create": _create, "list": _list, "revoke": _revoke}[given.action]
    for line in run(settings, given):
        sys.stdout.write(f"{line}\n")


def run_refresh(settings: Settings, _given: argparse.Namespace) -> None:
    """Bring the rollups up to date with what was pushed, as the served app does by itself."""
    made = open_intake(settings).refresh()
    done = (
        "nothing was waiting" if made is None else f"snapshot {made.id}, {made.first_day} to {made.last_day}"
    )
    sys.stdout.write(f"{done}\n")


def _create(settings: Settings, given: argparse.Namespace) -> list[str]:
    source = find_source(open_intake(settings).sources, given.source)
    audit = open_store(settings).audit.at_the_command_line()
    with writing(audit.engine) as connection:
        token = create_key(connection, source.key, given.label)
        audit.within(
            connection, "key_create", "api_key", token.split("_")[1], given.by, {"source": source.key}
        )
    return [token, f"It pushes for {source.key}. It is shown this once; only its digest is kept."]


def _list(settings: Settings, _given: argparse.Namespace) -> list[str]:
    with open_store(settings).engine.connect() as connection:
        keys = list_keys(connection)
    return [
        *map(_line, keys),
        f"{len(keys)} keys, {sum(key.revoked_at is None for key in keys)} of them work",
    ]


def _revoke(settings: Settings, given: argparse.Namespace) -> list[str]:
    audit = open_store(settings).audit.at_the_command_line()
    with writing(audit.engine) as connection:
        key = revoke_key(connection, given.key_id)
        audit.within(connection, "key_revoke", "api_key", key.key_id, given.by, {"source": key.source})
    return [_line(key)]


def _line(key: ApiKey) -> str:
    state = "works" if key.revoked_at is None else f"revoked {key.revoked_at:%Y-%m-%d %H:%M}"
    return f"{key.key_id}\t{key.source}\t{key.created_at:%Y-%m-%d %H:%M}\t{state}\t{key.label}"
