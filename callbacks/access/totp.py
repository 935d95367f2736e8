"""The authenticator's codes: each works once."""

from __future__ import annotations

from flask_security import Totp, UserMixin
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch

from callbacks.access.member import Member
from callbacks.access.state import state
from data.access.sign_in import use_code

WINDOW_SECONDS = 30
"""How far the clock of a telephone may be off."""


class OneUseTotp(Totp):
    """Flask-Security's, with the replay protection that it leaves to us."""

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Raises UsedTokenError, which makes the code a wrong one."""
        assert isinstance(user, Member)
        if not use_code(state().engine, user.account.account_id, tmatch.counter):
            raise UsedTokenError
