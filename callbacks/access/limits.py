"""How often: passwords, keys and whatever makes the server compute can't be asked for as fast as a program can ask.

Counted in this process's memory: of several processes each counts for itself, and a new start counts anew. The
demonstration is not counted; there everybody is this very machine.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash
from flask import Response, current_app, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded

from callbacks.access.askers import (
    address,
    asks_for_a_file,
    asks_for_venues_by_a_rule,
    has_no_working_key,
    has_working_key,
    is_signing_in,
    key_id,
    named_account,
    names_an_account,
    tries_a_rule,
    who,
)
from callbacks.access.reader import recognise
from callbacks.access.refusals import refusal
from callbacks.api.errors import is_ours
from callbacks.api.problems import TOO_MANY, problem

LIMITER = "dichte-limiter"


@dataclass(frozen=True)
class Rate:
    """At most `most` requests of those that `is_meant` says, counted for each `asker`."""

    name: str
    most: str
    is_meant: Callable[[], bool]
    asker: Callable[[], str]


RATES = (
    Rate("sign-in", "10 per minute", is_signing_in, address),
    Rate("sign-in-name", "10 per minute", names_an_account, named_account),
    Rate("key", "600 per minute", has_working_key, key_id),
    Rate("unknown-key", "30 per minute", has_no_working_key, address),
    Rate("file", "30 per minute", asks_for_a_file, who),
    Rate("rule", "60 per minute", asks_for_venues_by_a_rule, who),
    # A hand on a slider asks as fast as it is answered, some 20 to 40 times a second, for some seconds.
    Rate("what-if", "1500 per minute", tries_a_rule, who),
)


def register(app: Dash) -> None:
    # The library would write addresses into the log.
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)
    limiter = Limiter(
        address, storage_uri="memory://", strategy="moving-window", application_limits=[*map(_limit, RATES)]
    )
    limiter.init_app(app.server)
    app.server.extensions[LIMITER] = limiter
    app.server.register_error_handler(RateLimitExceeded, answer_too_many)


def _limit(rate: Rate) -> ApplicationLimit:
    def is_exempt() -> bool:
        return not rate.is_meant() or recognise().is_demonstration

    return ApplicationLimit(rate.most, rate.asker, exempt_when=is_exempt, scope=rate.name)


def answer_too_many(error: RateLimitExceeded) -> Response:
    """429 with the seconds to wait: to a program as a problem, to a reader as a sentence."""
    limiter: Limiter = current_app.extensions[LIMITER]
    limit = limiter.current_limit
    seconds = str(max(1, round(limit.reset_at - time.time())) if limit else 60)
    if is_ours(request.path):
        detail = f"Expected fewer requests a minute, got more. Send this one again in {seconds} s, with the same Idempotency-Key."
        return problem(TOO_MANY, detail, **{"Retry-After": seconds})
    answer = refusal(error)
    answer.headers["Retry-After"] = seconds
    return answer
