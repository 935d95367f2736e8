"""Every table, each column once, with its meaning and unit.

Times are epoch seconds (UTC) or, of the ledger's own clock, local time; days are days of Asia/Ho_Chi_Minh. No
table holds a name, a phone or an ID number.
"""

from sqlalchemy import Table as Table

from data.schema.accounts import account, account_role, account_unit, approval, audit_entry, retention_run
from data.schema.base import Key as Key
from data.schema.base import metadata as metadata
from data.schema.cases import case_count, case_line, person, proximity_notice
from data.schema.declarations import declaration, install_count
from data.schema.enterprises import assessment, enterprise
from data.schema.ledger import (
    api_key,
    coverage,
    file_rule,
    held_row,
    import_file,
    push_request,
    record_choice,
    report,
    set_aside,
)
from data.schema.places import commune, district, former_commune, place_decision, population_count
from data.schema.rollups import (
    build_info,
    cell_before,
    event,
    rollup_cell,
    rollup_day,
    rollup_unplaced,
    snapshot,
    touched_day,
    unplaced_before,
)
from data.schema.tracing import action_done, tracing_log, venue_action, visit_change
from data.schema.visits import checkin, exposure_contact, exposure_event, venue, venue_exposure, venue_type
from data.schema.zones import site, zone

__all__ = [
    "Key",
    "Table",
    "account",
    "account_role",
    "account_unit",
    "action_done",
    "api_key",
    "approval",
    "assessment",
    "audit_entry",
    "build_info",
    "case_count",
    "case_line",
    "cell_before",
    "checkin",
    "commune",
    "coverage",
    "declaration",
    "district",
    "enterprise",
    "event",
    "exposure_contact",
    "exposure_event",
    "file_rule",
    "former_commune",
    "held_row",
    "import_file",
    "install_count",
    "metadata",
    "person",
    "place_decision",
    "population_count",
    "proximity_notice",
    "push_request",
    "record_choice",
    "report",
    "retention_run",
    "rollup_cell",
    "rollup_day",
    "rollup_unplaced",
    "set_aside",
    "site",
    "snapshot",
    "touched_day",
    "tracing_log",
    "unplaced_before",
    "venue",
    "venue_action",
    "venue_exposure",
    "venue_type",
    "visit_change",
    "zone",
]
