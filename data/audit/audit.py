"""The audit chain as whoever acts holds it: one entry an act, never one a row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection, Engine, select

from data import schema
from data.access.rights import Role
from data.access.secrets import load_secrets
from data.audit import anchor
from data.audit.chain import record
from data.audit.entry import Detail, Entry
from data.engine import after_commit, writing
from data.settings import Settings

DEMONSTRATION, COMMAND, API_KEY, NOBODY = "demonstration", "command", "api_key", "nobody"
"""Stand for duties, and for a name that nobody gave."""

API_KEY_NAME = "api key "
"""Begins the name that a push acts under."""


@dataclass(frozen=True)
class Audit:
    """The chain of one store. `is_command`: acts are typed at the command line, where a name proves nothing."""

    engine: Engine
    settings: Settings
    is_command: bool = False

    def at_the_command_line(self) -> Audit:
        return replace(self, is_command=True)

    def note(
        self,
        act: str,
        what: str,
        key: object,
        by: str = "",
        detail: Detail | None = None,
        roles: Collection[Role] | None = None,
    ) -> None:
        """One entry in a transaction of its own; raises StoreError where it can't be written."""
        with writing(self.engine) as connection:
            self.within(connection, act, what, key, by, detail, roles)

    def within(
        self,
        connection: Connection,
        act: str,
        what: str,
        key: object,
        by: str = "",
        detail: Detail | None = None,
        roles: Collection[Role] | None = None,
    ) -> None:
        """One entry inside the caller's `writing`: it stands where the act stands, and the anchor follows.

        `roles` None: the duties of whoever signs so are looked up.
        """
        path = self.settings.anchor_path
        anchor.require_writable(path)
        duties = self._duties(connection, by) if roles is None else ", ".join(sorted(roles))
        entry = Entry(act, what, str(key), by or self._unnamed(), duties, detail or {})
        made = record(connection, self.key, entry)
        after_commit(
            connection,
            "anchor",
            partial(anchor.append, path, anchor.Anchor(made.seq, made.digest, made.at)),
        )

    @property
    def key(self) -> bytes:
        return load_secrets(self.settings.secrets_path).audit.encode()

    def _unnamed(self) -> str:
        if self.is_command:
            return COMMAND
        return NOBODY if self.settings.has_accounts else DEMONSTRATION

    def _duties(self, connection: Connection, by: str) -> str:
        if self.is_command:
            return COMMAND
        if by.startswith(API_KEY_NAME):
            return API_KEY
        if not self.settings.has_accounts:
            return DEMONSTRATION
        a, r = schema.account.c, schema.account_role.c
        query = select(r.role).join(schema.account, a.account_id == r.account_id)
        found = connection.execute(query.where(a.signs_as == by).distinct().order_by(r.role))
        return ", ".join(found.scalars())
