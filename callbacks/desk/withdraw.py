"""Withdrawing a file: its rows leave the tables, the ledger keeps that they were there, and why they went."""

from __future__ import annotations

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from callbacks.access.two_people import two_people_line
from callbacks.desk import ids
from callbacks.desk.desk import Asked, Done, act, asked_number, asked_text, desk
from callbacks.desk.forms import form, why_field
from callbacks.desk.words import span
from data.intake.entries import Entry
from data.intake.judged import Receipt
from layers.text import number, text


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DONE, "data", allow_duplicate=True),
        Input(ids.WITHDRAW, "data"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(withdraw_file)


def withdraw_file(asked: Asked | None, search: object) -> Done:
    """Take the file back and say what changed."""
    asked = asked or {}
    file_id, why = asked_number(asked, "file"), asked_text(asked, "why")
    return act(asked, search, lambda by: desk().intake.withdraw(file_id, by, why), told)


def told(receipt: Receipt, lang: str) -> str:
    return text(
        "desk.withdraw.done", lang, receipt.changed_rows, days=span(receipt.first_day, receipt.last_day)
    )


def withdraw_form(entry: Entry, lang: str, is_for_two: bool = False) -> Component:
    """Says before it asks: which rows go, which days are counted anew, that the ledger keeps the file."""
    what = text(
        "desk.withdraw.told",
        lang,
        entry.rows.accepted,
        held=number(entry.rows.held, lang),
        days=span(entry.first_day, entry.last_day),
    )
    title = text("desk.withdraw", lang)
    before = two_people_line(lang) if is_for_two else None
    send = text("desk.withdraw.do", lang)
    return form(ids.WITHDRAW, title, what, [why_field(lang)], send, before, file=entry.file_id)
