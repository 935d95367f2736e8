"""The list of held rows: what came in, why no commune was found, what to do."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from data.access.rights import Right
from data.intake.entries import Held, load_held
from data.ledger import end_of
from data.subjects import CASE_COUNTS
from data.view import View
from layers.text import day_text, number, text

COLUMNS = ("day", "place", "cases")


def held_list(context: Context, view: View) -> list[Component]:
    """All held rows of the reader's range, in the order of their file; what to do stands once a reason.

    They hold places as people wrote them: who may not read them gets a sentence.
    """
    if not context.may(Right.HELD):
        return [_back(view), html.P(text("held.no_right", view.lang), className="warn-line", role="status")]
    with context.store.read() as connection:
        every = load_held(connection, subject=CASE_COUNTS.key)
    rows = [row for row in every if _is_in_view(row, view)]
    cases = number(sum(row.weight for row in rows), view.lang)
    head = html.Tr([html.Th(text(f"held.{name}", view.lang), scope="col") for name in COLUMNS])
    remedies = dict.fromkeys(text(f"held.remedy.{row.reason}", view.lang) for row in rows)
    return [
        _back(view),
        html.H2(text("held.title", view.lang)),
        html.P(text("notice.held", view.lang, len(rows), cases=cases)),
        html.P(text("held.explained", view.lang), className="small"),
        *_to_desk(context, view),
        *(html.P(words) for words in remedies),
        html.Table(
            [html.Thead(head), html.Tbody([_row(row, view.lang) for row in rows])], className="held-table"
        ),
    ]


def _back(view: View) -> Component:
    words = text("place.back_to", view.lang, place=text("place.province", view.lang))
    return html.Button(f"← {words}", className="link back", **attributes(data_commune=""))


def _to_desk(context: Context, view: View) -> list[Component]:
    """Where rows are put right, for who may."""
    if not context.may(Right.DESK):
        return []
    return [html.A(text("held.to_desk", view.lang), href=f"desk?tab=held&lang={view.lang}")]


def see_held(context: Context, view: View) -> list[Component | str]:
    """A blank and the way to the list, behind the sentence that counts the rows; nothing for who may not read them."""
    if not context.may(Right.HELD):
        return []
    words = text("screen.see", view.lang)
    return [" ", html.Button(words, className="link", **attributes(data_panel="held"))]


def _is_in_view(row: Held, view: View) -> bool:
    """Within the reader's range, and of a day whose report had come by the view's moment."""
    if row.day is None:
        return view.as_of is None
    had_come = view.as_of is None or end_of(row.day) <= view.as_of
    return had_come and view.first <= row.day <= view.last


def _row(row: Held, lang: str) -> Component:
    day = "–" if row.day is None else day_text(row.day)
    number_ = html.Span(text("held.row", lang, number=row.row_number), className="small under")
    reason = html.Span(text(f"held.reason.{row.reason}", lang, got=row.got), className="small under")
    return html.Tr(
        [
            html.Td([day, number_]),
            html.Td([row.place, reason]),
            html.Td(number(row.weight, lang), className="number"),
        ]
    )
