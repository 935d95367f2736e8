"""Choosing: sources contradict themselves, and a person says which version of a record stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from callbacks.desk import ids
from callbacks.desk.desk import Asked, Done, act, asked_number, asked_text, desk
from callbacks.desk.forms import form, why_field
from data.held_groups import HeldLine
from data.intake.judged import Receipt
from layers.text import number, text


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DONE, "data", allow_duplicate=True),
        Input(ids.CHOOSE, "data"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(choose_version)


def choose_version(asked: Asked | None, search: object) -> Done:
    """Let this version stand, and say what changed."""
    asked = asked or {}
    file_id, row, why = asked_number(asked, "file"), asked_number(asked, "row"), asked_text(asked, "why")
    return act(asked, search, lambda by: desk().intake.choose(file_id, row, by, why), told)


def told(receipt: Receipt, lang: str) -> str:
    return text("desk.choose.done", lang, receipt.changed_rows)


def choose_forms(
    rivals: Sequence[HeldLine], cells: Sequence[Mapping[str, str]], lang: str
) -> list[Component]:
    """The versions beside each other, what differs marked, and a form for each."""
    if not rivals:
        return []
    return [
        html.H3(text("desk.choose", lang)),
        _compared(rivals, cells, lang),
        *(_form(r, lang) for r in rivals),
    ]


def _compared(rivals: Sequence[HeldLine], cells: Sequence[Mapping[str, str]], lang: str) -> Component:
    names = list(dict.fromkeys(name for one in cells for name in one))
    head = html.Tr([html.Th("", scope="col"), *(html.Th(_where(r, lang), scope="col") for r in rivals)])
    rows = [html.Tr([html.Th(name, scope="row"), *_values(name, cells)]) for name in names]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="desk-table versions")
    return html.Div(table, className="scrolls")


def _values(name: str, cells: Sequence[Mapping[str, str]]) -> list[Component]:
    values = [one.get(name, "") for one in cells]
    css = "differs" if len(set(values)) > 1 else ""
    return [html.Td(value, className=css) for value in values]


def _where(rival: HeldLine, lang: str) -> str:
    return text("desk.row_of", lang, row=number(rival.row_number, lang), file=rival.file_name)


def _form(rival: HeldLine, lang: str) -> Component:
    title = text("desk.choose.this", lang, version=_where(rival, lang))
    facts: dict[str, Any] = {"file": rival.file_id, "row": rival.row_number}
    return form(
        ids.CHOOSE,
        title,
        text("desk.choose.told", lang),
        [why_field(lang)],
        text("desk.choose.do", lang),
        **facts,
    )
