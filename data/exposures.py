"""Who was where with an F0: the definition of geo/copresence.py in SQL, portable, plain, and the yardstick for anything
faster. The days are those of the visits, whenever the case became known.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select

from data import schema
from data.days import SECONDS_PER_DAY, midnight
from data.stays import ALL, MINUTE, Known, calendar, earlier, later, left_at, local_day_number, stay
from data.stays import ExposureRule as ExposureRule


def contacts(
    rule: ExposureRule, first: date | None = None, last: date | None = None, known: Known = ALL
) -> Select[*tuple[Any, ...]]:
    """Rows of exposure_contact whose overlap began on `first` to `last`; needs the scratch tables.

    `is_imputed` is true only where every overlap of the day rests on a filled-in check-out.
    """
    s, v, shortest = stay.c, schema.checkin.c, rule.needed_seconds
    start = later(v.t_in, s.t_from)
    overlap = earlier(left_at(v.t_in, v.t_out, s.default_stay, s.max_stay), s.t_clear) - start
    bounds = [] if first is None else [start >= midnight(first)]
    bounds += [] if last is None else [start < midnight(last) + SECONDS_PER_DAY]
    pairs = (
        select(
            s.venue_id,
            local_day_number(start).label("number"),
            v.person_id,
            (func.sum(overlap) // literal(MINUTE)).label("overlap_minutes"),
            func.count(s.person_id.distinct()).label("cases"),
            func.min(case((or_(v.t_out.is_(None), s.is_imputed), 1), else_=0)).label("imputed"),
        )
        .select_from(stay)
        .join(
            schema.checkin,
            # The longest stay bounds the visits worth a look: (venue, t_in) is a plain range of the index.
            and_(
                v.venue_id == s.venue_id,
                v.t_in.between(s.t_from + shortest - s.max_stay, s.t_clear - shortest),
            ),
        )
        .where(known.visit, v.person_id != s.person_id, overlap >= shortest, *bounds)
        .group_by(s.venue_id, local_day_number(start), v.person_id)
        .subquery("pairs")
    )
    p = pairs.c
    return select(
        p.venue_id,
        calendar.c.day,
        p.person_id,
        p.overlap_minutes,
        p.cases,
        (p.imputed == 1).label("is_imputed"),
    ).join(calendar, calendar.c.number == p.number)


def write_contacts(
    connection: Connection, rule: ExposureRule, first: date | None = None, last: date | None = None
) -> None:
    """Replace the contacts of some days, or of all; needs the scratch tables."""
    e = schema.exposure_contact
    bounds = [] if first is None else [e.c.day >= first]
    bounds += [] if last is None else [e.c.day <= last]
    connection.execute(e.delete().where(*bounds))
    connection.execute(e.insert().from_select(list(e.c.keys()), contacts(rule, first, last)))
