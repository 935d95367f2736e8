"""The audit chain at the command line: verify, list, export."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from data.access.secrets import load_secrets
from data.audit.audit import Audit
from data.audit.chain import entries, last_entries
from data.audit.entry import Sealed
from data.audit.verify import Verdict, verify
from data.build import store_engine
from data.commands.command import Command, reading, say
from data.errors import AuditBroken, SettingError, StoreError
from data.settings import Settings

HOW = {
    "edited": "was edited",
    "missing": "is missing",
    "inserted": "was put in",
    "swapped": "was swapped with another one",
    "other_key": "was sealed with another key: the chain was made anew, or the secrets are not those of this store",
    "replaced": "is another one than was anchored",
    "cut": "is missing at the end: the chain was cut off, or an older copy of the store was put back",
}


def run_audit(settings: Settings, given: argparse.Namespace) -> None:
    """Carry out one action; raises AuditBroken where the chain is not whole."""
    {"verify": _verify, "list": _list, "export": _export}[given.action](settings, given)


def _verify(settings: Settings, _given: argparse.Namespace) -> None:
    key = load_secrets(_there(settings.secrets_path)).audit.encode()
    with reading(settings) as connection:
        verdict = verify(connection, key, settings.anchor_path)
    if not verdict.is_whole:
        raise AuditBroken(_broken(verdict))
    say(f"{verdict.entries:,} entries, whole and in order, anchored in {settings.anchor_path}")


def _broken(verdict: Verdict) -> str:
    if verdict.broken is None:
        return (
            f"Audit chain: {verdict.entries:,} entries are whole and in order, but {verdict.unproved}. That none was cut "
            "off at the end, and that no older copy of the store was put back, can't be proved. Look for the anchor in a "
            "backup."
        )
    found = verdict.broken
    return (
        f"Audit chain: expected every entry as it was sealed, got entry {found.seq}, which {HOW[found.how]} "
        f"({found.shown}). What stands before it is right. Keep the store as it is, and compare it with a backup."
    )


def _there(path: Path) -> Path:
    """A first set of secrets would seal nothing that stands: looking makes none."""
    if not path.exists():
        raise SettingError(
            f"{path}: expected the secrets that sealed the chain, found no file. Set DICHTE_SECRETS."
        )
    return path


def _list(settings: Settings, given: argparse.Namespace) -> None:
    with reading(settings) as connection:
        for entry in last_entries(connection, given.last, given.act):
            say(_line(entry))


def _line(entry: Sealed) -> str:
    detail = ", ".join(f"{name}={value}" for name, value in json.loads(entry.detail).items())
    who = f"{entry.by} ({entry.roles})"
    return "\t".join((str(entry.seq), entry.at, who, entry.act, entry.what, entry.key, detail))


def _export(settings: Settings, given: argparse.Namespace) -> None:
    """JSON lines, the detail as it was sealed; that they were taken is noted too."""
    count = 0
    try:
        with reading(settings) as connection, given.file.open("x", encoding="utf-8") as file:
            for entry in entries(connection):
                file.write(json.dumps(vars(entry), ensure_ascii=False) + "\n")
                count = entry.seq
    except OSError as error:
        raise StoreError(
            f"{given.file}: expected a new file to write to, got {error.strerror}. Name another one."
        ) from error
    with store_engine(settings) as engine:
        Audit(engine, settings, is_command=True).note(
            "export", "audit", given.file.name, detail={"rows": count}
        )
    say(f"{count:,} entries written to {given.file}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    actions.add_parser("verify", help="check every entry; names the first broken one")
    shown = actions.add_parser("list", help="list the newest entries")
    shown.add_argument("--act", default="", help="of one act: look, export, import, withdraw …")
    shown.add_argument("--last", type=int, default=50, help="how many; default 50")
    export = actions.add_parser("export", help="write all entries as JSON lines")
    export.add_argument("file", type=Path, help="the file to make")


AUDIT = Command("audit", "Check, list and export the audit chain.", _arguments, run_audit)
