"""The scope of an account: communes of the vintage that stands, named one by one or by district."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, insert

from data import schema
from data.errors import AccountRefused
from data.units import load_units

T = TypeVar("T")

Commune = tuple[str, date]
"""Code of a commune, and since when it means this one."""


def expand_scope(
    connection: Connection, communes: Iterable[str], districts: Iterable[str]
) -> frozenset[Commune]:
    """Communes of these codes, and all of these districts. Raises AccountRefused for a code that is none."""
    units = load_units(connection)
    by_code = {each.code: (each.code, each.valid_from) for each in units.communes}
    by_district: dict[str, set[Commune]] = {}
    for each in units.communes:
        by_district.setdefault(each.district_code, set()).add((each.code, each.valid_from))
    named = {_known(code, by_code, "commune") for code in communes}
    return frozenset(named.union(*(_known(code, by_district, "district") for code in districts)))


def write_scope(connection: Connection, account_id: int, scope: Iterable[Commune]) -> None:
    rows = [
        {"account_id": account_id, "code": code, "valid_from": valid_from}
        for code, valid_from in sorted(set(scope))
    ]
    if rows:
        connection.execute(insert(schema.account_unit), rows)


def _known(code: str, known: dict[str, T], kind: str) -> T:
    if code not in known:
        raise AccountRefused(
            f"Expected the code of a {kind} of the store, as {next(iter(sorted(known)), '–')}, got {code!r}."
        )
    return known[code]
