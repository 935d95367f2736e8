"""One F0: where they were while they infected, and whom they met there."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Connection

from data.store import Store
from data.tracing.answers import CaseTrace, Withheld
from data.tracing.cases import case_row, period_of, with_visits
from data.tracing.meeting import MetRow
from data.tracing.meeting import met_rows as met_rows
from data.tracing.meeting import stay_rows as stay_rows
from data.tracing.met import exposed_of
from data.tracing.scope import Scope, here_and_far, scope_of
from data.tracing.traced import met_of, traced_stays
from geo.exposure_rule import ExposureRule


def trace_case(store: Store, case_id: int, rule: ExposureRule) -> CaseTrace | None:
    """The stays of a case within its own record's period; None where there is no such case within scope.

    A case that was isolated before it infected has an empty period, and neither stays nor contacts.
    """
    scope = scope_of(store, rule)
    with store.read() as connection:
        row = case_row(connection, case_id)
        if row is None or not scope.has_case(row.person_id):
            return None
        begin, until = period_of(row, rule) or (0, 0)
        stays, far = here_and_far(scope, stay_rows(connection, row.person_id, begin, until, rule))
        rows = met_rows(connection, row.person_id, begin, until, rule)
        seen = _within(scope, connection, row.person_id, rows)
        met = scope.shown(met_of(store, connection, exposed_of(seen), 1))
        traced = traced_stays(connection, stays, seen)
    withheld = Withheld(len({each.person_id for each in rows}) - len(met), far)
    return CaseTrace(with_visits(row, len(stays)), begin, until, traced, met, rule, withheld)


def _within(scope: Scope, connection: Connection, infector: int, rows: list[MetRow]) -> list[MetRow]:
    exposed = exposed_of(rows)
    infectors = np.full(len(rows), infector)
    is_seen = scope.has_meetings(connection, exposed.venue, infectors, exposed.person)
    return [row for row, seen in zip(rows, is_seen.tolist(), strict=True) if seen]
