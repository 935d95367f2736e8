"""What the rollups count: one query a measure, and the subject whose report says whether a count is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, func, select

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
"""Rows of day, unit_id, value; the day as a date or as days since 1970-01-01."""


@dataclass(frozen=True)
class Measure:
    """One measure: `count(first, last)` is its query for those days, both included."""

    name: str
    subject: str
    count: Callable[[date, date], Query]


def _new_cases(first: date, last: date) -> Query:
    c = schema.case_count.c
    query = select(c.day, c.unit_id, func.sum(c.new_cases))
    return query.where(c.day.between(first, last)).group_by(c.day, c.unit_id)


def _declarations(first: date, last: date) -> Query:
    d = schema.declaration.c
    day = local_day_number(d.declared_at)
    query = select(day, d.unit_id, func.count()).where(_on(d.declared_at, first, last))
    return query.group_by(day, d.unit_id)


def _symptoms_answered(first: date, last: date) -> Query:
    """Where nobody asked, no symptom is not the same as none."""
    return _declarations(first, last).where(schema.declaration.c.symptoms.is_not(None))


def _symptomatic_declarations(first: date, last: date) -> Query:
    return _declarations(first, last).where(schema.declaration.c.symptoms != 0)


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
    Measure(SYMPTOMS_ANSWERED, "declarations", _symptoms_answered),
    Measure(SYMPTOMATIC_DECLARATIONS, "declarations", _symptomatic_declarations),
    Measure(CHECKINS, "checkins", _checkins),
    Measure(INSTALLS, "installs", _installs),
)
