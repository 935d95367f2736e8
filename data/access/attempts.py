"""Attempts to sign in, counted before they are judged: many at once get no more tries than one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, or_, update

from data import schema

FREE_ATTEMPTS = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)


@dataclass(frozen=True)
class Attempt:
    """One counted try; `locks_until` is the lock that stands if it was wrong."""

    account_id: int
    locks_until: datetime | None


def lock_after(failures: int) -> timedelta | None:
    """Quarter of an hour after the fifth wrong try, twice as long after each one more, a day at most."""
    if failures < FREE_ATTEMPTS:
        return None
    doublings = min(failures - FREE_ATTEMPTS, 16)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def attempt(connection: Connection, account_id: int, moment: datetime) -> Attempt | None:
    """Count one try as wrong until it proves right; None while the account is locked, where nothing is counted."""
    a = schema.account.c
    is_open = or_(a.locked_until.is_(None), a.locked_until <= moment)
    failures = connection.execute(
        update(schema.account)
        .where(a.account_id == account_id, is_open)
        .values(failures=a.failures + 1)
        .returning(a.failures)
    ).scalar_one_or_none()
    if failures is None:
        return None
    lock = lock_after(failures)
    until = None if lock is None else moment + lock
    _set(connection, account_id, locked_until=until)
    return Attempt(account_id, until)


def was_right(connection: Connection, tried: Attempt) -> None:
    """Take one try back: a right password is no failure, but not yet a sign-in that clears the ones before."""
    a = schema.account.c
    is_ours = func.coalesce(a.locked_until == tried.locks_until, False)
    connection.execute(
        update(schema.account)
        .where(a.account_id == tried.account_id)
        .values(failures=a.failures - 1, locked_until=case((is_ours, None), else_=a.locked_until))
    )


def signed_in(connection: Connection, account_id: int, moment: datetime) -> None:
    """Both factors were right: the count begins anew."""
    _set(connection, account_id, failures=0, locked_until=None, signed_in_at=moment)


def _set(connection: Connection, account_id: int, **values: object) -> None:
    connection.execute(
        update(schema.account).where(schema.account.c.account_id == account_id).values(**values)
    )
