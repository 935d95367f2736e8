"""The tracer's desk as a part of the app."""

from __future__ import annotations

from dash import Dash, dcc, html
from dash.development.base_component import Component

from callbacks.trace import action_form, export_routes, filters, ids, looks, page, venue_more, what_if_routes

PARTS = (page, filters, action_form, venue_more)


def register(app: Dash) -> None:
    """Hang the desk into the app."""
    app.server.extensions[looks.EXTENSION] = looks.Looking()
    for part in PARTS:
        part.register(app)
    for routes in (export_routes, what_if_routes):
        routes.register(app.server)


def every_part() -> list[Component]:
    """One bare component for every id that a callback of the desk names."""
    stores = (ids.TRACER, ids.DONE, *ids.ACTS)
    return [
        dcc.Location(id=ids.URL),
        *(dcc.Store(id=each) for each in stores),
        html.Div(id=ids.ROOM),
        *filters.every_part(),
        *venue_more.every_part(),
    ]
