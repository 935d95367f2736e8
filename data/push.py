"""A push: rows over HTTP, each request once. The same request again gets the same answer and changes nothing.

The rows go the way of every file, in a transaction of the intake's own, so a request is claimed before it and
answered after it. Whoever dies in between leaves a claim without an answer; once its lease is over the next attempt
takes it. That is safe at every moment, for the intake knows rows it has already by their content: an attempt that
had not committed left nothing behind, and one that had is found again by the digest of its rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from data.claims import Claim, Request, State, claim, finish, release
from data.errors import StoreError
from data.intake.intake import Intake
from data.push_answers import Answer, answer_of, find_file

Rows = Sequence[Mapping[str, str | None]]


@dataclass(frozen=True)
class Push:
    """Rows of one source as text, the key that the pusher gave the request, and who pushes."""

    source: str
    idempotency_key: str
    rows: Rows
    by: str

    @property
    def request(self) -> Request:
        """What tells it from other requests.

        The pusher's key is kept as a digest: some make it of a telephone number and a time.
        """
        key = sha256(f"{self.source}\n{self.idempotency_key}".encode()).hexdigest()
        return Request(self.source, key, digest(self.rows))


@dataclass(frozen=True)
class Pushed:
    """What became of a push: its answer, or with None the state that stood in its way.

    `is_new`: it changed the store; `is_replayed`: the same request was answered before.
    """

    state: State
    answer: Answer | None = None
    is_new: bool = False
    retry_after_seconds: int = 0

    @property
    def is_replayed(self) -> bool:
        return self.state is State.ANSWERED


def digest(rows: Rows) -> str:
    """SHA-256 of what the rows say; spaces and the order of headings in the JSON don't count."""
    said = [{heading: cell for heading, cell in row.items() if cell is not None} for row in rows]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def push(intake: Intake, engine: Engine, asked: Push) -> Pushed:
    """Take the rows in, once. Raises ImportRefused where they can't be judged, OperationalError where the store is
    busy; either leaves the request as if it had never come."""
    claimed = claim(engine, asked.request)
    if claimed.state is State.ANSWERED:
        return Pushed(claimed.state, answer=json.loads(claimed.answer))
    if claimed.state is not State.CLAIMED:
        return Pushed(claimed.state, retry_after_seconds=claimed.retry_after_seconds)
    return _carry_out(intake, engine, asked, claimed)


def _carry_out(intake: Intake, engine: Engine, asked: Push, claimed: Claim) -> Pushed:
    is_done = False
    try:
        file_id, is_new = take_in(intake, engine, asked)
        with engine.connect() as connection:
            answer = answer_of(connection, file_id)
        finish(engine, asked.request, claimed, file_id, json.dumps(answer, ensure_ascii=False))
        is_done = True
    finally:
        if not is_done:
            release(engine, asked.request, claimed)
    return Pushed(claimed.state, answer, is_new)


def take_in(intake: Intake, engine: Engine, asked: Push) -> tuple[int, bool]:
    """Judge and commit the rows; the number of their file, and whether it is new."""
    known = _known(engine, asked)
    if known is not None:
        return known, False
    sha256 = asked.request.sha256
    judged = intake.judge_rows(asked.rows, asked.source, f"push {sha256[:12]}", sha256)
    made, failure = None, None
    try:
        made = intake.commit(judged, by=asked.by, refresh=False).file_id
    except IntegrityError as error:
        failure = error
    if made is not None:
        return made, True
    # The same rows under another key at the same moment: whoever was first has them in.
    known = _known(engine, asked)
    if known is None:
        raise StoreError(
            "Expected the rows in the ledger, found none of theirs. Push them again."
        ) from failure
    return known, False


def _known(engine: Engine, asked: Push) -> int | None:
    with engine.connect() as connection:
        return find_file(connection, asked.source, asked.request.sha256)
