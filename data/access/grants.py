"""What the two roles of PostgreSQL may read, table by table. What no role is given is nobody's but the owner's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from data import schema
from data.access.acting import DASHBOARD, TRACER

Columns = tuple[str, ...]
Grants = Mapping[str, Columns]
"""Table → columns that may be read."""

ROLES = (DASHBOARD, TRACER)


def _all(table: schema.Table) -> Columns:
    return tuple(table.c.keys())


_VENUE = ("venue_id", "name", "venue_type", "unit_id", "lon", "lat")
_PLACES = ("commune", "district")

_DASHBOARD: dict[str, Columns] = {
    **{name: _all(schema.metadata.tables[name]) for name in _PLACES},
    **{name: _all(schema.metadata.tables[name]) for name in ("rollup_cell", "rollup_unplaced")},
    **{name: _all(schema.metadata.tables[name]) for name in ("cell_before", "unplaced_before", "report")},
    **{name: _all(schema.metadata.tables[name]) for name in ("snapshot", "event", "venue_exposure")},
    "population_count": ("population_id", "file_id", "unit_id", "day", "people"),
    "venue": _VENUE,
    # The commune's work list: what was decided, never by whom or why, and whether it was done.
    "venue_action": ("action_id", "venue_id", "action", "decided_at"),
    "action_done": _all(schema.action_done),
    # Which sources stand behind a figure, and from which file a held row is.
    "import_file": ("file_id", "source", "name", "accepted", "is_simulated", "withdrawn_at"),
    # Why a row is held; never the row itself, which is sealed.
    "held_row": (
        *("file_id", "row_number", "subject", "reason", "column_name", "expected", "got", "day", "weight"),
        *("place", "dismissed_at", "dismissed_by", "dismissed_why"),
    ),
}

_TRACER: dict[str, Columns] = {
    "case_line": (
        *("case_id", "file_id", "record", "person_id", "unit_id", "onset_day", "first_positive_day"),
        *("confirmed_day", "isolated_at"),
    ),
    "checkin": ("checkin_id", "file_id", "record", "venue_id", "person_id", "t_in", "t_out"),
    "person": ("person_id", "unit_id"),
    "venue": _VENUE,
    "venue_type": _all(schema.venue_type),
    "venue_action": _all(schema.venue_action),
    "action_done": _all(schema.action_done),
    "tracing_log": _all(schema.tracing_log),
    "import_file": ("file_id", "source", "is_simulated", "received_at"),
    # What was known at a moment, and whether what was read is still what the store holds.
    "report": ("subject", "day", "unit_id", "received_at"),
    "snapshot": _all(schema.snapshot),
    "touched_day": _all(schema.touched_day),
    "build_info": _all(schema.build_info),
}

GRANTS: Mapping[str, Grants] = MappingProxyType(
    {DASHBOARD: MappingProxyType(_DASHBOARD), TRACER: MappingProxyType(_TRACER)}
)

DENIED = frozenset(
    {
        # Who may sign in, what they did, who may push.
        *("account", "account_role", "account_unit", "audit_entry", "approval", "retention_run"),
        *("api_key", "push_request"),
        # People's own rows that no answer is made of directly: the rollups are.
        *("declaration", "exposure_contact", "proximity_notice", "assessment"),
        # What the data desk alone works with, as the owner.
        *("set_aside", "record_choice", "file_rule", "coverage", "place_decision", "former_commune"),
        *("rollup_day", "visit_change"),
        # Imported and not shown yet.
        *("case_count", "install_count", "enterprise", "site", "zone", "exposure_event"),
    }
)
"""Tables that neither role may read. A new table stands here or in GRANTS; a test asks for it."""
