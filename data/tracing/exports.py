"""Tracing lists taken away: who took them, for what and what exactly is in the log before a byte is given out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from data.access.approvals import EXPORT, MOST_KEY, require
from data.cube import newest_snapshot
from data.days import now
from data.engine import writing
from data.store import Store
from data.tracing.actions import ACTIONS
from data.tracing.carried_out import STATES
from data.tracing.cells import Cell
from data.tracing.looks import Act, Look, write_look
from data.tracing.refused import TracingRefused
from data.tracing.sheets import PEOPLE, VENUES, Sheet, Words
from data.tracing.sheets import case_sheet as case_sheet
from data.tracing.sheets import list_sheet as list_sheet
from data.tracing.sheets import venue_sheet as venue_sheet
from data.tracing.table_file import Head, csv_bytes, xlsx_bytes
from geo.exposure_rule import rule_text

_HEAD = ("rule", "rule_said", "gone", "purpose", "by", "at", "snapshot", "simulated")

WORDS = (
    *(f"title.{what}" for what in ("case", "venue", "list")),
    *(f"head.{line}" for line in _HEAD),
    *(f"column.{column}" for column in dict.fromkeys((*PEOPLE, *VENUES))),
    *(f"action.{action}" for action in ACTIONS),
    *(f"action.commune.{state}" for state in STATES),
    "yes",
    "no",
)
"""What a list asks words for, beside "venue_type." and the key of a type."""

Writer = Callable[[Head, Sheet, Words], bytes]
FORMATS: Mapping[str, Writer] = MappingProxyType({"csv": csv_bytes, "xlsx": xlsx_bytes})


@dataclass(frozen=True)
class Request:
    """Who takes a list away and for what; `words` are those of the reader's language.

    `rule_said` is the definition in a sentence, as the screen shows it; empty: its short text alone.
    `gone_said` is what is said of check-ins that were deleted, empty where none of the list's days were.
    `scope` is what the line of the communes is called, and those that the list is of; None: all of the province.
    """

    by: str
    purpose: str
    words: Words
    rule_said: str = ""
    scope: tuple[str, str] | None = None
    gone_said: str = ""


def export(store: Store, sheet: Sheet, form: str, request: Request) -> bytes:
    """The list as "csv" or "xlsx". Raises TracingRefused where name or purpose is missing, ApprovalMissing where a
    second person has to grant it first: nothing is given then."""
    if form not in FORMATS:
        raise TracingRefused(f"expected {' or '.join(FORMATS)}, got {form!r}.")
    content = FORMATS[form](_head(store, sheet, request), sheet, request.words)
    return noted(store, content, sheet, request, "export")


def noted(store: Store, content: bytes, sheet: Sheet, request: Request, act: Act) -> bytes:
    """The content, once it stands in the log."""
    digest, rule = sha256(content).hexdigest(), rule_text(sheet.rule)
    look = Look(request.by, request.purpose, act, sheet.what, sheet.key, rule, len(sheet.rows), digest)
    people = people_of(sheet)
    with writing(store.engine) as connection:
        grant = require(connection, store.audit, EXPORT, grant_key(sheet), people, request.by)
        said = {"people": people, "two_people": grant} if grant else {}
        write_look(connection, store.audit, look, said)
    return content


def people_of(sheet: Sheet) -> int:
    """How many people the list leads back to: those of whom it may hold the sources' record numbers."""
    return len({row[0] for row in sheet.rows}) if sheet.columns == PEOPLE else 0


def grant_key(sheet: Sheet) -> str:
    """What a second person grants: the list of this case or venue by this definition, in any format."""
    return f"{sheet.what} {sheet.key}, {rule_text(sheet.rule)}"[:MOST_KEY]


def _head(store: Store, sheet: Sheet, request: Request) -> Head:
    """Title, definition, purpose, by whom, when, of which state of the data, and whether any of it is simulated."""
    words, origins = request.words, store.origins()
    with store.read() as connection:
        snapshot = newest_snapshot(connection).id
    is_simulated = any(origins[subject].is_simulated for subject in ("checkins", "case_lines"))
    said: dict[str, Cell] = {
        "rule": rule_text(sheet.rule),
        "rule_said": request.rule_said or None,
        "gone": request.gone_said or None,
        "purpose": request.purpose,
        "by": request.by,
        "at": now().replace(tzinfo=None),
        "snapshot": snapshot,
        "simulated": words("yes" if is_simulated else "no"),
    }
    title: tuple[str, Cell] = (words(f"title.{sheet.what}"), sheet.about)
    scope: Head = () if request.scope is None else (request.scope,)
    return [title, *scope, *((words(f"head.{name}"), said[name]) for name in _HEAD if said[name] is not None)]
