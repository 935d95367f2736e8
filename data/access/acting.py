"""As whom a transaction of PostgreSQL runs, and whose rows it may see. SQLite has no roles and knows nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from data.access.sight import Sight

DASHBOARD = "dichte_dashboard"
"""Role that the map's reads run as."""

TRACER = "dichte_tracer"
"""Role that queries of contacts run as."""

SETTING = "dichte.units"
"""What the policies read: numbers of communes with commas between, or ALL; empty or unset is none."""

ALL = "all"


@dataclass(frozen=True)
class Acting:
    """`role` is one of the two, or empty for the owner of the store; `units` is what SETTING says."""

    role: str = ""
    units: str = ALL

    def begin(self, connection: Connection) -> None:
        """Both end with the transaction. Values are bound, never written into the statement."""
        chosen, values = "set_config(:setting, :units, true)", {"setting": SETTING, "units": self.units}
        if self.role:
            chosen, values = f"{chosen}, set_config('role', :role, true)", values | {"role": self.role}
        connection.execute(text(f"SELECT {chosen}"), values)


OWNER = Acting()
"""Imports, rollups and what is made for all readers: the whole, as the role that the store belongs to."""


def reading_as(role: str, sight: Sight) -> Acting:
    """A reader's own rows, as a role that may read little."""
    units = ALL if sight.units is None else ",".join(str(int(unit)) for unit in sorted(sight.units))
    return Acting(role, units)
