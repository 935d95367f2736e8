"""One run: what is due is deleted, counted and written over, and the keys of days that are over are destroyed.

Each kind of row goes in a transaction of its own, with the count of it. Everything can be done again: a run that died
half way is taken up by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, func, select

from data import schema
from data.audit.audit import Audit
from data.day_keys import destroy_keys
from data.engine import connect, writing
from data.intake.coverage import has_reports
from data.lake.files import alone
from data.pseudonyms import key_id_of
from data.retention import marks
from data.retention.delete import (
    delete_checkins,
    delete_contacts,
    delete_declarations,
    delete_notices,
    delete_people,
)
from data.retention.due import Due, due_on
from data.retention.held import empty_held
from data.retention.noted import DAY_KEYS, FINISHED, Deleted, finished_on, has_begun, note
from data.retention.traces import empty_log, renew_copies, write_anew, write_over
from data.rollup import refresh
from data.settings import Settings

Delete = Callable[[Connection, date], int]


@dataclass(frozen=True)
class Run:
    """What went; `is_log_empty` False: SQLite's log still holds bytes of it, for somebody kept reading."""

    deleted: tuple[Deleted, ...]
    is_log_empty: bool = True


def steps_of(due: Due) -> tuple[tuple[str, date, Delete], ...]:
    """Kinds of rows in their order: people last, when nothing refers to them."""
    return (
        (marks.CHECKINS, due.checkins, delete_checkins),
        (marks.DECLARATIONS, due.declarations, delete_declarations),
        (marks.CONTACTS, due.contacts, delete_contacts),
        (marks.NOTICES, due.contacts, delete_notices),
        ("held_rows", due.held, empty_held),
        ("people", due.today, delete_people),
    )


def retain(settings: Settings, today: date, is_anew: bool = False) -> Run:
    """Delete what is due on `today`; `is_anew` writes the store anew after it in any case. Raises DichteError."""
    engine, due = connect(settings.store_url), due_on(today, settings)
    try:
        with alone(settings.var_dir / "retention"):
            deleted = [
                _in_its_own(engine, settings, what, before, delete) for what, before, delete in steps_of(due)
            ]
            deleted.append(_destroy(engine, settings, due.held))
            renew_copies(engine, settings)
            if is_anew or _leaves_bytes(engine):
                write_anew(engine)
            is_log_empty = empty_log(engine)
            with writing(engine) as connection:
                _note(connection, settings, Deleted(FINISHED, today, sum(each.rows for each in deleted)))
        return Run(tuple(deleted), is_log_empty)
    finally:
        engine.dispose()


def retain_once_a_day(settings: Settings, today: date) -> Run | None:
    """The same unless a run of today, by whatever process, came to its end."""
    engine = connect(settings.store_url)
    try:
        with engine.connect() as connection:
            last = finished_on(connection)
    finally:
        engine.dispose()
    return None if last is not None and last >= today else retain(settings, today)


def would_delete(settings: Settings, today: date) -> tuple[Deleted, ...]:
    """What a run would delete; everything is taken back."""
    engine, due = connect(settings.store_url), due_on(today, settings)
    try:
        with writing(engine, is_bulk=True) as connection, connection.begin_nested() as kept:
            found = [_deleted(connection, *step) for step in steps_of(due)]
            kept.rollback()
        return tuple(found)
    finally:
        engine.dispose()


def _leaves_bytes(engine: Engine) -> bool:
    """SQLite leaves some where rows were moved about. PostgreSQL's own vacuum uses their room again."""
    with engine.connect() as connection:
        return connection.dialect.name == "sqlite" and has_begun(connection)


def _note(connection: Connection, settings: Settings, deleted: Deleted) -> None:
    """Counted where readers see it, and in the audit chain where anything went."""
    note(connection, deleted)
    if deleted.rows or deleted.keys:
        said = {"before": deleted.before_day.isoformat(), "rows": deleted.rows, "keys": deleted.keys}
        audit = Audit(connection.engine, settings).at_the_command_line()
        audit.within(connection, "retention", deleted.what, "", "retention", said)


def _in_its_own(engine: Engine, settings: Settings, what: str, before: date, delete: Delete) -> Deleted:
    # Nothing refers to what goes: to look that up row by row takes a pass over a table for each person.
    with writing(engine, is_bulk=True) as connection:
        write_over(connection)
        deleted = _deleted(connection, what, before, delete)
        _note(connection, settings, deleted)
    return deleted


def _deleted(connection: Connection, what: str, before: date, delete: Delete) -> Deleted:
    # What was pushed and never counted would be lost to the daily figures.
    if what in (marks.CHECKINS, marks.DECLARATIONS) and has_reports(connection):
        refresh(connection)
    return Deleted(what, before, delete(connection, before))


def _destroy(engine: Engine, settings: Settings, before: date) -> Deleted:
    """Destroy the keys of days that are over: nothing in the store needs them, and no copy of it opens any more."""
    with engine.connect() as connection:
        needed = _keys_needed(connection)
    deleted = Deleted(DAY_KEYS, before, keys=destroy_keys(settings.keys_path, before, needed))
    if deleted.keys:
        with writing(engine) as connection:
            _note(connection, settings, deleted)
    return deleted


def _keys_needed(connection: Connection) -> set[str]:
    """Ids of the keys that open what is still sealed in the store."""
    h = schema.held_row.c
    heads = select(func.substr(h.sealed, 1, 32)).where(h.sealed.is_not(None)).distinct()
    return {key_id_of(bytes(head)) for head in connection.execute(heads).scalars()}
