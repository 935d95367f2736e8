"""Drill-down on one case in SQLite: the product's statement on the row indexes, and the whole answer that a tracer gets."""

from __future__ import annotations

from sqlalchemy import Connection

from bench.exposure_world import World
from bench.rivals.exposure_answer import CaseOutcome, drawn, each
from data.settings import Settings
from data.store import Store, open_store
from data.tracing.case import met_rows, trace_case
from geo.exposure_rule import ExposureRule

RULE = ExposureRule()
STATEMENT = "the statement: visits met"
WHOLE = "trace_case: stays, venues, people by overlap"


def measure(world: World, settings: Settings) -> CaseOutcome:
    store, cases = open_store(settings), drawn(world)
    with store.read() as connection:
        found, statement = each(lambda case: _met(connection, *case[1:]), cases)
    _, whole = each(lambda case: _traced(store, case[0]), cases)
    return CaseOutcome({STATEMENT: statement, WHOLE: whole}, found)


def _met(connection: Connection, person: int, since: int, until: int) -> dict[int, int]:
    met: dict[int, int] = {}
    for row in met_rows(connection, person, since, until, RULE):
        met[row.person_id] = met.get(row.person_id, 0) + row.overlap
    return met


def _traced(store: Store, case_id: int) -> dict[int, int]:
    trace = trace_case(store, case_id, RULE)
    return {met.person_id: met.overlap_minutes for met in trace.met} if trace else {}
