"""Claims on requests of the push API: of many that bear the same key, one is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, Engine, and_, select
from sqlalchemy.exc import IntegrityError

from data import schema
from data.days import now
from data.engine import writing

LEASE_SECONDS = 120
"""Longer than any push takes. Who has not answered by then has died, or will find its rows known."""

NO_ANSWER = ""


class State(Enum):
    """What stands in a request's place: this claim, an answer, another body under the key, a running attempt."""

    CLAIMED = "claimed"
    ANSWERED = "answered"
    REUSED = "reused"
    RUNNING = "running"


@dataclass(frozen=True)
class Request:
    """What tells requests apart; `key` and `sha256` are digests of the pusher's key and of the rows."""

    source: str
    key: str
    sha256: str


@dataclass(frozen=True)
class Claim:
    """The state met; `since` marks a claim as one's own, so that one taken over is never answered twice."""

    state: State
    since: datetime
    answer: str = NO_ANSWER
    retry_after_seconds: int = 0


def claim(engine: Engine, request: Request) -> Claim:
    """Claim a request, or say what stands in its way. Raises OperationalError where the store is busy."""
    since = now().replace(tzinfo=None)
    values = {"source": request.source, "idempotency_key": request.key, "sha256": request.sha256}
    try:
        with writing(engine) as connection:
            connection.execute(
                schema.push_request.insert().values(**values, answer=NO_ANSWER, pushed_at=since)
            )
    except IntegrityError:
        return _met(engine, request, since)
    return Claim(State.CLAIMED, since)


def _met(engine: Engine, request: Request, since: datetime) -> Claim:
    """What stands there already; a claim whose lease is over is taken."""
    with engine.connect() as connection:
        row = connection.execute(select(schema.push_request).where(_is(request))).first()
    if row is None:
        return Claim(State.RUNNING, since, retry_after_seconds=1)
    if row.sha256 != request.sha256:
        return Claim(State.REUSED, since)
    if row.answer != NO_ANSWER:
        return Claim(State.ANSWERED, since, row.answer)
    if since - row.pushed_at > timedelta(seconds=LEASE_SECONDS) and _take(
        engine, request, row.pushed_at, since
    ):
        return Claim(State.CLAIMED, since)
    return Claim(State.RUNNING, since, retry_after_seconds=1)


def _take(engine: Engine, request: Request, left_at: datetime, since: datetime) -> bool:
    """Take a claim that was left, unless somebody else just did."""
    p = schema.push_request
    with writing(engine) as connection:
        taken = connection.execute(p.update().where(_is(request), _is_left(left_at)).values(pushed_at=since))
        return taken.rowcount == 1


def finish(engine: Engine, request: Request, claimed: Claim, file_id: int, answer: str) -> None:
    """Keep the answer for whoever repeats the request."""
    p = schema.push_request
    with writing(engine) as connection:
        connection.execute(
            p.update().where(_is(request), _is_left(claimed.since)).values(file_id=file_id, answer=answer)
        )


def release(engine: Engine, request: Request, claimed: Claim) -> None:
    """Forget a request that came to nothing, so that its key is free again."""
    p = schema.push_request
    with writing(engine) as connection:
        connection.execute(p.delete().where(_is(request), _is_left(claimed.since)))


def _is(request: Request) -> ColumnElement[bool]:
    p = schema.push_request.c
    return and_(p.source == request.source, p.idempotency_key == request.key)


def _is_left(since: datetime) -> ColumnElement[bool]:
    """Claimed at that moment and not answered."""
    p = schema.push_request.c
    return and_(p.answer == NO_ANSWER, p.pushed_at == since)
