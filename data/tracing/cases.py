"""F0s as the line list has them, with the check-ins they made while infectious."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, func, null, or_, select

from data import schema
from data.store import Store
from data.tracing.answers import CaseLine
from data.tracing.meeting import stay_rows
from data.tracing.period import Period, infectious_period
from data.tracing.scope import Scope, here_and_far, scope_of
from geo.exposure_rule import ExposureRule

DEFAULT = ExposureRule()


def find_cases(
    store: Store,
    unit_ids: frozenset[int] | None,
    first: date,
    last: date,
    limit: int,
    offset: int,
    rule: ExposureRule = DEFAULT,
) -> tuple[tuple[CaseLine, ...], int]:
    """Cases published on `first` to `last`, by that day and by number; and how many there are in all."""
    c, scope = schema.case_line.c, scope_of(store, rule)
    wanted = [c.confirmed_day.between(first, last)]
    wanted += [] if unit_ids is None else [c.unit_id.in_(unit_ids)]
    with store.read() as connection:
        if scope.is_whole:
            page = _lines().where(*wanted).order_by(c.confirmed_day, c.case_id).limit(limit).offset(offset)
            total, rows = _count(connection, wanted), connection.execute(page).all()
        else:
            numbers = _numbers(connection, wanted, scope)
            total, rows = len(numbers), case_rows(connection, numbers[offset : offset + limit])
        lines = [case_line(connection, row, rule, scope) for row in rows]
    return tuple(lines), total


def _count(connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> int:
    return connection.execute(select(func.count()).where(*wanted)).scalar_one()


def _numbers(connection: Connection, wanted: Sequence[ColumnElement[bool]], scope: Scope) -> list[int]:
    """Numbers of the cases within scope, in the order of the list: two numbers a case, for there are too many for SQL."""
    c = schema.case_line.c
    query = select(c.case_id, c.person_id).where(*wanted).order_by(c.confirmed_day, c.case_id)
    numbers, persons = [], []
    for case_id, person_id in connection.execute(query):
        numbers.append(case_id)
        persons.append(person_id)
    is_seen = scope.has_cases(np.array(persons, np.int64)).tolist()
    return [case_id for case_id, seen in zip(numbers, is_seen, strict=True) if seen]


def search_cases(store: Store, record: str, limit: int, rule: ExposureRule = DEFAULT) -> tuple[CaseLine, ...]:
    """Cases that a source numbers so, or that have this number here, by day of publication."""
    c, f, scope = schema.case_line.c, schema.import_file.c, scope_of(store, rule)
    wanted = and_(f.is_simulated.is_(False), c.record == record)
    if record.isascii() and record.isdigit() and len(record) < 20 and int(record) < 1 << 63:
        wanted = or_(wanted, c.case_id == int(record))
    found = _lines().where(wanted).order_by(c.confirmed_day, c.case_id)
    with store.read() as connection:
        rows = [row for row in connection.execute(found) if scope.has_case(row.person_id)]
        return tuple(case_line(connection, row, rule, scope) for row in rows[:limit])


def one_case(store: Store, case_id: int, rule: ExposureRule = DEFAULT) -> CaseLine | None:
    """None where there is no such case within scope."""
    scope = scope_of(store, rule)
    with store.read() as connection:
        row = case_row(connection, case_id)
        if row is None or not scope.has_case(row.person_id):
            return None
        return case_line(connection, row, rule, scope)


def case_row(connection: Connection, case_id: int) -> Row[*tuple[Any, ...]] | None:
    """Columns of CaseLine without the visits; None where there is no such case."""
    return connection.execute(_ONE, {"wanted": case_id}).first()


def case_rows(connection: Connection, case_ids: Collection[int]) -> list[Row[*tuple[Any, ...]]]:
    """The same of several, in the order given, once each; unknown ones are left out."""
    found = {row.case_id: row for row in connection.execute(_SOME, {"wanted": list(case_ids)})}
    return [found[case_id] for case_id in dict.fromkeys(case_ids) if case_id in found]


def period_of(row: Row[*tuple[Any, ...]], rule: ExposureRule) -> Period | None:
    days = row.onset_day, row.first_positive_day, row.confirmed_day
    return infectious_period(*days, row.isolated_at, rule)


def case_line(
    connection: Connection, row: Row[*tuple[Any, ...]], rule: ExposureRule, scope: Scope
) -> CaseLine:
    """With its visits to venues within scope."""
    period = period_of(row, rule)
    stays = stay_rows(connection, row.person_id, *period, rule) if period else []
    return with_visits(row, len(here_and_far(scope, stays)[0]))


def with_visits(row: Row[*tuple[Any, ...]], visits: int) -> CaseLine:
    return CaseLine(**row._mapping, visits=visits)


def _lines() -> Select[*tuple[Any, ...]]:
    c, f = schema.case_line.c, schema.import_file.c
    record = case((f.is_simulated, null()), else_=c.record).label("record")
    dates = c.onset_day, c.first_positive_day, c.confirmed_day, c.isolated_at
    columns = c.case_id, c.person_id, record, c.unit_id, *dates, f.is_simulated
    return select(*columns).join(schema.import_file, f.file_id == c.file_id)


_ONE = _lines().where(schema.case_line.c.case_id == bindparam("wanted"))
_SOME = _lines().where(schema.case_line.c.case_id.in_(bindparam("wanted", expanding=True)))
