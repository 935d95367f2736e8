"""Tables that become cards on a phone and stay tables to who hears them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.words import scrolling
from callbacks.still import still


@dataclass(frozen=True)
class Column:
    """A column by name; `is_number` stands right. What `is_extra` yields its room to an open panel."""

    name: str
    words: str
    is_number: bool = False
    is_extra: bool = False

    @property
    def css(self) -> str:
        return " ".join([*(["number"] if self.is_number else []), *(["extra"] if self.is_extra else [])])


@dataclass(frozen=True)
class Row:
    """Cells by the names of the columns; the first one names the row."""

    cells: dict[str, Any]
    row_id: str = ""
    is_here: bool = False


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    label: str,
    css: str,
    heads: Sequence[Component] | None = None,
) -> Component:
    """A table in a box that scrolls; roles are said again, for as cards the elements would lose them.

    `heads` are headings that can be pressed, in place of the columns' words.
    """
    heads = heads or [html.Th(c.words, scope="col", role="columnheader", className=c.css) for c in columns]
    head = html.Thead(html.Tr(heads, role="row"), role="rowgroup")
    body = html.Tbody([_row(columns, row) for row in rows], role="rowgroup")
    table = html.Table(
        [head, body],
        role="table",
        className=f"desk-table trace-cards {css}",
        **attributes(aria_label=label),
    )
    return scrolling(still(table), label)


def _row(columns: Sequence[Column], row: Row) -> Component:
    options: dict[str, Any] = {"id": row.row_id, "tabIndex": "-1"} if row.row_id else {}
    here = attributes(aria_current="true") if row.is_here else {}
    first, *others = columns
    name = html.Th(row.cells[first.name], scope="row", role="rowheader", className=first.css)
    cells = [
        html.Td(row.cells[c.name], role="cell", className=c.css, **attributes(data_label=c.words))
        for c in others
    ]
    return html.Tr([name, *cells], role="row", **options, **here)
