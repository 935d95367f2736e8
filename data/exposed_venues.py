"""Exposed venues as seen on each day: who was inside, how many were exposed, within the days on display."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Function,
    Over,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from data import schema
from data.days import day_number
from data.stays import ExposureRule, calendar, stay


def write_venue_exposure(connection: Connection, rule: ExposureRule, first: date, last: date) -> None:
    """Replace the venues as seen on `first` to `last`; needs the contacts and the scratch tables."""
    e = schema.venue_exposure
    connection.execute(e.delete().where(e.c.day.between(first, last)))
    connection.execute(e.insert().from_select(list(e.c.keys()), exposed_venues(rule, first, last)))


def exposed_venues(
    rule: ExposureRule, first: date, last: date, contact: Table = schema.exposure_contact
) -> Select[*tuple[Any, ...]]:
    """Rows of venue_exposure: every venue with an F0 inside within `display_days`, on each day looked at.

    People who come into view and leave it are events of +1 and -1; their running sums are the figures, which
    hold from one event to the next. No set of people has to be counted anew for every day. `contact` holds the
    contacts.
    """
    seen_since = first - timedelta(rule.display_days)
    inside = _in_view(_inside(seen_since, last), rule.display_days)
    exposed = _in_view(_exposed(contact, seen_since, last), rule.display_days)
    certain = _in_view(_exposed(contact, seen_since, last, is_imputed=False), rule.display_days)
    step = _running(inside, exposed, certain).subquery("step")
    held = and_(calendar.c.number >= step.c.number, calendar.c.number < step.c.next_number)
    return (
        select(
            step.c.venue_id,
            calendar.c.day,
            (calendar.c.number - step.c.last_inside).label("days_since"),
            step.c.cases,
            step.c.people_exposed,
            (step.c.people_exposed - step.c.people_certain).label("people_imputed"),
        )
        .join(calendar, held)
        .where(step.c.cases > 0, calendar.c.number.between(day_number(first), day_number(last)))
    )


def _inside(first: date, last: date) -> Select[int, int, int]:
    """venue_id, person_id, number: each day on which an F0 was inside."""
    covered = and_(calendar.c.number >= stay.c.first_day, calendar.c.number <= stay.c.last_day)
    return (
        select(stay.c.venue_id, stay.c.person_id, calendar.c.number)
        .join(calendar, covered)
        .where(calendar.c.number.between(day_number(first), day_number(last)))
        .distinct()
    )


def _exposed(
    contact: Table, first: date, last: date, is_imputed: bool | None = None
) -> Select[int, int, int]:
    """venue_id, person_id, number: each day on which somebody was exposed."""
    e = contact.c
    query = select(e.venue_id, e.person_id, calendar.c.number).join(calendar, calendar.c.day == e.day)
    query = query.where(e.day.between(first, last))
    return query if is_imputed is None else query.where(e.is_imputed.is_(is_imputed))


def _in_view(days: Select[int, int, int], display_days: int) -> Subquery:
    """Spells that never overlap: in view from `number` until before `gone`, the next spell or the limit."""
    d = days.subquery()
    following = func.lead(d.c.number).over(partition_by=(d.c.venue_id, d.c.person_id), order_by=d.c.number)
    limit = d.c.number + display_days + 1
    gone = case((following < limit, following), else_=limit)
    return select(d.c.venue_id, d.c.number, gone.label("gone")).subquery()


def _running(inside: Subquery, exposed: Subquery, certain: Subquery) -> Select[*tuple[Any, ...]]:
    """What is in view at a venue from the day `number` until before `next_number`."""
    events = union_all(
        *_events(inside, (1, 0, 0), is_inside=True),
        *_events(exposed, (0, 1, 0)),
        *_events(certain, (0, 0, 1)),
    ).subquery("event")
    totals = [func.sum(events.c[name]).label(name) for name in ("cases", "people_exposed", "people_certain")]
    last_inside = func.max(events.c.last_inside).label("last_inside")
    day = (
        select(events.c.venue_id, events.c.number, *totals, last_inside)
        .group_by(events.c.venue_id, events.c.number)
        .subquery("event_day")
    )

    def so_far(function: Function[Any]) -> Over[Any]:
        return function.over(partition_by=day.c.venue_id, order_by=day.c.number)

    return select(
        day.c.venue_id,
        day.c.number,
        func.coalesce(so_far(func.lead(day.c.number)), day.c.number + 1).label("next_number"),
        *(so_far(func.sum(day.c[total.name])).label(total.name) for total in totals),
        so_far(func.max(day.c.last_inside)).label("last_inside"),
    )


def _events(
    spells: Subquery, weights: tuple[int, int, int], is_inside: bool = False
) -> tuple[Select[*tuple[Any, ...]], ...]:
    """A spell as two events; weights are those of cases, people_exposed and people_certain."""
    names = ("cases", "people_exposed", "people_certain")
    comes = [literal(w).label(name) for w, name in zip(weights, names, strict=True)]
    goes = [literal(-w).label(name) for w, name in zip(weights, names, strict=True)]
    seen = (spells.c.number if is_inside else null()).label("last_inside")
    return (
        select(spells.c.venue_id, spells.c.number, *comes, seen),
        select(spells.c.venue_id, spells.c.gone.label("number"), *goes, null().label("last_inside")),
    )
