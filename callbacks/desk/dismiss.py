"""Dismissing: a held row that shall not come in, with the reason; the ledger goes on counting it as held."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk import ids
from callbacks.desk.desk import Asked, Done, act, asked_number, asked_text, desk
from callbacks.desk.forms import form, why_field
from data.held_groups import HeldLine, held_line, lines_alike
from data.intake.judged import Receipt
from layers.text import text

ONE, ALL = "one", "all"
MOST_AT_ONCE = 100_000


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DONE, "data", allow_duplicate=True),
        Input(ids.DISMISS, "data"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(dismiss_rows)


def dismiss_rows(asked: Asked | None, search: object) -> Done:
    """Dismiss one row, or with it all of its file that are held alike."""
    asked = asked or {}
    file_id, row, why = asked_number(asked, "file"), asked_number(asked, "row"), asked_text(asked, "why")
    rows = rows_alike(file_id, row) if asked_text(asked, "scope") == ALL else (row,)
    return act(asked, search, lambda by: desk().intake.dismiss(file_id, rows, by, why), told)


def rows_alike(file_id: int, row_number: int) -> tuple[int, ...]:
    """Numbers of the rows of one file that are held as this one is."""
    with desk().context.store.read() as connection:
        line = held_line(connection, file_id, row_number)
        alike = () if line is None else lines_alike(connection, line, MOST_AT_ONCE)
    return tuple(each.row_number for each in alike if each.file_id == file_id) or (row_number,)


def told(receipt: Receipt, lang: str) -> str:
    return text("desk.dismiss.done", lang, receipt.changed_rows)


def dismiss_form(line: HeldLine, alike: int, lang: str) -> Component:
    scope = html.Select(
        [html.Option(text(f"desk.dismiss.{key}", lang), value=key) for key in (ONE, ALL)],
        name="scope",
        **attributes(aria_label=text("desk.dismiss.which", lang)),
    )
    fields = [scope if alike > 1 else None, why_field(lang)]
    title, button = text("desk.dismiss_row", lang), text("desk.dismiss.do", lang)
    facts: dict[str, Any] = {"file": line.file_id, "row": line.row_number}
    return form(ids.DISMISS, title, text("desk.dismiss.told", lang), fields, button, **facts)
