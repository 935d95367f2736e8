"""Entries that other parts ask for by name: signing in, and changes of accounts."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data import schema
from data.audit.audit import Audit
from data.audit.entry import Detail
from data.engine import writing

UNKNOWN = "unknown"


def note_sign_in(audit: Audit, act: str, login: str, detail: Detail | None = None) -> None:
    """`act`: sign_in, sign_in_failed, sign_out, locked … What is no account's login is never kept: people type
    passwords there by mistake."""
    a = schema.account.c
    with writing(audit.engine) as connection:
        signs_as = connection.execute(select(a.signs_as).where(a.login == login)).scalar()
        key, by = (UNKNOWN, UNKNOWN) if signs_as is None else (login, signs_as)
        audit.within(connection, act, "account", key, by, detail)


def note_account(
    audit: Audit, connection: Connection, act: str, login: str, by: str, detail: Detail | None = None
) -> None:
    """A change of an account, inside the caller's `writing`: create, roles, units, password, off … `detail`: duties and
    codes of communes, never a password or a secret."""
    audit.within(connection, f"account_{act}", "account", login, by, detail)
