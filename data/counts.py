"""What the rollups count: one query a measure, and the subject whose report says whether a count is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, func, select

from data import schema
from data.days import SECONDS_PER_DAY, midnight
from data.measures import (
    CHECKINS,
    DECLARATIONS,
    INSTALLS,
    NEW_CASES,
    SYMPTOMATIC_DECLARATIONS,
    SYMPTOMS_ANSWERED,
)
from data.stays import local_day_number

Query = Select[*tuple[Any, ...]]
"""Rows of day, unit_id, values; the day as a date or as days since 1970-01-01."""


@dataclass(frozen=True)
class Measure:
    """One measure: `count(first, last)` is its query for those days, both included; `value` numbers its column."""

    name: str
    subject: str
    count: Callable[[date, date], Query]
    value: int = 0


@dataclass
class Counts:
    """What the queries of one refresh found; measures that follow each other and share a query have it run once."""

    connection: Connection
    _query: Callable[[date, date], Query] | None = None
    _found: dict[tuple[date, date], list[tuple[Any, int, float]]] = field(default_factory=dict)

    def of(self, measure: Measure, first: date, last: date) -> list[tuple[Any, int, float]]:
        """Day, commune and value; the day as the query gives it."""
        if self._query is not measure.count:
            self._query, self._found = measure.count, {}
        if (first, last) not in self._found:
            self._found[first, last] = [tuple(r) for r in self.connection.execute(measure.count(first, last))]
        return [(row[0], row[1], row[2 + measure.value]) for row in self._found[first, last]]


def _new_cases(first: date, last: date) -> Query:
    c = schema.case_count.c
    query = select(c.day, c.unit_id, func.sum(c.new_cases))
    return query.where(c.day.between(first, last)).group_by(c.day, c.unit_id)


def _declarations(first: date, last: date) -> Query:
    """All, those that answered the question for symptoms, and those with one: where nobody asked is not none."""
    d = schema.declaration.c
    day = local_day_number(d.declared_at)
    ill = func.count().filter(d.symptoms != 0)
    query = select(day, d.unit_id, func.count(), func.count(d.symptoms), ill)
    return query.where(_on(d.declared_at, first, last)).group_by(day, d.unit_id)


def _checkins(first: date, last: date) -> Query:
    """Visits by the day they began, in the commune of the venue."""
    v, place = schema.checkin.c, schema.venue.c
    day = local_day_number(v.t_in)
    query = select(day, place.unit_id, func.count()).select_from(schema.venue)
    query = query.join(schema.checkin, (v.venue_id == place.venue_id) & _on(v.t_in, first, last))
    return query.group_by(day, place.unit_id)


def _installs(first: date, last: date) -> Query:
    """Installs of all apps together; a phone with two apps counts twice."""
    i = schema.install_count.c
    query = select(i.day, i.unit_id, func.sum(i.installs))
    return query.where(i.day.between(first, last)).group_by(i.day, i.unit_id)


def _on(epoch_seconds: Column[int], first: date, last: date) -> ColumnElement[bool]:
    return epoch_seconds.between(midnight(first), midnight(last) + SECONDS_PER_DAY - 1)


COUNTED = (
    Measure(NEW_CASES, "cases", _new_cases),
    Measure(DECLARATIONS, "declarations", _declarations),
    Measure(SYMPTOMS_ANSWERED, "declarations", _declarations, 1),
    Measure(SYMPTOMATIC_DECLARATIONS, "declarations", _declarations, 2),
    Measure(CHECKINS, "checkins", _checkins),
    Measure(INSTALLS, "installs", _installs),
)
