"""A commune says that it carried a decision out, or could not: appended, in somebody's name, and audited."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data import schema
from data.access.sight import Sight
from data.days import now
from data.engine import writing
from data.numbers_of_people import without_numbers_of_people
from data.plain_text import seen
from data.store import Store
from data.tracing.actions import MOST_BY, NONE, newest_of_each
from data.tracing.answers import CarriedOut
from data.tracing.carried_out import OPEN, STATES, carried_out, words_that_stand
from data.tracing.refused import TracingRefused, required

ACT = "carry_out"
MOST_NOTE = 200


def tick(store: Store, action_id: int, state: str, by: str, note: str) -> bool:
    """Note that a decision is done, not_possible or open again; whether that was new.

    A form sent twice is one word: what stands already is not said again. Raises TracingRefused, and nothing is written,
    for what is no state, for a note that is too long, and in the same words for every decision that does not stand in
    the communes of who says it: one elsewhere, one that was replaced, one that there never was.
    """
    if state not in STATES:
        raise TracingRefused(f"expected one of {', '.join(STATES)}, got {state!r}. Nothing was written.")
    who, said = required("name", seen(by), MOST_BY), cleaned(note)
    with writing(store.engine) as connection:
        venue_id = _venue_of(connection, action_id, store.sight)
        if _is_said(_standing(connection, action_id), state, said):
            return False
        values = {"action_id": action_id, "state": state, "by": who, "note": said}
        connection.execute(schema.action_done.insert().values(**values, at=now().replace(tzinfo=None)))
        # The note stays where it can be read by few: what the chain holds it holds for ever.
        detail = {"decision": action_id, "state": state}
        store.audit.within(connection, ACT, "venue", venue_id, who, detail)
    return True


def cleaned(note: str) -> str:
    """One line of what can be seen, without telephones and numbers of papers. Raises TracingRefused where too long."""
    line = " ".join(seen(note).split())
    if len(line) > MOST_NOTE:
        raise TracingRefused(f"note: expected at most {MOST_NOTE} characters, got {len(line)}.")
    return without_numbers_of_people(line)


def _venue_of(connection: Connection, action_id: int, sight: Sight) -> int:
    a, v = schema.venue_action.c, schema.venue.c
    query = (
        select(v.venue_id, v.unit_id)
        .join(schema.venue_action, a.venue_id == v.venue_id)
        .where(a.action_id == action_id, a.action_id.in_(newest_of_each()), a.action != NONE)
    )
    found = connection.execute(query).first()
    if found is None or (sight.units is not None and found.unit_id not in sight.units):
        raise TracingRefused(f"expected a decision that stands, got number {action_id}. Nothing was written.")
    venue_id: int = found.venue_id
    return venue_id


def _standing(connection: Connection, action_id: int) -> CarriedOut | None:
    said = words_that_stand()
    row = connection.execute(select(said).where(said.c.action_id == action_id)).first()
    return None if row is None else carried_out(row)


def _is_said(stands: CarriedOut | None, state: str, note: str) -> bool:
    """Whether the word would change nothing; one without a note takes no note away."""
    if stands is None:
        return state == OPEN
    return stands.state == state and note in ("", stands.note)
