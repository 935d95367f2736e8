"""Acts that need two people: one asks and says why, another one grants it, for a while, for this very act, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from data import schema
from data.access.approval import Approval, approval
from data.audit.audit import DEMONSTRATION, Audit
from data.days import now
from data.engine import writing
from data.errors import ApprovalMissing, ApprovalRefused
from data.numbers_of_people import without_numbers_of_people

EXPORT, WITHDRAW, REVEAL = ACTS = ("export_contacts", "withdraw_people", "reveal")
"""A list of contacts with the sources' numbers taken away; cases or notices of contact taken back; one person made
known to the source's owner."""

ALONE = 20
"""So many people at most for whom one may act alone."""

MOST_HOURS, MOST_KEY, MOST_BY, MOST_WHY = 72, 200, 60, 200

_A = schema.approval


def ask(audit: Audit, act: str, key: str, people: int, by: str, why: str, hours: float) -> int:
    """Ask for a grant that ends after `hours`; the number of the request. Raises ApprovalRefused."""
    if act not in ACTS:
        raise ApprovalRefused(f"Expected one of {', '.join(ACTS)}, got {act[:30]!r}. Nothing was asked for.")
    if not 0 < hours <= MOST_HOURS:
        raise ApprovalRefused(f"hours: expected more than 0, at most {MOST_HOURS}, got {hours:g}.")
    moment = _now()
    values = {
        "act": act,
        "key": _line("what it is about", key, MOST_KEY),
        "people": max(1, people),
        "asked_by": _line("name", by, MOST_BY),
        "why": without_numbers_of_people(_line("reason", why, MOST_WHY)),
        "asked_at": moment,
        "expires_at": moment + timedelta(hours=hours),
    }
    with writing(audit.engine) as connection:
        made = connection.execute(_A.insert().values(**values).returning(_A.c.approval_id))
        approval_id: int = made.scalar_one()
        said = {"act": act, "key": key, "people": people, "why": values["why"], "hours": hours}
        audit.within(connection, "approval_ask", "approval", approval_id, by, said)
    return approval_id


def decide(audit: Audit, approval_id: int, by: str, is_granted: bool) -> Approval:
    """Grant or refuse; the caller has checked that `by` may. Raises ApprovalRefused, for one's own request always."""
    who = _line("name", by, MOST_BY)
    with writing(audit.engine) as connection:
        found = _open(connection, approval_id)
        if found.is_own(who):
            raise ApprovalRefused(
                f"Request {approval_id}: expected a second person, got the one who asks. Somebody else has to decide."
            )
        values = {"decided_by": who, "decided_at": _now(), "is_granted": is_granted}
        connection.execute(_A.update().where(_A.c.approval_id == approval_id).values(values))
        act = "approval_grant" if is_granted else "approval_refuse"
        said = {"act": found.act, "key": found.key, "people": found.people, "asked_by": found.asked_by}
        audit.within(connection, act, "approval", approval_id, by, said)
        return _one(connection, approval_id)


def require(
    connection: Connection, audit: Audit, act: str, key: str, people: int, by: str, is_always: bool = False
) -> str:
    """Use up the grant of exactly this, inside the caller's `writing`; what stood for it, for the act's own entry.

    Empty for few people. The demonstration has simulated people only and needs none. Raises ApprovalMissing.
    """
    if people <= ALONE and not is_always:
        return ""
    if not audit.settings.has_accounts:
        return DEMONSTRATION
    grant = _grant(connection, act, key, people, by)
    if grant is None:
        raise ApprovalMissing(
            f"Expected the grant of a second person, for it concerns {people} people, got none that is open to {by!r}. "
            f"Nothing was done. Ask for one: python -m data approval ask {act} {key!r} --people {people}",
            act,
            key,
            people,
        )
    connection.execute(_A.update().where(_A.c.approval_id == grant.approval_id).values(used_at=_now()))
    said = {"act": act, "key": key, "people": people, "granted_by": grant.decided_by}
    audit.within(connection, "approval_use", "approval", grant.approval_id, by, said)
    return f"approval {grant.approval_id}"


def requests(connection: Connection, is_open: bool = False, limit: int = 200) -> Sequence[Approval]:
    """The newest requests first; `is_open`: those that wait for a second person."""
    query = select(_A).order_by(_A.c.approval_id.desc()).limit(limit)
    if is_open:
        query = query.where(_A.c.is_granted.is_(None), _A.c.expires_at > _now())
    return tuple(approval(row) for row in connection.execute(query))


def _grant(connection: Connection, act: str, key: str, people: int, by: str) -> Approval | None:
    """One of as many people or more, granted, neither over nor used, asked for by whoever acts."""
    query = (
        select(_A)
        .where(_A.c.act == act, _A.c.key == key[:MOST_KEY], _A.c.people >= people)
        .where(_A.c.is_granted.is_(True), _A.c.used_at.is_(None), _A.c.expires_at > _now())
        .order_by(_A.c.expires_at)
    )
    found = (approval(row) for row in connection.execute(query).all())
    return next((each for each in found if each.is_own(by)), None)


def _open(connection: Connection, approval_id: int) -> Approval:
    found = _one(connection, approval_id)
    state = found.state(_now())
    if state != "open":
        raise ApprovalRefused(
            f"Request {approval_id}: expected one that waits for a decision, got one {state}."
        )
    return found


def _one(connection: Connection, approval_id: int) -> Approval:
    row = connection.execute(select(_A).where(_A.c.approval_id == approval_id)).first()
    if row is None:
        raise ApprovalRefused(
            f"Expected the number of a request, got {approval_id}. See: python -m data approval list"
        )
    return approval(row)


def _line(name: str, given: str, most: int) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in given).split())
    if not 0 < len(text) <= most:
        raise ApprovalRefused(
            f"{name}: expected 1 to {most} characters, got {len(text)}. Nothing was written; fill it in and try again."
        )
    return text


def _now() -> datetime:
    return now().replace(tzinfo=None)
