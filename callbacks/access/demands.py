"""What each address and each callback asks of a reader. What is not listed here is refused to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from callbacks import ids
from callbacks.desk import ids as desk
from callbacks.desk.page import PATH as DESK_PATH
from callbacks.trace import ids as trace
from callbacks.trace.links import PATH as TRACE_PATH
from callbacks.trace.venue_hours import HOURS_TABLE
from callbacks.trace.venue_more import NOTICE_BODY
from data.access.rights import Right

OPEN = "open"
"""Holds no figure and nobody's data: browser code, outlines, signing in. Anybody may ask for it."""

BY_KEY = "key"
"""The push API: the key in the request says who it is, not a reader's session."""

BY_PAGE = "page"
"""A page, or what opens one: its path says which right is asked for."""

SIGNED_IN = "signed in"
"""An account's own pages: any account may, whatever its duties, and nobody else."""

Demand = Right | str

ENDPOINTS: Mapping[str, Demand] = MappingProxyType(
    {
        "/": BY_PAGE,
        "/<path:path>": BY_PAGE,
        "/_dash-layout": Right.MAP,
        "/_dash-dependencies": Right.MAP,
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": OPEN,
        "/_favicon.ico": OPEN,
        "_dash_assets.static": OPEN,
        "serve_library": OPEN,
        "serve_geometry": OPEN,
        "serve_values": Right.MAP,
        "serve_venues": Right.MAP,
        "serve_picture": Right.MAP,
        "serve_export": Right.MAP,
        "receive_file": Right.DESK,
        "serve_template": Right.DESK,
        "serve_schema": Right.DESK,
        "take_file": Right.TRACE,
        "approvals.ask_to_export": Right.TRACE,
        "approvals.ask_to_withdraw": Right.DESK,
        "approvals.show_requests": Right.APPROVE,
        "approvals.decide_request": Right.APPROVE,
        "approvals.serve_style": OPEN,
        "work.show_work": Right.WORK,
        "work.tick_decision": Right.WORK,
        "work.serve_style": OPEN,
        "serve_numbers": Right.TRACE,
        "api.push_rows": BY_KEY,
        "api.push_row": BY_KEY,
        "api.show_import": BY_KEY,
        "api.show_source": OPEN,
        "api.show_health": OPEN,
        "api.show_document": OPEN,
        "access.sign_in": OPEN,
        "access.second_factor": OPEN,
        "access.set_up": OPEN,
        "access.recovery": OPEN,
        "access.serve_style": OPEN,
        "access.sso": OPEN,
        "access.sso_back": OPEN,
        "access.sign_out": SIGNED_IN,
        "access.change_password": SIGNED_IN,
    }
)
"""Every address by Flask's name of it. Callbacks share one address: OUTPUTS says what each asks."""

PAGES: Mapping[str, Right] = MappingProxyType(
    {"/": Right.MAP, DESK_PATH: Right.DESK, TRACE_PATH: Right.TRACE}
)
"""Pages that Dash draws in the browser."""

WORK_PATH = "/work"

ENTRANCES = (*PAGES, WORK_PATH)
"""Pages that a stranger who asks for one comes back to from signing in."""

SIGNED_IN_PAGES = ("/change-password",)
"""Pages for whoever is signed in, whatever their duties."""

OUTPUTS: Mapping[str, Demand] = MappingProxyType(
    {
        ids.PAGE: BY_PAGE,
        ids.PLACE: Right.MAP,
        ids.RANKING: Right.MAP,
        ids.LEGEND: Right.MAP,
        ids.CURVE: Right.MAP,
        ids.HISTOGRAM: Right.MAP,
        ids.AS_OF_LINE: Right.MAP,
        desk.ROOM: Right.DESK,
        desk.URL: Right.DESK,
        desk.WORK: Right.DESK,
        desk.TICK: Right.DESK,
        desk.TOKEN: Right.DESK,
        desk.DONE: Right.DESK,
        trace.ROOM: Right.TRACE,
        trace.DONE: Right.TRACE,
        NOTICE_BODY: Right.TRACE,
        HOURS_TABLE: Right.TRACE,
    }
)
"""Callbacks of the server by the component that they write to."""


def demand_of_callback(output: str, path: object) -> Demand | None:
    """What the callback with this output asks; `path` is its input where it opens a page. None: it is not listed.

    An output is written "id.property", several as "..id.property...id.property..", a shared one with "@" behind.
    """
    written = [each.partition(".")[0] for each in output.strip(".").split("...")]
    demands = {OUTPUTS.get(component) for component in written}
    if len(demands) != 1:
        return None
    demand = demands.pop()
    return demand_of_page(path) if demand == BY_PAGE else demand


def demand_of_page(path: object) -> Right | None:
    """What a page asks; None where there is none of that path."""
    return PAGES.get(path) if isinstance(path, str) else None
