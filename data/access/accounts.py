"""Accounts: make one, reset its password, switch it off and on, give it duties and a scope."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from data import schema
from data.access.account import Account, find_account
from data.access.duties import check_duties
from data.access.passwords import hashed, one_time_password
from data.access.rights import Role
from data.access.scope import Commune, write_scope
from data.days import now
from data.errors import AccountRefused

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
LONGEST_NAME = 60


def create_account(
    connection: Connection,
    login: str,
    signs_as: str,
    roles: Collection[Role],
    scope: Collection[Commune],
    expires_on: date | None,
    pepper: str,
) -> str:
    """Make an account; its password, for one sign-in, is returned and kept nowhere. Raises AccountRefused."""
    _check_names(connection, login, signs_as)
    check_duties(roles, scope)
    password = one_time_password()
    result = connection.execute(
        insert(schema.account)
        .values(
            login=login,
            signs_as=signs_as,
            password_hash=hashed(password, pepper),
            is_active=True,
            uniquifier=new_mark(),
            created_at=now().replace(tzinfo=None),
            expires_on=expires_on,
        )
        .returning(schema.account.c.account_id)
    )
    account_id = int(result.scalar_one())
    _write_roles(connection, account_id, roles)
    write_scope(connection, account_id, scope)
    return password


def reset_password(connection: Connection, login: str, pepper: str, has_new_factor: bool = False) -> str:
    """A new password for one sign-in; sessions end and a lock is lifted. `has_new_factor`: the authenticator too.

    Raises AccountRefused for an account of the province's own sign-in, which has no password here.
    """
    if require_account(connection, login).sso_subject is not None:
        raise AccountRefused(
            f"Expected an account with a password, got {login!r}, which signs in through the province's own service. "
            f"Reset it there, or take it from there first: python -m data user sso {login} ''"
        )
    password = one_time_password()
    forgotten: dict[str, object] = dict.fromkeys(
        ("second_factor", "totp_secret", "totp_counter", "recovery_codes")
    )
    _change(
        connection,
        login,
        password_hash=hashed(password, pepper),
        password_at=None,
        uniquifier=new_mark(),
        failures=0,
        locked_until=None,
        **(forgotten if has_new_factor else {}),
    )
    return password


def set_own_password(connection: Connection, account_id: int, password: str, pepper: str) -> str:
    """What its owner chose; every session of the account ends. Returns the mark that a new session names."""
    mark = new_mark()
    connection.execute(
        update(schema.account)
        .where(schema.account.c.account_id == account_id)
        .values(
            password_hash=hashed(password, pepper), password_at=now().replace(tzinfo=None), uniquifier=mark
        )
    )
    return mark


def end_sessions(connection: Connection, account_id: int) -> None:
    """Every session of the account ends, on every machine."""
    of_account = schema.account.c.account_id == account_id
    connection.execute(update(schema.account).where(of_account).values(uniquifier=new_mark()))


def switch(connection: Connection, login: str, is_active: bool) -> None:
    """Off: it can't sign in and its sessions end. On: it can again, and a lock is lifted."""
    lifted: dict[str, object] = {"failures": 0, "locked_until": None} if is_active else {}
    _change(connection, login, is_active=is_active, uniquifier=new_mark(), **lifted)


def set_expiry(connection: Connection, login: str, expires_on: date | None) -> None:
    _change(connection, login, expires_on=expires_on)


def set_subject(connection: Connection, login: str, subject: str | None) -> None:
    """Who it is at the province's own sign-in, and no password any more; None for nobody: it needs a reset then."""
    a = schema.account.c
    taken = connection.execute(select(a.login).where(a.sso_subject == subject, a.login != login)).scalar()
    if subject is not None and taken is not None:
        raise AccountRefused(
            f"Expected a subject that no other account has, got that of {taken!r}. Take it from there first: "
            f"python -m data user sso {taken} ''"
        )
    _change(
        connection, login, sso_subject=subject, password_hash=None, password_at=None, uniquifier=new_mark()
    )


def set_duties(
    connection: Connection, login: str, roles: Collection[Role], scope: Collection[Commune]
) -> None:
    """Other duties and another scope; its sessions end, for what they saw is no longer theirs."""
    account = require_account(connection, login)
    check_duties(roles, scope)
    for table in (schema.account_role, schema.account_unit):
        connection.execute(table.delete().where(table.c.account_id == account.account_id))
    _write_roles(connection, account.account_id, roles)
    write_scope(connection, account.account_id, scope)
    _change(connection, login, uniquifier=new_mark())


def require_account(connection: Connection, login: str) -> Account:
    """Raises AccountRefused where nobody has this login."""
    account = find_account(connection, "login", login)
    if account is None:
        raise AccountRefused(
            f"Expected the login of an account, got {login!r}. See them with: python -m data user list"
        )
    return account


def new_mark() -> str:
    return secrets.token_hex(32)


def _change(connection: Connection, login: str, **values: object) -> None:
    account = require_account(connection, login)
    of_account = schema.account.c.account_id == account.account_id
    connection.execute(update(schema.account).where(of_account).values(**values))


def _check_names(connection: Connection, login: str, signs_as: str) -> None:
    a = schema.account.c
    if not LOGIN.fullmatch(login):
        raise AccountRefused(
            f"Expected a login of 3 to 60 small letters, digits, dots, dashes and underscores, got {login!r}."
        )
    if not signs_as.strip() or len(signs_as) > LONGEST_NAME or not signs_as.isprintable():
        raise AccountRefused(
            f"Expected how acts are signed, 1 to {LONGEST_NAME} characters, got {signs_as!r}."
        )
    taken = connection.execute(
        select(a.login).where((a.login == login) | (func.lower(a.signs_as) == signs_as.lower()))
    ).scalar()
    if taken is not None:
        # Two accounts that sign alike could stand for two people.
        raise AccountRefused(
            f"Expected a login and a signature that no account has, got {login!r}, {signs_as!r}; {taken!r} has one "
            "of them. Choose others."
        )


def _write_roles(connection: Connection, account_id: int, roles: Iterable[Role]) -> None:
    rows = [{"account_id": account_id, "role": role.value} for role in sorted(set(roles))]
    connection.execute(insert(schema.account_role), rows)
