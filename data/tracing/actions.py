"""What a person decided to do about an exposed venue: every decision is kept, the newest one stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from data import schema
from data.access.sight import Sight
from data.days import now
from data.engine import writing
from data.store import Store
from data.tracing.answers import VenueAction
from data.tracing.carried_out import carried_out, words_that_stand
from data.tracing.looks import Look, write_look
from data.tracing.refused import TracingRefused, required
from geo.exposure_rule import ExposureRule, rule_text

NONE = "none"
ACTIONS = ("close_disinfect", "test", "monitor", NONE)
"""None takes back what stood."""

MOST_BY, MOST_WHY = 60, 200

_A = schema.venue_action.c
_COLUMNS = (_A.action, _A.decided_at, _A.decided_by, _A.why, _A.rule)


def decide(store: Store, venue_id: int, action: str, by: str, why: str, rule: ExposureRule) -> None:
    """Note a decision, and in the log who made it. Raises TracingRefused; nothing is written then."""
    if action not in ACTIONS:
        raise TracingRefused(f"expected one of {', '.join(ACTIONS)}, got {action!r}. Nothing was decided.")
    who, reason = required("name", by, MOST_BY), " ".join(why.split())
    if len(reason) > MOST_WHY:
        raise TracingRefused(f"reason: expected at most {MOST_WHY} characters, got {len(reason)}.")
    with writing(store.engine) as connection:
        _require_venue(connection, venue_id, store.sight)
        values = {"action": action, "decided_by": who, "why": reason, "rule": rule_text(rule)}
        moment = now().replace(tzinfo=None)
        connection.execute(
            schema.venue_action.insert().values(venue_id=venue_id, decided_at=moment, **values)
        )
        look = Look(who, reason or action, "action", "venue", str(venue_id), rule_text(rule), 1)
        write_look(connection, store.audit, look, {"decided": action})


def _require_venue(connection: Connection, venue_id: int, sight: Sight) -> None:
    """A venue outside the scope of who decides is refused in the same words as one that is not there."""
    v = schema.venue.c
    unit = connection.execute(select(v.unit_id).where(v.venue_id == venue_id)).scalar()
    if unit is None or (sight.units is not None and unit not in sight.units):
        raise TracingRefused(f"expected a venue of the register, got number {venue_id}. Nothing was decided.")


def current_actions(connection: Connection) -> Mapping[int, VenueAction]:
    """The newest decision of each venue; those that were taken back are not there."""
    rows = connection.execute(_decisions().where(_A.action_id.in_(newest_of_each())))
    return MappingProxyType({row.venue_id: _action(row) for row in rows if row.action != NONE})


def history(connection: Connection, venue_id: int) -> tuple[VenueAction, ...]:
    """Every decision on a venue, the newest first, taken back or not."""
    query = _decisions().where(_A.venue_id == venue_id)
    return tuple(_action(row) for row in connection.execute(query.order_by(_A.action_id.desc())))


def newest_of_each() -> Select[int]:
    """Numbers of the decisions that stand, one a venue; those that take one back are among them."""
    return select(func.max(_A.action_id)).group_by(_A.venue_id)


def _decisions() -> Select[*tuple[Any, ...]]:
    """Decisions with what the commune said of each."""
    said = words_that_stand()
    query = select(_A.venue_id, *_COLUMNS, said.c.state, said.c["at"], said.c.by, said.c.note)
    return query.outerjoin(said, said.c.action_id == _A.action_id)


def _action(row: Row[*tuple[Any, ...]]) -> VenueAction:
    return VenueAction(row.action, row.decided_at, row.decided_by, row.why, row.rule, carried_out(row))
