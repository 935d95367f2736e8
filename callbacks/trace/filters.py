"""Day and place of the desk: three lists that can be typed into, each followed when something is chosen from it.

Lists whose choices are data, not elements: hundreds of elements would make every answer slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dash import ClientsideFunction, Dash, Input, dcc, html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.header import dropdown_words
from callbacks.trace.links import go
from callbacks.trace.places import within
from callbacks.trace.view import TraceView
from geo.names import plain_key
from layers.text import day_text, text

Options = list[dict[str, str]]
LISTS = {"day": "trace-day", "district": "trace-district", "commune": "trace-commune"}
"""Parameter of the address → id of the list."""


def register(app: Dash) -> None:
    """The address follows the lists, in the browser."""
    wire: Any = app.clientside_callback
    inputs = [Input(component_id, "value") for component_id in LISTS.values()]
    wire(ClientsideFunction("traceFilters", "chosen"), *inputs, prevent_initial_call=True)


def every_part() -> list[Component]:
    return [dcc.Dropdown(id=component_id) for component_id in LISTS.values()]


def filters(context: Context, view: TraceView, more: Sequence[Component] = ()) -> Component:
    """Day with a step to each side, district, commune, and what a tab asks beside."""
    steps = [_step(context, view, days) for days in (-1, 1)]
    day = _list("day", _days(context), view.day.isoformat(), view.lang)
    district = _list("district", _districts(context, view), view.district or "", view.lang)
    commune = _list("commune", _communes(context, view), view.commune or "", view.lang)
    return html.Div(
        [html.Div([steps[0], day, steps[1]], className="day-steps"), district, commune, *more],
        className="trace-filters",
        role="group",
        **attributes(data_day=view.day.isoformat(), aria_label=text("filter.label", view.lang)),
    )


def _list(name: str, options: Options, value: str, lang: str) -> Component:
    label = html.Label(text(f"filter.{name}", lang), htmlFor=LISTS[name])
    labels = dropdown_words(lang)
    field = dcc.Dropdown(id=LISTS[name], options=options, value=value, clearable=False, labels=labels)
    return html.Div([label, field], className=f"field choice {name}")


def choice(name: str, label: str, options: Sequence[tuple[str, str]], value: str, drops: str) -> Component:
    """A short list whose choice becomes the parameter `name` of the address; `drops` names those it makes void."""
    listed = [html.Option(words, value=key, selected=key == value) for key, words in options]
    field = html.Label([label, html.Select(listed, name=name)], className="field")
    return html.Form(field, className=f"choice {name}", **attributes(data_go=drops))


def _step(context: Context, view: TraceView, days: int) -> Component:
    """A link to the day before or after; where there is none, a sign that can't be pressed."""
    day, sign = view.day + timedelta(days), "‹" if days < 0 else "›"
    if day not in context.plain.days:
        return html.Span(sign, className="step", **attributes(aria_hidden="true"))
    link = go(sign, view, "step", day=day, page=1, people=1)
    label = text("filter.before" if days < 0 else "filter.after", view.lang)
    setattr(link, "aria-label", f"{label}, {day_text(day)}")
    return link


def _days(context: Context) -> Options:
    return [_option(day.isoformat(), day_text(day)) for day in reversed(context.plain.days)]


def _districts(context: Context, view: TraceView) -> Options:
    districts, _ = within(context.plain.units, context.store.sight)
    found = [_option(d.code, d.full_name) for d in districts]
    return [_option("", text(_whole(context), view.lang)), *found]


def _whole(context: Context) -> str:
    return "filter.whole_province" if context.store.sight.is_whole else "scope.whole"


def _communes(context: Context, view: TraceView) -> Options:
    """Communes of the district chosen, or of all with their districts."""
    units = context.plain.units
    _, communes = within(units, context.store.sight)
    chosen = [c for c in communes if view.district in (None, c.district_code)]
    found = [
        _option(c.code, c.full_name if view.district else f"{c.full_name}, {units.district_of(c).name}")
        for c in sorted(chosen, key=lambda c: plain_key(c.name))
    ]
    whole = "filter.whole_district" if view.district else _whole(context)
    return [_option("", text(whole, view.lang)), *found]


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}
