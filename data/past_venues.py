"""Exposed venues as they were known at a moment: of the cases and check-ins that had come by then."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Column, Connection, Date, Integer, MetaData, Table, and_, or_, select

from data import schema
from data.days import SECONDS_PER_DAY, midnight
from data.exposed_venues import exposed_venues
from data.exposures import contacts
from data.reports import last_complete_day
from data.stays import ALL, ExposureRule, Known, prepare
from data.venues import Exposure

_scratch = MetaData()

_contact = Table(
    "scratch_exposure_contact",
    _scratch,
    *(Column(name, schema.Key, primary_key=True, autoincrement=False) for name in ("venue_id", "person_id")),
    Column("day", Date, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("overlap_minutes", "cases")),
    Column("is_imputed", Boolean, nullable=False),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


def exposures_under(
    connection: Connection, rule: ExposureRule, as_of: datetime | None, span: tuple[date, date]
) -> tuple[Exposure, ...]:
    """Every exposed venue on every day of `span`, until the moment if there is one; in scratch tables alone."""
    last = span[1] if as_of is None else min(span[1], as_of.date())
    if last < span[0]:
        return ()
    known = ALL if as_of is None else known_by(connection, as_of)
    prepare(connection, rule, known)
    _scratch.drop_all(connection)
    _scratch.create_all(connection)
    met = contacts(rule, known=known)
    connection.execute(_contact.insert().from_select(list(met.selected_columns.keys()), met))
    found = connection.execute(exposed_venues(rule, span[0], last, _contact))
    return tuple(Exposure(*row) for row in found)


def known_by(connection: Connection, as_of: datetime) -> Known:
    """Cases and visits of files that had come; of what came day by day, those of days whose reports all had."""
    c, v, f = schema.case_line.c, schema.checkin.c, schema.import_file.c
    came = select(f.file_id).where(f.received_at <= as_of)
    daily = select(f.file_id).where(f.received_at.is_(None))
    cases, visits = (last_complete_day(connection, subject, as_of) for subject in ("cases", "checkins"))
    early_case = c.confirmed_day <= (cases or date.min)
    early_visit = v.t_in < (midnight(visits) + SECONDS_PER_DAY if visits else 0)
    return Known(
        or_(c.file_id.in_(came), and_(c.file_id.in_(daily), early_case)),
        or_(v.file_id.in_(came), and_(v.file_id.in_(daily), early_visit)),
    )
