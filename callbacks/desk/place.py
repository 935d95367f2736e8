"""Placing: a person says which commune a written place means, for this row and all that are written so."""

from __future__ import annotations

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from callbacks.desk import ids
from callbacks.desk.desk import Asked, Desk, Done, act, asked_number, asked_text, desk, say
from callbacks.desk.forms import form, why_field
from callbacks.desk.view import read_desk
from callbacks.header import dropdown_words, search_options
from data.held_groups import HeldLine
from data.intake.judged import Receipt
from layers.text import number, text


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DONE, "data", allow_duplicate=True),
        Input(ids.PLACE, "data"),
        State(ids.COMMUNE, "value"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(place_rows)


def place_rows(asked: Asked | None, commune: object, search: object) -> Done:
    """Put every row written so into the commune chosen, and say what changed."""
    asked, code = asked or {}, commune if isinstance(commune, str) else ""
    file_id, row, why = asked_number(asked, "file"), asked_number(asked, "row"), asked_text(asked, "why")
    if not code:
        return say(search, text("desk.place.choose", read_desk(search)[0].lang), is_bad=True)
    return act(asked, search, lambda by: desk().intake.place(file_id, row, code, by, why), told)


def told(receipt: Receipt, lang: str) -> str:
    return text("desk.place.done", lang, receipt.changed_rows)


def place_form(desk: Desk, line: HeldLine, counts: tuple[int, int], lang: str) -> Component:
    """The commune, the reason, and how many rows this settles now and later."""
    rows, weight = counts
    key = "desk.place.told_cases" if desk.counts_cases(line.source) else "desk.place.told"
    what = text(key, lang, rows, place=line.place or "–", weight=number(weight, lang))
    label = text("desk.place.commune", lang)
    choice = dcc.Dropdown(
        id=ids.COMMUNE,
        options=search_options(desk.context),
        placeholder=label,
        labels=dropdown_words(lang),
        optionHeight=34,
    )
    titled = html.Label(text("desk.place.label", lang), htmlFor=ids.COMMUNE)
    commune = html.Div([titled, choice], className="field")
    button, facts = text("desk.place.do", lang, rows), {"file": line.file_id, "row": line.row_number}
    return form(ids.PLACE, text("desk.place", lang), what, [why_field(lang)], button, commune, **facts)
