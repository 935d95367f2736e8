"""Judging a sign-in: the same work and the same answer for a wrong password, an unknown login and a locked account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, update

from data import schema
from data.access.account import Account, find_account
from data.access.attempts import attempt, signed_in, was_right
from data.access.passwords import matches
from data.days import now
from data.engine import writing

NOBODY_ID = 0


def check_password(engine: Engine, login: str, password: str, pepper: str) -> Account | None:
    """The account whose login and password these are; None for anything else, a lock included."""
    moment = _now()
    with writing(engine) as connection:
        account = find_account(connection, "login", login.strip().lower())
        usable = account is not None and account.works_on(moment.date())
        tried = attempt(connection, account.account_id if account and usable else NOBODY_ID, moment)
    password_hash = account.password_hash if account and tried else None
    if not matches(password, password_hash, pepper) or tried is None:
        return None
    with writing(engine) as connection:
        was_right(connection, tried)
    return account


def check_second_factor(engine: Engine, account: Account, is_right: Callable[[], bool]) -> bool:
    """Whether the second factor is right; wrong ones count like wrong passwords. Right ones clear the count."""
    with writing(engine) as connection:
        tried = attempt(connection, account.account_id, _now())
    if tried is None or not is_right():
        return False
    with writing(engine) as connection:
        signed_in(connection, account.account_id, _now())
    return True


def use_code(engine: Engine, account_id: int, counter: int) -> bool:
    """Note that the authenticator's code of a half minute was used; False where it or a later one was before."""
    a = schema.account.c
    is_new = (a.totp_counter.is_(None)) | (a.totp_counter < counter)
    with writing(engine) as connection:
        done = connection.execute(
            update(schema.account).where(a.account_id == account_id, is_new).values(totp_counter=counter)
        )
    return done.rowcount == 1


def set_authenticator(engine: Engine, account_id: int, secret: str) -> bool:
    """Keep the authenticator's secret; False where the account has one already."""
    a = schema.account.c
    with writing(engine) as connection:
        done = connection.execute(
            update(schema.account)
            .where(a.account_id == account_id, a.second_factor.is_(None))
            .values(second_factor="authenticator", totp_secret=secret)
        )
    return done.rowcount == 1


def set_recovery_codes(engine: Engine, account_id: int, codes: str | None, before: str | None) -> bool:
    """Keep what is left of the recovery codes; False where another request changed them meanwhile."""
    a = schema.account.c
    is_as_read = a.recovery_codes.is_(None) if before is None else a.recovery_codes == before
    with writing(engine) as connection:
        done = connection.execute(
            update(schema.account).where(a.account_id == account_id, is_as_read).values(recovery_codes=codes)
        )
    return done.rowcount == 1


def _now() -> datetime:
    return now().replace(tzinfo=None)
