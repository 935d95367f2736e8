"""Columns that can be sorted by, and pages of what was sorted: the same on every list of the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.trace.filters import choice
from callbacks.trace.links import go
from callbacks.trace.view import TraceView
from layers.text import number, text

Row = TypeVar("Row")
Keys = Mapping[str, Callable[[Any], Any]]
"""What a column is sorted by."""


def in_order(rows: Sequence[Row], sort: str, keys: Keys, default: str) -> list[Row]:
    """Rows by the column in `sort`, "-" for the largest first; by `default` where there is no such column."""
    chosen = known(sort, keys, default)
    return sorted(rows, key=keys[chosen.removeprefix("-")], reverse=chosen.startswith("-"))


def known(sort: str, keys: Keys, default: str) -> str:
    return sort if sort.removeprefix("-") in keys else default


def head(column: str, words: str, view: TraceView, keys: Keys, default: str, css: str = "") -> Component:
    """The heading of a column; where it can be sorted by, a link that turns the order."""
    if column not in keys:
        return html.Th(words, scope="col", role="columnheader", className=css)
    sort = known(view.sort, keys, default)
    falls, is_sorted = sort == f"-{column}", sort.removeprefix("-") == column
    turned = column if falls or (column == "name" and not is_sorted) else f"-{column}"
    arrow = ("▼" if falls else "▲") if is_sorted else ""
    link = go(f"{words} {arrow}".strip(), view, "sorts", sort="" if turned == default else turned, page=1)
    attribute: Any = link
    attribute.title = text("exposed.sort_by", view.lang, column=words)
    order = ("descending" if falls else "ascending") if is_sorted else "none"
    return html.Th(link, scope="col", role="columnheader", className=css, **attributes(aria_sort=order))


def sort_choice(words: Mapping[str, str], view: TraceView, keys: Keys, default: str) -> Component:
    """The same orders as a list, for phones, where columns have no headings."""
    options = [
        (f"{sign}{name}", f"{words[name]} {arrow}")
        for name in words
        if name in keys
        for sign, arrow in (("-", "▼"), ("", "▲"))
    ]
    label = text("exposed.sort", view.lang)
    return choice("sort", label, options, known(view.sort, keys, default), "people")


def on_page(rows: Sequence[Row], view: TraceView, per_page: int, name: str = "page") -> Sequence[Row]:
    """Rows of the page in view; the last page where the address names one beyond."""
    page = min(getattr(view, name), last_page(len(rows), per_page))
    return rows[(page - 1) * per_page : page * per_page]


def last_page(found: int, per_page: int) -> int:
    return max(1, -(-found // per_page))


def pages(view: TraceView, found: int, per_page: int, name: str = "page") -> list[Component]:
    """Links to the page before and after, which the field `name` of the view counts; nothing where one holds all."""
    last = last_page(found, per_page)
    page = min(getattr(view, name), last)
    if last == 1:
        return []
    lang = view.lang
    here = text("exposed.page", lang, page=number(page, lang), last=number(last, lang))
    before = [_to(f"← {text('exposed.previous', lang)}", view, name, page - 1)] if page > 1 else []
    after = [_to(f"{text('exposed.next', lang)} →", view, name, page + 1)] if page < last else []
    return [html.Nav([*before, html.Span(here), *after], className="pager", **attributes(aria_label=here))]


def _to(words: str, view: TraceView, name: str, page: int) -> Component:
    change: dict[str, Any] = {name: page}
    return go(words, view, **change)
