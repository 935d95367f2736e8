"""The session of a reader: begun anew at every sign-in, over after hours, after half an hour of nothing, or at once."""

from __future__ import annotations

import time
from typing import cast

from flask import g, session
from flask_login import current_user
from flask_security import login_user, logout_user

from callbacks.access.member import Member
from callbacks.access.state import state
from data.access.account import Account, find_account, reader_of
from data.access.accounts import end_sessions
from data.access.reader import ANYBODY, NOBODY, Reader
from data.engine import writing

IDLE_SECONDS = 30 * 60
HALFWAY_SECONDS = 10 * 60
"""How long after the password the second factor may come."""

_NOTED_EVERY = 60


def who_is_signed_in() -> Reader:
    """The reader of this request; a stranger where the session is over or its account works no more."""
    account = account_signed_in()
    if account is not None:
        return reader_of(account)
    # Whose session just ended is told so once, instead of being shown the public's figures.
    return ANYBODY if state().settings.is_public and not g.get("is_over") else NOBODY


def account_signed_in() -> Account | None:
    if "_user_id" not in session:
        return None
    member = current_user._get_current_object() if _is_alive(time.time()) else None
    if isinstance(member, Member):
        return member.account
    session.clear()
    g.is_over = True
    return None


def _is_alive(moment: float) -> bool:
    since, seen = session.get("since"), session.get("seen")
    if not isinstance(since, float) or not isinstance(seen, float):
        return False
    if moment - since > state().settings.session_hours * 3600 or moment - seen > IDLE_SECONDS:
        return False
    if moment - seen > _NOTED_EVERY:
        session["seen"] = moment
    return True


def begin(account: Account) -> None:
    """Signed in: nothing of the session before stays, its form tokens neither."""
    session.clear()
    g.pop("csrf_token", None)
    g.pop("reader", None)
    login_user(Member(account))
    session["since"] = session["seen"] = time.time()


def end(account: Account) -> None:
    """Signed out, on every machine: a copy of the cookie is worth nothing any more."""
    with writing(state().engine) as connection:
        end_sessions(connection, account.account_id)
    logout_user()
    session.clear()


def begin_halfway(account: Account) -> None:
    """The password was right; nothing can be seen yet."""
    session.clear()
    g.pop("csrf_token", None)
    session["halfway"] = account.uniquifier
    session["since"] = time.time()


def halfway() -> Account | None:
    """Whose password was right some minutes ago."""
    mark, since = session.get("halfway"), session.get("since")
    if not isinstance(mark, str) or not isinstance(since, float) or time.time() - since > HALFWAY_SECONDS:
        return None
    with state().engine.connect() as connection:
        account = find_account(connection, "uniquifier", mark)
    return account if account is not None and Member(account).active else None


def fresh(account: Account) -> Account:
    """The account as it stands now."""
    with state().engine.connect() as connection:
        return cast(Account, find_account(connection, "account_id", account.account_id))
