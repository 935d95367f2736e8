"""One file of the ledger in full: its balance, its digest, what rules did, and the way to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.desk import Desk
from callbacks.desk.forecast import tally_list
from callbacks.desk.view import DeskView
from callbacks.desk.withdraw import withdraw_form
from callbacks.desk.words import facts, link, seconds_text, simulated, span
from data.access.approvals import ALONE
from data.errors import DichteError
from data.intake.entries import Entry
from data.intake.withdraw import CHANGES_STANDING
from layers.text import moment_text, number, text


def file_panel(desk: Desk, view: DeskView) -> list[Component]:
    """The panel of the file in the address; nothing where none is named."""
    if view.file is None:
        return []
    try:
        entry = desk.intake.entry(view.file)
    except DichteError:
        return [_panel([html.P(text("desk.no_such_file", view.lang, number=view.file))], view)]
    return [_panel(_file(desk, entry, view), view)]


def _panel(children: Sequence[Component | None], view: DeskView) -> Component:
    shut = link(f"× {text('desk.close', view.lang)}", view.search(file=None, row=None), "shut")
    return html.Aside(
        [shut, *children], className="panel", **attributes(aria_label=text("desk.file", view.lang))
    )


def _file(desk: Desk, entry: Entry, view: DeskView) -> list[Component | None]:
    lang = view.lang
    return [
        html.H2([entry.name, *([simulated(lang)] if entry.is_simulated else [])]),
        _withdrawn(entry, lang),
        tally_list(entry.rows, lang),
        _cases(desk, entry, lang),
        _facts(desk, entry, lang),
        _rules(entry, lang),
        _onward(entry, lang),
        _way_back(desk, entry, lang),
    ]


def _way_back(desk: Desk, entry: Entry, lang: str) -> Component | None:
    """The form that withdraws; not for what is withdrawn already, nor for simulated tables."""
    if entry.withdrawn_at is not None:
        return None
    source = desk.source(entry.source)
    if source is None:
        return html.P(
            text("desk.row_fixed" if not entry.is_simulated else "desk.simulated_fixed", lang),
            className="small",
        )
    is_for_two = source.subject.key in CHANGES_STANDING and entry.rows.accepted > ALONE
    return withdraw_form(entry, lang, is_for_two)


def _withdrawn(entry: Entry, lang: str) -> Component | None:
    if entry.withdrawn_at is None:
        return None
    when, by = moment_text(entry.withdrawn_at), entry.withdrawn_by or "–"
    return html.P(
        text("desk.withdrawn_told", lang, when=when, by=by, why=entry.withdrawn_why or "–"),
        className="warn-line",
    )


def _cases(desk: Desk, entry: Entry, lang: str) -> Component | None:
    if entry.withdrawn_at is not None or not desk.counts_cases(entry.source):
        return None
    names = ("accepted", "held")
    weights: dict[str, Any] = {name: number(getattr(entry.weights, name), lang) for name in names}
    return html.P(text("desk.cases_balance", lang, **weights))


def _facts(desk: Desk, entry: Entry, lang: str) -> Component:
    return facts(
        [
            (text("desk.file_number", lang), str(entry.file_id)),
            (text("desk.ledger.source", lang), desk.title(entry.source, lang)),
            (text("desk.ledger.when", lang), moment_text(entry.imported_at)),
            (text("desk.ledger.by", lang), entry.imported_by or "–"),
            (text("desk.ledger.days", lang), span(entry.first_day, entry.last_day)),
            (text("desk.ledger.took", lang), seconds_text(entry.seconds, lang)),
            ("SHA-256", html.Code(entry.sha256, className="digest")),
        ]
    )


def _rules(entry: Entry, lang: str) -> Component | None:
    changed = [(rule, rows) for rule, rows in entry.adjusted.items() if rows]
    if not changed:
        return None
    items = [html.Li([html.B(number(rows, lang)), text(f"rule.{rule}", lang)]) for rule, rows in changed]
    return html.Div([html.H3(text("desk.rules", lang)), html.Ul(items, className="reasons")])


def _onward(entry: Entry, lang: str) -> Component:
    links: list[Component] = []
    if entry.last_day is not None and entry.withdrawn_at is None:
        day = entry.last_day.isoformat()
        links.append(html.A(text("desk.see_map", lang), href=f"./?day={day}&lang={lang}"))
    if entry.rows.held and entry.withdrawn_at is None:
        words = text("desk.see_held", lang, entry.rows.held)
        links.append(link(words, f"?tab=held&only={entry.file_id}&lang={lang}"))
    return html.P(links, className="desk-links")
