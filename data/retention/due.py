"""What is due: for each kind of row, the day before which it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, select

from data import schema
from data.days import midnight
from data.settings import Settings


@dataclass(frozen=True)
class Due:
    """First days of each kind that are kept."""

    today: date
    checkins: date
    contacts: date
    declarations: date
    held: date


def due_on(today: date, settings: Settings) -> Due:
    """A row of `keep` days ago is kept still; one of the day before is due."""

    def since(keep: int) -> date:
        return today - timedelta(max(0, keep))

    return Due(
        today,
        since(settings.keep_checkins_days),
        since(settings.keep_contacts_days),
        since(settings.keep_declarations_days),
        since(settings.keep_held_days),
    )


def real_files() -> Select[int]:
    """Numbers of files that people's own words came in; simulated rows are nobody's and stay."""
    f = schema.import_file.c
    return select(f.file_id).where(f.is_simulated.is_(False))


def old_files(before: date) -> Select[int]:
    """Of these, those that came before a day."""
    return real_files().where(schema.import_file.c.imported_at < datetime.combine(before, time()))


def old_rows(subject: str, before: date) -> ColumnElement[bool]:
    """Condition on a subject's table: real rows of days before `before`."""
    declaration, checkin, notice = schema.declaration.c, schema.checkin.c, schema.proximity_notice.c
    table, is_old = {
        "declarations": (declaration, declaration.declared_at < midnight(before)),
        "checkins": (checkin, checkin.t_in < midnight(before)),
        "notices": (notice, notice.contact_day < before),
    }[subject]
    return is_old & table.file_id.in_(real_files())
