"""Row-level security of PostgreSQL: a row of a commune shows to whom the setting of the transaction names it.

Unset means none, for everybody: the policies are forced on the owner too, so that a view or a function of the owner's
shows a reader no more than the tables do. Nothing but a superuser goes around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from data.access.acting import ALL, SETTING

POLICY = "dichte_units"

_SAID = f"current_setting('{SETTING}', true)"

# In a query of its own a setting is read once a statement, not once a row.
IS_WHOLE = f"(SELECT {_SAID} = '{ALL}')"
_UNITS = f"(SELECT string_to_array(nullif({_SAID}, '{ALL}'), ',')::int[])"

UNIT = f"unit_id = ANY ({_UNITS}::int[])"
VENUE = "venue_id IN (SELECT v.venue_id FROM venue v)"
"""Where its venue shows: the venue's own policy says so."""

ACTION = "action_id IN (SELECT a.action_id FROM venue_action a)"
"""Where the decision shows, which is where its venue does."""

ENTERPRISE = "enterprise_id IN (SELECT e.enterprise_id FROM enterprise e)"
PERSON = (
    f"{UNIT} OR EXISTS (SELECT FROM checkin c WHERE c.person_id = person.person_id)"
    " OR EXISTS (SELECT FROM case_line l WHERE l.person_id = person.person_id)"
)
"""A pseudonym has no home: it shows with any visit or case of its own that does."""

BY_UNIT = (
    *("rollup_cell", "cell_before", "report", "coverage"),
    *("case_count", "case_line", "declaration", "install_count", "proximity_notice"),
    *("venue", "site", "enterprise", "exposure_event", "place_decision"),
)
BY_VENUE = ("checkin", "exposure_contact", "venue_exposure", "venue_action", "visit_change")

SEEN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(BY_UNIT, UNIT),
        **dict.fromkeys(BY_VENUE, VENUE),
        "action_done": ACTION,
        "assessment": ENTERPRISE,
        "person": PERSON,
    }
)
"""Table → which of its rows show to whoever sees some communes only."""

OF_NO_UNIT = frozenset(
    {
        # Places and how many live there are anybody's to know.
        *("commune", "district", "former_commune", "population_count"),
        # Of the province as a whole, or of a file.
        *("import_file", "file_rule", "held_row", "set_aside", "record_choice", "touched_day", "rollup_day"),
        *("rollup_unplaced", "unplaced_before", "snapshot", "event", "build_info", "venue_type", "zone"),
        *("tracing_log", "api_key", "push_request"),
        *("account", "account_role", "account_unit", "audit_entry", "approval", "retention_run"),
    }
)
"""Tables whose rows belong to no commune: the grants alone say who reads them."""


def policy_statements(table: str) -> tuple[str, ...]:
    """Statements that bring one table of SEEN under its policy; run twice they change nothing."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS {POLICY} ON {table}",
        f"CREATE POLICY {POLICY} ON {table} USING ({IS_WHOLE} OR {SEEN[table]})",
    )
