"""Exposed venues of every day by any definition, counted by the kernel from the columnar snapshot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.days import day_number, day_of
from data.lake.lake import current
from data.lake.world import exposure_world
from data.venues import Exposure
from geo.copresence import contacts, meet, stays_of
from geo.exposed_days import exposed_days

if TYPE_CHECKING:
    from data.store import Store


def exposures_now(store: Store, first: date, last: date) -> tuple[Exposure, ...]:
    """Every exposed venue on each day, by the store's rule and all that is known now."""
    lake = current(store)
    with store.read() as connection:
        limits, periods = exposure_world(connection, store.rule)
    stays = stays_of(lake.segments, limits, periods, store.rule)
    met = contacts(stays, meet(lake.segments, limits, stays, store.rule))
    found = exposed_days(stays, met, day_number(first), day_number(last), store.rule.display_days)
    rows = zip(*(column.tolist() for column in vars(found).values()), strict=True)
    return tuple(Exposure(venue, day_of(day), *figures) for venue, day, *figures in rows)
