"""An account as Flask-Security knows a user, read from and written to the store's own tables."""

from __future__ import annotations

import json
from typing import Any

from flask_security import RoleMixin, UserDatastore, UserMixin
from sqlalchemy import Engine

from data.access.account import Account, find_account
from data.access.sign_in import set_recovery_codes
from data.days import now


class Member(UserMixin):
    """A user that is an account; nothing of it is changed in memory."""

    # Flask-Security looks for it on the class.
    fs_uniquifier: str = ""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.fs_uniquifier = account.uniquifier
        self.active = account.works_on(now().date())
        # None for Flask-Security: data/access/rights.py says what a duty may do.
        self.roles = []
        self.mf_recovery_codes = list(json.loads(account.recovery_codes or "[]"))

    def calc_username(self) -> str:
        return self.account.login


class NoRole(RoleMixin):
    """Flask-Security asks for a class of roles, and never makes one."""


class Members(UserDatastore):
    """Finds members by the mark that their session names. Accounts are changed in data/access alone."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(Member, NoRole)
        self.engine = engine

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Member | None:
        with self.engine.connect() as connection:
            account = find_account(connection, "uniquifier", str(by["fs_uniquifier"]))
        return None if account is None else Member(account)

    def mf_set_recovery_codes(self, user: UserMixin, rcs: list[str] | None) -> None:
        assert isinstance(user, Member)
        codes = None if rcs is None else json.dumps(rcs)
        set_recovery_codes(self.engine, user.account.account_id, codes, user.account.recovery_codes)

    def mf_delete_recovery_code(self, user: UserMixin, idx: int) -> bool:
        """False where another request used one meanwhile: none works twice."""
        assert isinstance(user, Member)
        left = json.dumps([code for n, code in enumerate(user.mf_recovery_codes or ()) if n != idx])
        return set_recovery_codes(self.engine, user.account.account_id, left, user.account.recovery_codes)
