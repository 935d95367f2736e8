"""Whether a commune carried a decision out: every word of it is kept, the newest one stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Subquery, func, select

from data import schema
from data.tracing.answers import CarriedOut

DONE, NOT_POSSIBLE, OPEN = STATES = ("done", "not_possible", "open")
"""Open takes back what was said."""

_D = schema.action_done.c


def words_that_stand() -> Subquery:
    """What was said last of each decision: action_id, state, at, by, note; nothing where it was taken back."""
    newest = select(func.max(_D.done_id)).group_by(_D.action_id)
    query = select(_D.action_id, _D.state, _D["at"], _D.by, _D.note)
    return query.where(_D.done_id.in_(newest), _D.state != OPEN).subquery("said")


def carried_out(row: Row[*tuple[Any, ...]]) -> CarriedOut | None:
    """Of a row with the columns of `words_that_stand`, which are null where nothing was said."""
    return None if row.state is None else CarriedOut(row.state, row.at, row.by, row.note)
