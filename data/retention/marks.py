"""Marks: up to which day single rows of a subject are gone. Figures of such days are never counted from rows again."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, exists, select

from data import schema
from data.days import day_number
from data.errors import ImportRefused, StoreBusy
from data.intake.judged import Judged
from data.retention.gone import CHECKINS as CHECKINS
from data.retention.gone import CONTACTS as CONTACTS
from data.retention.gone import DECLARATIONS as DECLARATIONS
from data.retention.gone import NOTICES as NOTICES
from data.retention.gone import gone


def gone_before(connection: Connection, what: str) -> date | None:
    """The day before which rows were deleted; None where none ever were."""
    found = gone(connection, what)
    return None if found is None else found.before


def countable(connection: Connection, subject: str, days: set[date]) -> set[date]:
    """Those of `days` whose figures the rows in the store still add up to."""
    mark = gone_before(connection, subject)
    return days if mark is None else {day for day in days if day >= mark}


def contacts_whole_from(connection: Connection, reach: timedelta) -> date:
    """First day whose contacts can be made anew: the visits that `reach` into it are all there, and none was deleted."""
    visits, contacts = gone_before(connection, CHECKINS), gone_before(connection, CONTACTS)
    days = [date.min if visits is None else visits + reach, contacts or date.min]
    return max(days)


def require_countable(connection: Connection, judged: Judged) -> None:
    """Raise StoreBusy where rows were judged before those of their days were deleted."""
    mark = gone_before(connection, judged.source.subject.key)
    if mark is None or "day_number" not in judged.rows.column_names:
        return
    days = judged.rows.column("day_number").drop_null().to_numpy()
    if days.size and int(days.min()) < day_number(mark):
        raise StoreBusy(
            f"Expected rows of {mark:%d/%m/%Y} or later, got earlier ones, whose time ended after this file was "
            "checked. Nothing was kept: check the file again."
        )


def require_rows(connection: Connection, subject: str, file_id: int) -> None:
    """Raise ImportRefused for a file of whose days the single rows are gone."""
    mark, f = gone_before(connection, subject), schema.import_file.c
    first: date | None = connection.execute(select(f.first_day).where(f.file_id == file_id)).scalar()
    if mark is not None and first is not None and first < mark:
        raise ImportRefused(
            f"File {file_id}: expected single rows of all its days, got days before {mark:%d/%m/%Y}, whose rows were "
            "deleted when their time was over. Their daily counts stay and can't be taken back; nothing was changed."
        )


def require_unexposed(connection: Connection, file_id: int) -> None:
    """Raise ImportRefused for a file of venues that were exposed, and whose visits are gone since."""
    v = schema.venue.c
    of_file = select(v.venue_id).where(v.file_id == file_id)
    tables = (schema.venue_exposure, schema.exposure_contact)
    exposed = [select(exists().where(t.c.venue_id.in_(of_file))) for t in tables]
    if gone_before(connection, CHECKINS) and any(connection.execute(query).scalar() for query in exposed):
        raise ImportRefused(
            f"File {file_id}: expected venues that nothing refers to, got some that are shown as exposed, by visits "
            "whose time is over. They stay until their contacts' time is over too; nothing was changed."
        )
