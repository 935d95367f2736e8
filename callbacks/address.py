"""Opening an address: the page is made from the URL in one go, so that it starts with the right numbers."""

from __future__ import annotations

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from callbacks import ids
from callbacks.context import current, query_of, read_view
from callbacks.desk.desk import desk
from callbacks.desk.page import PATH, desk_page
from callbacks.page import page
from callbacks.trace import links
from callbacks.trace.page import trace_page


def register(app: Dash) -> None:
    app.callback(Output(ids.PAGE, "children"), Input(ids.URL, "pathname"), State(ids.URL, "search"))(
        open_page
    )


def open_page(path: object, search: object) -> list[Component]:
    """The whole page for the address: the two desks on their paths, else the map. Values that can't be used fall
    back with a notice.

    The path is the input and the query only state: a query that changes later is the reader's own gesture, and the
    browser follows it without a new page.
    """
    if path == PATH:
        return desk_page(desk(), search)
    if path == links.PATH:
        return trace_page(current(), search)
    view, bad = read_view(query_of(search))
    return page(current().at(view), view, bad)
