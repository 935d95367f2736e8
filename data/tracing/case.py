"""One F0: where they were while they infected, and whom they met there."""

from __future__ import annotations

from data.store import Store
from data.tracing.answers import CaseTrace
from data.tracing.cases import case_row, period_of, with_visits
from data.tracing.meeting import met_rows as met_rows
from data.tracing.meeting import stay_rows as stay_rows
from data.tracing.met import exposed_of
from data.tracing.traced import met_of, traced_stays
from geo.exposure_rule import ExposureRule


def trace_case(store: Store, case_id: int, rule: ExposureRule) -> CaseTrace | None:
    """The stays of a case within its own record's period; None where there is no such case.

    A case that was isolated before it infected has an empty period, and neither stays nor contacts.
    """
    with store.read() as connection:
        row = case_row(connection, case_id)
        if row is None:
            return None
        begin, until = period_of(row, rule) or (0, 0)
        stays = stay_rows(connection, row.person_id, begin, until, rule)
        rows = met_rows(connection, row.person_id, begin, until, rule)
        met = met_of(store, connection, exposed_of(rows), 1)
        traced = traced_stays(connection, stays, rows)
    return CaseTrace(with_visits(row, len(stays)), begin, until, traced, met, rule)
