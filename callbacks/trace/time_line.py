"""A line a day, from midnight to midnight: when somebody was where, and how long the place exposed others after.

Drawn with plain boxes; the table below it says the same, so that nobody has to see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.trace.moments import span
from data.days import SECONDS_PER_DAY, days_between, local_day, midnight
from data.tracing.answers import TracedStay
from geo.exposure_rule import ExposureRule
from layers.text import text

HOURS = (0, 6, 12, 18, 24)
LONGEST_DAYS = 40
NARROWEST_PERCENT = 0.8
"""A stay of minutes must still be seen."""


def time_line(
    stays: Sequence[TracedStay], period: tuple[int, int], rule: ExposureRule, lang: str
) -> Component:
    """Every day of the infectious period and of the stays, at most LONGEST_DAYS."""
    days = _days(stays, period)
    lines = [_line(day, stays, period, rule, lang) for day in days]
    hours = [html.Span(f"{hour}", style={"left": f"{100 * hour / 24:.2f}%"}) for hour in HOURS]
    scale = html.Div([html.Span(), html.Div(hours, className="hours")], className="day-line scale")
    return html.Figure(
        [html.Div([scale, *lines], className="day-lines"), _legend(rule, lang)],
        className="time-line",
        **attributes(aria_label=text("trace.line.label", lang)),
    )


def _days(stays: Sequence[TracedStay], period: tuple[int, int]) -> tuple[date, ...]:
    ends = [period[1] - 1, *(stay.left - 1 for stay in stays)]
    first = local_day(min(period[0], *(stay.t_in for stay in stays)))
    return days_between(first, max(local_day(end) for end in ends))[-LONGEST_DAYS:]


def _line(
    day: date, stays: Sequence[TracedStay], period: tuple[int, int], rule: ExposureRule, lang: str
) -> Component:
    """Pale where the person infected; a tail behind each stay where the place still exposed."""
    boxes = [_box(piece, "infectious") for piece in _on(day, *period)]
    for n, stay in enumerate(stays, start=1):
        if rule.match == "overlap":
            boxes += [_box(piece, "tail") for piece in _on(day, stay.left, stay.clear)]
        boxes += [_stay(n, stay, piece, lang) for piece in _on(day, stay.t_in, stay.left)]
    label = html.Span(f"{day:%d/%m}", className="day-label")
    return html.Div([label, html.Div(boxes, className="track")], className="day-line")


def _on(day: date, begin: int, until: int) -> Iterator[tuple[float, float]]:
    """Percent from the left and of width on that day; nothing where it does not touch it."""
    start, end = max(begin, midnight(day)), min(until, midnight(day) + SECONDS_PER_DAY)
    if end > start:
        yield 100 * (start - midnight(day)) / SECONDS_PER_DAY, 100 * (end - start) / SECONDS_PER_DAY


def _place(piece: tuple[float, float], narrowest: float = 0) -> dict[str, str]:
    left, width = piece
    return {"left": f"{left:.2f}%", "width": f"{max(width, narrowest):.2f}%"}


def _box(piece: tuple[float, float], css: str) -> Component:
    return html.Div(className=css, style=_place(piece))


def _stay(n: int, stay: TracedStay, piece: tuple[float, float], lang: str) -> Component:
    """A bar that leads to its line of the table."""
    imputed = f", {text('trace.imputed', lang)}" if stay.is_imputed else ""
    words = f"{n}. {stay.venue.name}, {span(stay.t_in, stay.left)}{imputed}"
    return html.Button(
        str(n),
        className="stay is-imputed" if stay.is_imputed else "stay",
        style=_place(piece, NARROWEST_PERCENT),
        title=words,
        **attributes(data_trace="row", data_row=f"stay-{n}", aria_label=words),
    )


def _legend(rule: ExposureRule, lang: str) -> Component:
    keys = ["stay", "stay is-imputed", *(["tail"] if rule.match == "overlap" else []), "infectious"]
    items = [
        html.Li(
            [html.I(className=f"swatch {key}"), text(f"trace.line.{key.split()[-1].replace('-', '_')}", lang)]
        )
        for key in keys
    ]
    return html.Figcaption(html.Ul(items), className="small")
