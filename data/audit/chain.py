"""Appending to the chain, and reading it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from data import schema
from data.audit.entry import GENESIS, Entry, Sealed, sealed
from data.days import now

_E = schema.audit_entry.c
_COLUMNS = tuple(_E[name] for name in Sealed.__dataclass_fields__)


def record(connection: Connection, key: bytes | str, entry: Entry) -> Sealed:
    """Append `entry` in the caller's write transaction, which `data.engine.writing` lets be the only one."""
    secret = key.encode() if isinstance(key, str) else key
    last = connection.execute(select(_E.seq, _E.digest).order_by(_E.seq.desc()).limit(1)).first()
    seq, previous = (1, GENESIS) if last is None else (last.seq + 1, last.digest)
    made = sealed(secret, entry, seq, now().isoformat(timespec="milliseconds"), previous)
    connection.execute(schema.audit_entry.insert().values(**vars(made)))
    return made


def entries(connection: Connection) -> Iterator[Sealed]:
    """The whole chain in order, a few at a time: it may be long."""
    yield from _read(connection, select(*_COLUMNS).order_by(_E.seq))


def last_entries(connection: Connection, limit: int, act: str = "") -> tuple[Sealed, ...]:
    """The newest entries, of one act where asked, in the order in which they were made."""
    query = select(*_COLUMNS).order_by(_E.seq.desc()).limit(limit)
    return tuple(_read(connection, query.where(_E.act == act) if act else query))[::-1]


def _read(connection: Connection, query: Select[Any]) -> Iterator[Sealed]:
    with connection.execute(query.execution_options(yield_per=5_000)) as found:
        for row in found:
            yield Sealed(*row)
