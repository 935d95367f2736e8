"""The public notice of a venue: exactly what would be published, what is masked and why, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.desk.words import scrolling
from callbacks.gone import gone_lines
from callbacks.still import still
from callbacks.trace.export_files import notice_place, words_in
from callbacks.trace.export_forms import bare_form
from callbacks.trace.view import TraceView
from data.counted_anew import gone_in_view
from data.days import now
from data.tracing.answers import VenueTrace
from data.tracing.notice import COLUMNS, FEWEST, NoticeRow, notice_rows
from layers.text import number, text


def notice_preview(context: Context, trace: VenueTrace, view: TraceView) -> list[Component]:
    """What would be published, made of the same rows as the file; no person is in it, so anybody may look."""
    lang, place = view.lang, notice_place(context, trace.venue.venue_id)
    rows = () if place is None else notice_rows(trace, place, words_in(lang), now())
    gone = gone_in_view(context.store, view.day, view.rule)
    if not rows:
        none = "public_notice.none" if gone is None else "gone.venue_unknown"
        return [*gone_lines(gone, context, lang), html.P(text(none, lang))]
    title = text("public_notice.title", lang)
    form = bare_form(view, "notice", trace.venue.venue_id, title, [("csv", text("public_notice.do", lang))])
    told = [html.P(text(f"public_notice.{key}", lang), className="small") for key in ("told", "draft")]
    table = scrolling(still(notice_table(rows, lang)), text("public_notice.table", lang), "notice-scroll")
    return [*told, *gone_lines(gone, context, lang), *_masked(rows, lang), table, form]


def _masked(rows: Sequence[NoticeRow], lang: str) -> list[Component]:
    """How many rows are masked, and why."""
    count = sum(is_masked(row, lang) for row in rows)
    told = text("public_notice.masked", lang, count, fewest=number(FEWEST, lang))
    return [html.P(told, className="warn-line")] if count else []


def is_masked(row: NoticeRow, lang: str) -> bool:
    return words_in(lang)("masked") in row.event


def notice_table(rows: Sequence[NoticeRow], lang: str) -> Component:
    """New Zealand's columns, in their own words and order."""
    heads = [html.Th(name, scope="col", lang="en") for name in COLUMNS]
    body = [
        html.Tr(
            [html.Td(cell or "–") for cell in astuple(row)],
            className="is-masked" if is_masked(row, lang) else "",
        )
        for row in rows
    ]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="desk-table notice-table")
