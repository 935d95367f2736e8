"""A store with a chain, and an attacker's hands on it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, text

from data import schema
from data.access.secrets import load_secrets
from data.audit.audit import Audit
from data.audit.entry import Sealed
from data.audit.verify import Verdict, verify
from data.engine import connect
from data.migrate import upgrade
from data.settings import Settings


def open_chain(folder: Path, entries: int = 0, database_url: str = "", access: str = "accounts") -> Audit:
    """A store as the revisions make it, with so many entries."""
    settings = Settings(var_dir=folder, database_url=database_url, access=access)
    engine = connect(settings.store_url)
    upgrade(engine)
    audit = Audit(engine, settings)
    for number in range(1, entries + 1):
        audit.note("look", "case", number, "Cán bộ A", {"rows": number, "purpose": "ổ dịch"})
    return audit


def verdict_of(audit: Audit) -> Verdict:
    key = load_secrets(audit.settings.secrets_path).audit.encode()
    with audit.engine.connect() as connection:
        return verify(connection, key, audit.settings.anchor_path)


def broken(audit: Audit) -> tuple[int, str] | None:
    """Number of the first broken entry, and how."""
    found = verdict_of(audit).broken
    return None if found is None else (found.seq, found.how)


def rows_of(engine: Engine) -> list[Sealed]:
    e = schema.audit_entry.c
    with engine.connect() as connection:
        columns = [e[name] for name in Sealed.__dataclass_fields__]
        return [Sealed(*row) for row in connection.execute(select(*columns).order_by(e.seq))]


def free(engine: Engine) -> None:
    """Whoever owns the database can take the triggers away."""
    with engine.begin() as connection:
        for table in ("audit_entry", "tracing_log"):
            if connection.dialect.name == "sqlite":
                for act in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{act}"))
            else:
                connection.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))


def put(engine: Engine, rows: Iterable[Sealed]) -> None:
    """Write the chain anew, just so."""
    free(engine)
    with engine.begin() as connection:
        connection.execute(schema.audit_entry.delete())
        connection.execute(schema.audit_entry.insert(), [vars(row) for row in rows])


def edit(engine: Engine, number: int, **values: Any) -> None:
    free(engine)
    with engine.begin() as connection:
        e = schema.audit_entry
        connection.execute(e.update().where(e.c.seq == number).values(**values))
