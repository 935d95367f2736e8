"""Scopes in use: the sets of communes that some account sees exactly, and others do not."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data import schema
from data.access.rights import EXACT_IN_SCOPE

Scopes = tuple[frozenset[int], ...]


def known_scopes(connection: Connection) -> Scopes:
    """The distinct scopes of accounts whose duty lets them see exact counts, in a fixed order.

    An account that is switched off counts too: what it saw it still knows.
    """
    a, r, c = schema.account_unit.c, schema.account_role.c, schema.commune.c
    exact = select(r.account_id).where(r.role.in_([role.value for role in EXACT_IN_SCOPE]))
    query = (
        select(a.account_id, c.unit_id)
        .join(schema.commune, (c.code == a.code) & (c.valid_from == a.valid_from))
        .where(a.account_id.in_(exact))
    )
    units: dict[int, set[int]] = {}
    for account_id, unit_id in connection.execute(query):
        units.setdefault(account_id, set()).add(unit_id)
    return tuple(sorted({frozenset(scope) for scope in units.values()}, key=sorted))
