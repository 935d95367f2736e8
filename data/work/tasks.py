"""Decisions that a commune has to carry out: what was decided at which venue, never by whom, why or about whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, select

from data import schema
from data.store import Store
from data.tracing.actions import NONE, newest_of_each
from data.tracing.answers import CarriedOut
from data.tracing.carried_out import DONE, NOT_POSSIBLE, OPEN, carried_out, words_that_stand
from data.venues import Venue


@dataclass(frozen=True)
class Task:
    """A decision that stands, with its venue as seen on a day by the map's definition of exposure.

    `days_since` an F0 was inside and `people_exposed` are None where none was within the days on display. `carried_out`
    is what the commune said last, None where nothing stands.
    """

    action_id: int
    venue: Venue
    action: str
    decided_at: datetime
    days_since: int | None
    people_exposed: int | None
    carried_out: CarriedOut | None

    @property
    def state(self) -> str:
        return self.carried_out.state if self.carried_out else OPEN


@dataclass(frozen=True)
class WorkList:
    """Tasks by what was said of them: those that wait, the oldest first; the others, what was said last first."""

    open: tuple[Task, ...]
    not_possible: tuple[Task, ...]
    done: tuple[Task, ...]

    def __len__(self) -> int:
        return len(self.open) + len(self.not_possible) + len(self.done)


def work_list(store: Store, day: date) -> WorkList:
    """What stands in the communes that the store's reader sees exactly."""
    with store.read() as connection:
        found = [_task(row) for row in connection.execute(_tasks(day, store.sight.units))]
    waiting = sorted(_of(found, OPEN), key=lambda task: (task.decided_at, task.action_id))
    return WorkList(tuple(waiting), _last_first(_of(found, NOT_POSSIBLE)), _last_first(_of(found, DONE)))


def _tasks(day: date, units: frozenset[int] | None) -> Select[*tuple[Any, ...]]:
    a, v, e, said = schema.venue_action.c, schema.venue.c, schema.venue_exposure.c, words_that_stand()
    venue = (v.venue_id, v.name, v.venue_type, v.unit_id, v.lon, v.lat)
    word = (said.c.state, said.c["at"], said.c.by, said.c.note)
    query = (
        select(a.action_id, a.action, a.decided_at, *venue, e.days_since, e.people_exposed, *word)
        .join(schema.venue, v.venue_id == a.venue_id)
        .outerjoin(schema.venue_exposure, and_(e.venue_id == a.venue_id, e.day == day))
        .outerjoin(said, said.c.action_id == a.action_id)
        .where(a.action_id.in_(newest_of_each()), a.action != NONE)
    )
    return query if units is None else query.where(v.unit_id.in_(units))


def _task(row: Row[*tuple[Any, ...]]) -> Task:
    venue = Venue(row.venue_id, row.name, row.venue_type, row.unit_id, row.lon, row.lat)
    figures = row.days_since, row.people_exposed
    return Task(row.action_id, venue, row.action, row.decided_at, *figures, carried_out(row))


def _of(found: Sequence[Task], state: str) -> list[Task]:
    return [task for task in found if task.state == state]


def _last_first(found: Sequence[Task]) -> tuple[Task, ...]:
    def when(task: Task) -> tuple[datetime, int]:
        return (task.carried_out.at if task.carried_out else datetime.min, task.action_id)

    return tuple(sorted(found, key=when, reverse=True))
