"""Held rows: what is held alike stands together; choices above, the row that is looked at beside."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.desk import Desk
from callbacks.desk.paging import pager
from callbacks.desk.row import row_panel
from callbacks.desk.view import DeskView
from callbacks.desk.words import column_label, link, scrolling
from callbacks.still import still
from data.held_groups import Facets, HeldFilter, HeldGroup, count_open, facets, held_groups
from layers.text import number, text

PER_PAGE = 100
COLUMNS = ("what", "reason", "rows", "cases", "source")


def wish_of(view: DeskView) -> HeldFilter:
    return HeldFilter(view.only, view.reason, view.source)


def held_tab(desk: Desk, view: DeskView) -> list[Component]:
    """Facets, groups and the panel of one row; a sentence where nothing is held."""
    with desk.context.store.read() as connection:
        rows, _ = count_open(connection, wish_of(view))
        groups = held_groups(connection, wish_of(view), PER_PAGE + 1, (view.page - 1) * PER_PAGE)
        choices = facets(connection, wish_of(view))
    listed = html.Section(
        [
            html.H2(text("desk.held_rows", view.lang, rows)),
            html.P(text("desk.held_told", view.lang), className="small"),
            facet_list(desk, choices, view),
            _groups(desk, groups[:PER_PAGE], view) if rows else _nothing(view),
            pager(view, (view.page - 1) * PER_PAGE + len(groups), PER_PAGE),
        ],
        className="list",
    )
    return [listed, *row_panel(desk, view)]


def _nothing(view: DeskView) -> Component:
    is_chosen = bool(view.only or view.reason or view.source)
    words = text("desk.held_none_here" if is_chosen else "desk.held_none", view.lang)
    return html.P(words, className="empty")


def facet_list(desk: Desk, choices: Facets, view: DeskView) -> Component:
    """Three lines of links with counts: by reason, by source, by file. What is chosen is marked and can be let go."""
    reasons = [(r, text(f"held.short.{r}", view.lang), n) for r, n in choices.reasons]
    sources = [(s, desk.title(s, view.lang), n) for s, n in choices.sources]
    files = [(f, f"{name} ({f})", n) for (f, name), n in choices.files]
    lines = [_facet("reason", reasons, view), _facet("source", sources, view), _facet("only", files, view)]
    return html.Div(lines, className="facets")


def _facet(
    name: str, choices: list[tuple[str, str, int]] | list[tuple[int, str, int]], view: DeskView
) -> Component:
    chosen = getattr(view, name)
    links = [_choice(name, value, label, count, value == chosen, view) for value, label, count in choices]
    title = text(f"desk.facet.{name}", view.lang)
    return html.Div([html.Span(title, className="small"), html.Ul([html.Li(each) for each in links])])


def _choice(name: str, value: object, label: str, count: int, is_chosen: bool, view: DeskView) -> Component:
    nothing = None if name == "only" else ""
    href = view.search(**{name: nothing if is_chosen else value}, page=1, file=None, row=None)
    words: list[Any] = [label, " ", html.B(number(count, view.lang)), *([" ×"] if is_chosen else [])]
    here = attributes(aria_current="true") if is_chosen else {}
    return html.A(words, href=href, className="chip", **attributes(data_desk="go"), **here)


def _groups(desk: Desk, groups: tuple[HeldGroup, ...], view: DeskView) -> Component:
    head = html.Tr(
        [html.Th(text(f"desk.held.{name}", view.lang), scope="col", className=_css(name)) for name in COLUMNS]
    )
    body = html.Tbody([_group(desk, group, view) for group in groups])
    table = html.Table([html.Thead(head), body], className="desk-table held-groups")
    return scrolling(still(table), text("desk.tab.held", view.lang), "list-scroll")


def _css(name: str) -> str:
    return "number" if name in ("rows", "cases") else ""


def _file(group: HeldGroup) -> list[Component]:
    """The file, where the group is of one file alone."""
    return [] if group.place else [html.Span(group.file_name, className="small under")]


def _group(desk: Desk, group: HeldGroup, view: DeskView) -> Component:
    source, lang = desk.source(group.source), view.lang
    column = column_label(group.column, source, lang)
    named = text("desk.column", lang, name=column) if column else text("desk.whole_row", lang)
    cells: dict[str, Any] = {
        "what": link(group.place or named, view.search(file=group.file_id, row=group.row_number)),
        "reason": text(f"held.short.{group.reason}", lang),
        "rows": number(group.rows, lang),
        "cases": number(group.weight, lang) if desk.counts_cases(group.source) else "–",
        "source": [desk.title(group.source, lang), *_file(group)],
    }
    is_here = (view.file, view.row) == (group.file_id, group.row_number)
    return html.Tr(
        [
            html.Td(
                cells[name], className=_css(name), **attributes(data_label=text(f"desk.held.{name}", lang))
            )
            for name in COLUMNS
        ],
        **(attributes(aria_current="true") if is_here else {}),
    )
