"""Where the venues of a trace lie, for assets/trace_map.js to draw; homes and people are never on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from data.access.sight import WHOLE
from data.venues import Venue
from layers.text import text
from layers.venues import venues_outside


@dataclass(frozen=True)
class Stop:
    """A venue on the map: what stands in its circle, and the row of the table it leads to."""

    venue: Venue
    mark: str
    row_id: str


def trace_map(context: Context, stops: Sequence[Stop], lang: str, is_path: bool) -> Component:
    """The map, with lines from each stop to the next where `is_path`; venues that can't be drawn are counted."""
    astray = venues_outside(context.store.seen_by(WHOLE), context.plain.snapshot.id)
    drawn = [stop for stop in stops if stop.venue.has_point and stop.venue.venue_id not in astray]
    missing = len({stop.venue.venue_id for stop in stops} - {stop.venue.venue_id for stop in drawn})
    words = [html.P(text("trace.map.missing", lang, missing), className="small")] if missing else []
    if not drawn:
        return html.Div(words, className="trace-map-room")
    host = html.Div(
        className="trace-map",
        **attributes(
            data_stops=json.dumps([_told(stop) for stop in drawn], ensure_ascii=False),
            data_path="1" if is_path else "",
            data_label=text("trace.map.label", lang),
            data_no_webgl=text("trace.map.no_webgl", lang),
        ),
    )
    return html.Div([host, *words], className="trace-map-room")


def _told(stop: Stop) -> dict[str, object]:
    """What the browser has to know of a stop; numbers of venues may be too long for it."""
    venue = stop.venue
    return {"venue": str(venue.venue_id), "at": [venue.lon, venue.lat], "mark": stop.mark, "row": stop.row_id}
