"""The ledger: every file, newest first, with its balance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.desk import Desk
from callbacks.desk.file import file_panel
from callbacks.desk.paging import pager
from callbacks.desk.retention import retention_line
from callbacks.desk.view import DeskView
from callbacks.desk.words import link, scrolling, seconds_text, simulated, span
from callbacks.still import still
from data.intake.entries import Entry
from layers.text import moment_text, number, text

PER_PAGE = 100
COLUMNS = (
    "when",
    "source",
    "file",
    "received",
    "accepted",
    "duplicate",
    "held",
    "days",
    "by",
    "took",
    "sha256",
)
NUMBERS = ("received", "accepted", "duplicate", "held", "took")


def ledger_tab(desk: Desk, view: DeskView) -> list[Component]:
    """The table of files, and beside it the file that is looked at."""
    entries = desk.intake.entries()
    if not entries:
        return [html.P(text("desk.ledger_empty", view.lang), className="empty")]
    shown = entries[(view.page - 1) * PER_PAGE : view.page * PER_PAGE]
    listed = html.Section(
        [
            html.H2(text("desk.files", view.lang, len(entries))),
            html.P(text("desk.balance_told", view.lang), className="small"),
            *retention_line(desk, view.lang),
            scrolling(
                still(ledger_table(desk, shown, view)), text("desk.tab.ledger", view.lang), "list-scroll"
            ),
            pager(view, len(entries), PER_PAGE),
        ],
        className="list",
    )
    return [listed, *file_panel(desk, view)]


def ledger_table(desk: Desk, entries: Sequence[Entry], view: DeskView) -> Component:
    head = html.Tr(
        [
            html.Th(
                text(f"desk.ledger.{name}", view.lang),
                scope="col",
                className="number" if name in NUMBERS else "",
            )
            for name in COLUMNS
        ]
    )
    rows = [_row(desk, entry, view) for entry in entries]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="desk-table ledger-table")


def _row(desk: Desk, entry: Entry, view: DeskView) -> Component:
    cells = _cells(desk, entry, view)
    labels = {name: text(f"desk.ledger.{name}", view.lang) for name in COLUMNS}
    here = attributes(aria_current="true") if entry.file_id == view.file else {}
    return html.Tr(
        [
            html.Td(
                cells[name],
                className="number" if name in NUMBERS else "",
                **attributes(data_label=labels[name]),
            )
            for name in COLUMNS
        ],
        className="is-withdrawn" if entry.withdrawn_at else "",
        **here,
    )


def _cells(desk: Desk, entry: Entry, view: DeskView) -> dict[str, Any]:
    lang = view.lang
    rows = {
        name: number(getattr(entry.rows, name), lang)
        for name in ("received", "accepted", "duplicate", "held")
    }
    name = link(entry.name, view.search(file=entry.file_id))
    return rows | {
        "when": moment_text(entry.imported_at),
        "by": entry.imported_by or "–",
        "source": desk.title(entry.source, lang),
        "file": [name, *marks(entry, lang)],
        "days": span(entry.first_day, entry.last_day),
        "sha256": html.Code(entry.sha256[:8], title=entry.sha256),
        "took": seconds_text(entry.seconds, lang),
    }


def marks(entry: Entry, lang: str) -> list[Component]:
    """What a reader must know of a file before its numbers: simulated, withdrawn."""
    withdrawn = html.Em(text("desk.withdrawn", lang), className="withdrawn")
    return [*([simulated(lang)] if entry.is_simulated else []), *([withdrawn] if entry.withdrawn_at else [])]
