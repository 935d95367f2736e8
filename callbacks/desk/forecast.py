"""What a commit would do, beside the preview: the balance, the days, the reasons, and the two ways on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.words import OUTCOMES, column_label, facts, link, span
from data.intake.judged import Forecast, Judged
from data.ledger import Tally
from layers.text import number, text

TOO_MANY_HELD = 0.5


def forecast_panel(judged: Judged, forecast: Forecast, token: str, lang: str) -> Component:
    """Numbers, warnings, reasons, then the buttons."""
    source = judged.source
    return html.Aside(
        [
            html.H2(judged.facts.name),
            html.P(source.title(lang), className="small"),
            *_warnings(forecast, lang),
            tally_list(forecast.rows, lang),
            html.P(_cases(forecast, lang)) if source.subject.weight_field == "new_cases" else None,
            _facts(judged, forecast, lang),
            *_reasons(judged, forecast, lang),
            *_rules(forecast.adjusted, lang),
            _ways_on(forecast, token, lang),
        ],
        className="forecast desk-card",
        **attributes(aria_label=text("desk.forecast", lang)),
    )


def _warnings(forecast: Forecast, lang: str) -> list[Component]:
    rows = forecast.rows
    if forecast.is_known:
        known: list[Any] = [
            text("desk.is_known", lang),
            " ",
            link(text("desk.see_ledger", lang), f"?tab=ledger&lang={lang}"),
        ]
        return [html.P(known, className="warn-line", role="status")]
    if rows.received and rows.held > TOO_MANY_HELD * rows.received:
        share = number(100 * rows.held / rows.received, lang)
        return [html.P(text("desk.mostly_held", lang, share=share), className="warn-line", role="status")]
    return []


def tally_list(rows: Tally, lang: str) -> Component:
    """received = accepted + duplicate + held, each with its number, and a bar of their shares."""
    lines = [
        html.Div(
            [html.Dt(text(f"desk.tally.{name}", lang)), html.Dd(number(getattr(rows, name), lang))],
            className=name,
        )
        for name in OUTCOMES
    ]
    received = html.Div(
        [html.Dt(text("desk.tally.received", lang)), html.Dd(number(rows.received, lang))],
        className="received",
    )
    return html.Div([html.Dl([received, *lines], className="tally"), _bar(rows)])


def _bar(rows: Tally) -> Component:
    whole = max(1, rows.received)
    parts = [
        html.I(className=name, style={"width": f"{100 * getattr(rows, name) / whole:.2f}%"})
        for name in OUTCOMES
        if getattr(rows, name)
    ]
    return html.Div(parts, className="tally-bar", **attributes(aria_hidden="true"))


def _cases(forecast: Forecast, lang: str) -> str:
    weights: dict[str, Any] = {
        name: number(getattr(forecast.weights, name), lang) for name in ("received", *OUTCOMES)
    }
    return text("desk.cases_balance", lang, **weights)


def _facts(judged: Judged, forecast: Forecast, lang: str) -> Component:
    unused = ", ".join(judged.unused_columns)
    return facts(
        [
            (text("desk.days_touched", lang), span(forecast.first_day, forecast.last_day)),
            (text("desk.communes_named", lang), number(forecast.communes, lang)),
            (text("desk.unused_columns", lang), unused),
        ]
    )


def _reasons(judged: Judged, forecast: Forecast, lang: str) -> list[Component]:
    """Why rows would be held: reason and column with their count, most frequent first."""
    if not forecast.rows.held:
        return []
    counts = sorted(forecast.by_column.items(), key=lambda item: (-item[1], item[0]))
    items = [
        html.Li(
            [
                html.B(number(rows, lang)),
                html.Span([text(f"held.short.{reason}", lang), _where(column, judged, lang)]),
            ]
        )
        for (reason, column), rows in counts
    ]
    return [html.H3(text("desk.why_held", lang)), html.Ul(items, className="reasons")]


def _where(column: str, judged: Judged, lang: str) -> Component | None:
    if not column:
        return None
    return html.Span(
        text("desk.column", lang, name=column_label(column, judged.source, lang)), className="small under"
    )


def _rules(adjusted: Mapping[str, int], lang: str) -> list[Component]:
    """What rules changed in rows that come in."""
    changed = {rule: rows for rule, rows in adjusted.items() if rows}
    if not changed:
        return []
    items = [
        html.Li([html.B(number(rows, lang)), text(f"rule.{rule}", lang)]) for rule, rows in changed.items()
    ]
    return [html.H3(text("desk.rules", lang)), html.Ul(items, className="reasons")]


def _ways_on(forecast: Forecast, token: str, lang: str) -> Component:
    discard = html.Button(text("desk.discard", lang), **attributes(data_desk="discard", data_token=token))
    label = commit_label(forecast.rows, lang)
    commit = html.Button(label, className="primary", **attributes(data_desk="commit", data_token=token))
    return html.P([discard] if forecast.is_known else [commit, discard], className="desk-ways")


def commit_label(rows: Tally, lang: str) -> str:
    """What the button does: rows that come in, or, where none does, rows to be noted as held."""
    if rows.accepted:
        return text("desk.commit", lang, rows.accepted)
    return text("desk.commit_held", lang, rows.held) if rows.held else text("desk.commit_nothing", lang)
