"""An account as it stands in the store, and the reader that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from data import schema
from data.access.reader import Reader
from data.access.rights import EXACT_EVERYWHERE, EXACT_IN_SCOPE, Role, rights_of
from data.access.sight import PUBLIC, WHOLE, Sight

By = Literal["account_id", "login", "uniquifier", "sso_subject"]


@dataclass(frozen=True)
class Account:
    """`units`: numbers of the communes of its scope; `uniquifier`: a session names it, and ends when it changes."""

    account_id: int
    login: str
    signs_as: str
    roles: frozenset[Role]
    units: frozenset[int]
    password_hash: str | None
    is_active: bool
    uniquifier: str
    sso_subject: str | None
    second_factor: str | None
    totp_secret: str | None
    recovery_codes: str | None
    failures: int
    locked_until: datetime | None
    password_at: datetime | None
    signed_in_at: datetime | None
    expires_on: date | None

    def __repr__(self) -> str:
        return f"Account({self.account_id})"

    def works_on(self, day: date) -> bool:
        """Whether it may be used on this day; its last day counts."""
        return self.is_active and (self.expires_on is None or day <= self.expires_on)

    @property
    def must_change_password(self) -> bool:
        """A password that somebody else made is for one sign-in."""
        return self.password_hash is not None and self.password_at is None

    @property
    def has_second_factor(self) -> bool:
        return self.second_factor is not None and self.totp_secret is not None


def find_account(connection: Connection, by: By, value: str | int) -> Account | None:
    """The account with this login, number, session mark or subject of the province's own sign-in."""
    a = schema.account.c
    row = connection.execute(select(schema.account).where(a[by] == value)).one_or_none()
    return None if row is None else _account(connection, row)


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account, by login."""
    rows = connection.execute(select(schema.account).order_by(schema.account.c.login)).all()
    return tuple(_account(connection, row) for row in rows)


def reader_of(account: Account) -> Reader:
    """Who a request of this account is from. Until a password of its own is set it may do nothing at all."""
    rights = frozenset() if account.must_change_password else rights_of(account.roles)
    return Reader(account.signs_as, account.roles, rights, _sight(account), account.account_id)


def _sight(account: Account) -> Sight:
    if account.must_change_password:
        return PUBLIC
    if account.roles & EXACT_EVERYWHERE:
        return WHOLE
    return Sight(account.units) if account.roles & EXACT_IN_SCOPE else PUBLIC


def _account(connection: Connection, row: Row[Any]) -> Account:
    r, u, c = schema.account_role.c, schema.account_unit.c, schema.commune.c
    roles = connection.execute(select(r.role).where(r.account_id == row.account_id)).scalars()
    units = connection.execute(
        select(c.unit_id)
        .join(schema.account_unit, (c.code == u.code) & (c.valid_from == u.valid_from))
        .where(u.account_id == row.account_id)
    ).scalars()
    kept = {name: value for name, value in row._mapping.items() if name not in ("created_at", "totp_counter")}
    # A duty that the program does not know gives no right.
    known = frozenset(Role(role) for role in roles if role in list(Role))
    return Account(**kept, roles=known, units=frozenset(units))
