"""Stays of the infectious, as rows of a scratch table that lives as long as the connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Select,
    Table,
    case,
    cast,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from data import schema
from data.days import (
    SECONDS_PER_DAY,
    UTC_OFFSET_SECONDS,
    day_number,
    day_of,
    days_between,
    local_day,
    midnight,
)
from geo.exposure_rule import ExposureRule as ExposureRule

MINUTE = 60


_scratch = MetaData()

calendar = Table(
    "scratch_calendar",
    _scratch,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="days since 1970-01-01"),
    Column("day", Date, nullable=False, index=True),
    Column("midnight", Integer, nullable=False, comment="epoch s at which the day begins"),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
"""Days, numbers and seconds side by side: no date arithmetic is the same in every SQL."""

stay = Table(
    "scratch_infectious_stay",
    _scratch,
    Column("venue_id", schema.Key, nullable=False),
    Column("person_id", schema.Key, nullable=False, comment="the F0"),
    Column("t_from", Integer, nullable=False, comment="epoch s from which the stay exposes others"),
    Column("t_clear", Integer, nullable=False, comment="epoch s until before which it does"),
    Column("first_day", Integer, nullable=False, comment="day number"),
    Column("last_day", Integer, nullable=False, comment="day number of the last second inside"),
    Column("default_stay", Integer, nullable=False, comment="of the venue's type, s"),
    Column("max_stay", Integer, nullable=False, comment="of the venue's type, s"),
    Column("is_imputed", Boolean, nullable=False),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


@dataclass(frozen=True)
class Known:
    """Conditions on rows of case_line and of checkin: what counts. By default all does."""

    case: ColumnElement[bool] = field(default_factory=true)
    visit: ColumnElement[bool] = field(default_factory=true)


ALL = Known()


def prepare(connection: Connection, rule: ExposureRule, known: Known = ALL) -> None:
    """Fill the scratch tables of this connection: the calendar and every infectious stay."""
    _scratch.drop_all(connection)
    _scratch.create_all(connection)
    days = days_between(*_calendar_span(connection, rule))
    rows = [{"number": day_number(d), "day": d, "midnight": midnight(d)} for d in days]
    connection.execute(calendar.insert(), rows)
    connection.execute(stay.insert().from_select(list(stay.c.keys()), infectious_stays(rule, known)))


def _calendar_span(connection: Connection, rule: ExposureRule) -> tuple[date, date]:
    """Every day on which a case can infect, or on which an exposure by one can begin or be in view."""
    c, kind = schema.case_line.c, schema.venue_type.c
    starts = select(func.min(c.onset_day), func.min(c.first_positive_day), func.min(c.confirmed_day))
    begin = min((day for day in connection.execute(starts).one() if day), default=day_of(0))
    longest_stay = select(func.max(kind.max_stay_minutes)).scalar_subquery()
    ends = select(func.max(c.confirmed_day), func.max(c.isolated_at), longest_stay)
    last, isolated, longest = connection.execute(ends).one()
    end = max(last or begin, local_day(isolated or 0)) + timedelta(rule.unknown_isolation_days + 1)
    reach = timedelta(days=1, minutes=(longest or 0) + rule.tail_minutes + rule.buffer_minutes)
    # The place alone exposes for as many days again.
    in_view = timedelta(rule.display_days * (2 if rule.match == "place" else 1))
    return begin - timedelta(rule.window_days_before + 1), end + reach + in_view


def left_at(
    t_in: ColumnElement[int],
    t_out: ColumnElement[int | None],
    default: ColumnElement[int],
    longest: ColumnElement[int],
) -> ColumnElement[int]:
    """When a visit ended, epoch s: recorded or filled in, after one second at least and the longest stay (s) at most."""
    lasted = case((t_out.is_(None), default), else_=t_out - t_in)
    return t_in + case((lasted > longest, longest), (lasted < 1, 1), else_=lasted)


def later(a: ColumnElement[int], b: ColumnElement[int]) -> ColumnElement[int]:
    return case((a > b, a), else_=b)


def earlier(a: ColumnElement[int], b: ColumnElement[int]) -> ColumnElement[int]:
    return case((a < b, a), else_=b)


def local_day_number(epoch_seconds: ColumnElement[int]) -> ColumnElement[int]:
    """Days since 1970-01-01 in Việt Nam. Written out, not bound: PostgreSQL groups only by equal text."""
    offset, day = (literal_column(str(n), Integer) for n in (UTC_OFFSET_SECONDS, SECONDS_PER_DAY))
    return (epoch_seconds + offset) // day


def infectious_periods(rule: ExposureRule, known: Known = ALL) -> Select[int, int, int]:
    """person_id, t_from, t_until of every case, epoch s, without empty periods; needs the calendar."""
    c = schema.case_line.c
    begin, publication = calendar.alias("begin"), calendar.alias("publication")
    end_of_day = publication.c.midnight + SECONDS_PER_DAY * (1 + rule.unknown_isolation_days)
    t_from = begin.c.midnight - SECONDS_PER_DAY * rule.window_days_before
    t_until = func.coalesce(c.isolated_at, end_of_day)
    return (
        select(c.person_id, t_from.label("t_from"), t_until.label("t_until"))
        .join(begin, begin.c.day == func.coalesce(c.onset_day, c.first_positive_day))
        .join(publication, publication.c.day == c.confirmed_day)
        .where(t_until > t_from, known.case)
    )


def infectious_stays(rule: ExposureRule, known: Known = ALL) -> Select[*tuple[Any, ...]]:
    """One row a visit of an F0 while infectious, clipped to that time; columns of `stay`."""
    period, v = infectious_periods(rule, known).subquery("period"), schema.checkin.c
    place, kind = schema.venue.c, schema.venue_type.c
    longest, default = _limits(kind, rule)
    left = left_at(v.t_in, v.t_out, default, longest)
    start, end = later(v.t_in, period.c.t_from), earlier(left, period.c.t_until)
    t_from, t_clear = _exposing(start, end, rule)
    return (
        select(
            v.venue_id,
            v.person_id,
            t_from.label("t_from"),
            t_clear.label("t_clear"),
            local_day_number(start).label("first_day"),
            # A stay that ends at midnight was inside until the second before.
            local_day_number(end - 1).label("last_day"),
            default.label("default_stay"),
            longest.label("max_stay"),
            v.t_out.is_(None).label("is_imputed"),
        )
        .select_from(period)
        .join(schema.checkin, v.person_id == period.c.person_id)
        .join(schema.venue, place.venue_id == v.venue_id)
        .join(schema.venue_type, kind.venue_type == place.venue_type)
        .where(known.visit, v.t_in < period.c.t_until, left > period.c.t_from)
        # Two records of one case must not double their stays.
        .distinct()
    )


def _limits(
    kind: ReadOnlyColumnCollection[str, Any], rule: ExposureRule
) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Longest and default stay at a kind of venue under the rule, s."""
    # Minutes are small integers, and seconds would be too large for such.
    longest, default = (cast(m, Integer) * MINUTE for m in (kind.max_stay_minutes, kind.default_stay_minutes))
    most = literal_column(str(rule.longest_minutes * MINUTE), Integer)
    return earlier(longest, most), default * rule.imputed_percent // 100


def _exposing(
    start: ColumnElement[int], end: ColumnElement[int], rule: ExposureRule
) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """From when until when a stay exposes others, epoch s: the same as geo.copresence.exposing."""
    if rule.match == "overlap":
        tail = literal_column(str(rule.tail_minutes * MINUTE), Integer)
        within = earlier(tail, end - start) if rule.tail_within_stay else tail
        return start - rule.buffer_minutes * MINUTE, end + within + rule.buffer_minutes * MINUTE
    days = 1 + (rule.display_days if rule.match == "place" else 0)
    return _midnight(local_day_number(start)), _midnight(local_day_number(end - 1) + days)


def _midnight(day: ColumnElement[int]) -> ColumnElement[int]:
    """Epoch s at which a day, counted since 1970-01-01, begins in Việt Nam."""
    return day * SECONDS_PER_DAY - UTC_OFFSET_SECONDS
