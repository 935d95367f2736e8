"""Pages of a long list."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.view import DeskView
from callbacks.desk.words import link
from layers.text import number, text


def pager(view: DeskView, found: int, per_page: int) -> Component | None:
    """Links to the page before and after; nothing where one page holds all."""
    last = -(-found // per_page)
    if last <= 1:
        return None
    here = text("desk.page", view.lang, page=number(view.page, view.lang), last=number(last, view.lang))
    before = [link(text("desk.newer", view.lang), view.search(page=view.page - 1))] if view.page > 1 else []
    after = [link(text("desk.older", view.lang), view.search(page=view.page + 1))] if view.page < last else []
    return html.Nav([*before, html.Span(here), *after], className="pager", **attributes(aria_label=here))
