"""Stays and people met as answers, from rows of the store or of the kernel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection

from data.store import Store
from data.tracing.answers import Met, TracedStay
from data.tracing.known import case_ids_of, has_records, records_of, venues_of
from data.tracing.meeting import MetRow, StayRow
from data.tracing.met import Exposed, people_met


def met_of(store: Store, connection: Connection, exposed: Exposed, generation: int) -> tuple[Met, ...]:
    """People met, with their own cases and the source's numbers of their check-ins."""
    records = records_of(connection, exposed.checkins()) if len(exposed) and has_records(store) else {}
    cases = case_ids_of(connection, np.unique(exposed.person).tolist())
    return people_met(exposed, generation, cases, records)


def traced_stays(
    connection: Connection, stays: Sequence[StayRow], rows: Sequence[MetRow]
) -> tuple[TracedStay, ...]:
    """Stays by time. Two that expose in the same time expose the same people."""
    people = defaultdict[tuple[int, int, int], set[int]](set)
    for row in rows:
        people[row.venue_id, row.stay_begin, row.stay_clear].add(row.person_id)
    venues = venues_of(connection, {stay.venue_id for stay in stays})
    return tuple(
        TracedStay(
            venues[stay.venue_id],
            *(stay.t_in, stay.left, stay.is_imputed, stay.begin, stay.clear),
            len(people[stay.venue_id, stay.begin, stay.clear]),
        )
        for stay in stays
    )
