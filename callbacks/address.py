"""Opening an address: the page is made from the URL in one go, so that it starts with the right numbers."""

from __future__ import annotations

from urllib.parse import parse_qsl

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks import ids
from callbacks.context import current, read_view
from callbacks.page import page


def register(app: Dash) -> None:
    app.callback(Output(ids.PAGE, "children"), Input(ids.URL, "search"))(open_page)


def open_page(search: str | None) -> list[Component]:
    """The whole page for the query in the address; values that can't be used fall back with a notice."""
    view, bad = read_view(dict(parse_qsl((search or "").removeprefix("?"))))
    return page(current(), view, bad)
