"""Who looked at contacts or took them away, for what: noted before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, select

from data import schema
from data.audit.audit import Audit
from data.audit.entry import Detail
from data.days import now
from data.engine import writing
from data.store import Store
from data.tracing.refused import TracingRefused, required

Act = Literal["look", "export", "notice", "action"]
What = Literal["case", "venue", "person", "list", "network"]
REFUSED = " refused"
"""Ends the key of what was asked for and lies outside the scope of who asked, or nowhere: nothing was shown then."""

MOST_BY, MOST_PURPOSE, MOST_KEY, MOST_RULE = 60, 200, 40, 200


@dataclass(frozen=True)
class Look:
    """One look: `key` is the number of the case, venue or person, empty for lists; `rule` as rule_text writes it.

    `rows` were shown or written; `sha256` is the digest of the file, None where none was written.
    """

    by: str
    purpose: str
    act: Act
    what: What
    key: str
    rule: str
    rows: int
    sha256: str | None = None


@dataclass(frozen=True)
class Noted(Look):
    """A look that was noted, and when, local time."""

    at: datetime = datetime.min


def note(store: Store, look: Look) -> None:
    """Raises TracingRefused where name or purpose is missing: then nothing may be shown."""
    with writing(store.engine) as connection:
        write_look(connection, store.audit, look)


def write_look(connection: Connection, audit: Audit, look: Look, said: Detail | None = None) -> None:
    """The same inside the caller's `writing`; the audit chain has it too, with what else is `said`."""
    if look.act not in get_args(Act) or look.what not in get_args(What):
        raise TracingRefused(f"expected an act and what it was on, got {look.act!r} on {look.what!r}.")
    given = vars(look) | {
        "by": required("name", look.by, MOST_BY),
        "purpose": required("purpose", look.purpose, MOST_PURPOSE),
        "key": look.key[:MOST_KEY],
        "rule": look.rule[:MOST_RULE],
    }
    connection.execute(schema.tracing_log.insert().values(**given, at=now().replace(tzinfo=None)))
    detail = {name: given[name] for name in ("purpose", "rule", "rows", "sha256")} | dict(said or {})
    audit.within(connection, look.act, look.what, str(given["key"]), str(given["by"]), detail)


def recent(store: Store, limit: int) -> tuple[Noted, ...]:
    """The newest looks, newest first."""
    t = schema.tracing_log.c
    query = select(t.by, t.purpose, t.act, t.what, t.key, t.rule, t.rows, t.sha256, t["at"]).order_by(
        t.log_id.desc()
    )
    with store.read() as connection:
        return tuple(Noted(*row) for row in connection.execute(query.limit(limit)))
