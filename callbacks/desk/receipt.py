"""After a commit: what came in, how long it took, and where to look now."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.forecast import tally_list
from callbacks.desk.words import facts, link, seconds_text, span
from data.intake.entries import Entry
from data.intake.judged import Receipt
from layers.text import text


def receipt_card(receipt: Receipt, entry: Entry | None, name: str, token: str, lang: str) -> Component:
    if entry is None:
        return html.Div(
            [html.H2(name), html.P(text("desk.is_known", lang)), _next(token, lang)],
            className="receipt desk-card",
        )
    return html.Div(
        [
            html.H2(text("desk.done", lang, name=name), role="status"),
            tally_list(receipt.rows, lang),
            facts(
                [
                    (text("desk.file_number", lang), str(entry.file_id)),
                    (text("desk.days_touched", lang), span(entry.first_day, entry.last_day)),
                    (text("desk.snapshot", lang), receipt.snapshot_id),
                    (text("desk.took", lang), seconds_text(receipt.seconds, lang)),
                ]
            ),
            _onward(receipt, entry, lang),
            _next(token, lang),
        ],
        className="receipt desk-card",
    )


def _onward(receipt: Receipt, entry: Entry, lang: str) -> Component:
    links = [link(text("desk.see_file", lang), f"?tab=ledger&file={entry.file_id}&lang={lang}")]
    if entry.last_day is not None:
        day = entry.last_day.isoformat()
        links.insert(0, html.A(text("desk.see_map", lang), href=f"./?day={day}&lang={lang}"))
    if receipt.rows.held:
        words = text("desk.see_held", lang, receipt.rows.held)
        links.append(link(words, f"?tab=held&only={entry.file_id}&lang={lang}"))
    return html.P(links, className="desk-links")


def _next(token: str, lang: str) -> Component:
    again = attributes(data_desk="discard", data_token=token)
    return html.P(
        html.Button(text("desk.next_file", lang), className="primary", **again), className="desk-ways"
    )
