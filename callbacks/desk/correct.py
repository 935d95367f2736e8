"""Correcting: the cells of a held row, written anew; the row then goes the same way as any other."""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk import ids
from callbacks.desk.desk import Asked, Done, act, asked_number, desk, say
from callbacks.desk.forms import form
from callbacks.desk.view import read_desk
from data.held_groups import HeldLine
from data.intake.judged import BLANKED, Receipt
from layers.text import text

CELL = "cell:"
"""Prefix of the field names of cells, so that no heading is taken for something else."""


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DONE, "data", allow_duplicate=True),
        Input(ids.CORRECT, "data"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(correct_row)


def correct_row(asked: Asked | None, search: object) -> Done:
    """Judge the row again with the cells that were changed; the others stay as they came."""
    asked = asked or {}
    file_id, row, cells = asked_number(asked, "file"), asked_number(asked, "row"), changed_cells(asked)
    if not cells:
        return say(search, text("desk.correct.nothing", read_desk(search)[0].lang), is_bad=True)
    return act(asked, search, lambda by: desk().intake.correct(file_id, row, cells, by), told)


def changed_cells(asked: Asked) -> dict[str, str]:
    """Columns whose text the reader changed, as assets/desk.js found them."""
    cells = asked.get("cells") if isinstance(asked, dict) else None
    given = cells if isinstance(cells, dict) else {}
    return {str(name): str(value) for name, value in given.items()}


def told(receipt: Receipt, lang: str) -> str:
    """Good now, or still held."""
    return text("desk.correct.released" if receipt.changed_rows else "desk.correct.held", lang)


def correct_form(line: HeldLine, cells: Mapping[str, str], lang: str) -> Component:
    """One field a cell; a personal answer is never shown, it can only be replaced."""
    fields: list[Component | None] = [
        _cell(name, value, name == line.column, lang) for name, value in cells.items()
    ]
    title, button = text("desk.correct", lang), text("desk.correct.do", lang)
    told_before = text("desk.correct.told", lang)
    return form(ids.CORRECT, title, told_before, fields, button, file=line.file_id, row=line.row_number)


def _cell(name: str, value: str, is_failed: bool, lang: str) -> Component:
    is_blanked = value == BLANKED
    shown = "" if is_blanked else value
    field = dcc.Input(
        name=f"{CELL}{name}",
        type="text",
        value=shown,
        placeholder=text("desk.correct.blanked", lang) if is_blanked else "",
        autoComplete="off",
        spellCheck=False,
    )
    css = "field bad-field" if is_failed else "field"
    return html.Label([name, field], className=css, **attributes(data_was=shown))
