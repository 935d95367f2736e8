"""The page of the tracer's desk: its frame, and the room in it that follows the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callbacks.access.on_screen import page_lines
from callbacks.attributes import attributes
from callbacks.context import Context, current
from callbacks.desk.desk import Done
from callbacks.desk.page import said
from callbacks.notices import bad_value
from callbacks.still import still
from callbacks.trace import ids
from callbacks.trace.case_panel import case_panel
from callbacks.trace.cases_tab import cases_tab
from callbacks.trace.header import header
from callbacks.trace.links import go
from callbacks.trace.network_tab import network_tab
from callbacks.trace.person_panel import person_panel
from callbacks.trace.rule_bar import rule_bar
from callbacks.trace.scope_words import no_scope
from callbacks.trace.tracer import Tracer, read_tracer
from callbacks.trace.tracer_line import tracer_line
from callbacks.trace.venue_panel import venue_panel
from callbacks.trace.venues_tab import venues_tab
from callbacks.trace.view import TABS, TraceView, read_trace
from callbacks.trace.what_if_tab import what_if_tab
from data.errors import DichteError
from data.view import BadValue
from layers.text import text

Builder = Callable[[Context, TraceView, Tracer | None], list[Component]]

TAB_BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {"cases": cases_tab, "venues": venues_tab, "network": network_tab, "what-if": what_if_tab}
)
PANEL_BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {"case": case_panel, "venue": venue_panel, "person": person_panel}
)


def register(app: Dash) -> None:
    app.callback(
        Output(ids.ROOM, "children"),
        Input(ids.URL, "search"),
        Input(ids.TRACER, "data"),
        Input(ids.DONE, "data"),
        prevent_initial_call=True,
    )(open_room)


def open_room(search: object, tracer: object, done: Done | None) -> list[Component]:
    """The room for an address and whoever asks, with what came of the last gesture made there."""
    context = current()
    view, bad = read_trace(search, context.choices())
    is_here = isinstance(done, dict) and done.get("search") == search
    return room(context, view, bad, read_tracer(tracer), done if is_here else None)


def trace_page(context: Context, search: object) -> list[Component]:
    """Everything on the screen for the query of an address; who asks is not known yet, so no person is in it."""
    view, bad = read_trace(search, context.choices())
    return [
        dcc.Location(id=ids.URL, refresh=False, search=search if isinstance(search, str) else ""),
        # None and not unset: the room would be asked for again as soon as the page stands, and forms in it begin anew.
        dcc.Store(id=ids.TRACER, storage_type="session", data=None),
        dcc.Store(id=ids.DONE),
        *(dcc.Store(id=act) for act in ids.ACTS),
        header(context, view),
        *page_lines(view.lang),
        html.Div(text("screen.connection_lost", view.lang), className="lost-line", role="alert"),
        html.Div(text("desk.answer_failed", view.lang), className="failed-line", role="alert"),
        html.Div(room(context, view, bad, None, None), id=ids.ROOM, className="desk-room"),
    ]


def room(
    context: Context,
    view: TraceView,
    bad: tuple[BadValue, ...],
    tracer: Tracer | None,
    done: Done | None,
) -> list[Component]:
    """Tabs, what was said, whether people are shown, the definition, the open tab and what is open beside it."""
    if context.store.sight.units == frozenset():
        return [html.Main(no_scope(view.lang), className="desk-tab trace-tab no-scope")]
    return [
        _tabs(view),
        html.Div([bad_value(each, view.lang) for each in bad], className="notices", role="status"),
        said(done, view.lang),
        tracer_line(tracer, view.lang),
        rule_bar(view),
        html.Main(
            [*TAB_BUILDERS[view.tab](context, view, tracer), *_panel(context, view, tracer)],
            className=f"desk-tab trace-tab {view.tab}",
            **attributes(data_shown=view.search()),
        ),
    ]


def _tabs(view: TraceView) -> Component:
    links = [_tab(name, view) for name in TABS]
    return html.Nav(
        still(*links), className="desk-tabs", **attributes(aria_label=text("trace.tabs", view.lang))
    )


def _tab(name: str, view: TraceView) -> Component:
    """Another part of the desk keeps the definition, the day and the place; what was open is shut."""
    link = go(
        text(f"trace.tab.{name}", view.lang),
        TraceView(view.day, lang=view.lang, rule=view.rule, district=view.district, commune=view.commune),
        tab=name,
    )
    if name == view.tab:
        setattr(link, "aria-current", "page")
    return link


def _panel(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """What is open, on top of it the way back and the way out."""
    if not view.panel:
        return []
    label = text(f"trace.panel.{view.panel}", view.lang)
    try:
        inside = PANEL_BUILDERS[view.panel](context, view, tracer)
    except DichteError as error:
        inside = refused(error, view.lang)
    return [
        html.Section(
            [_way(view), *inside],
            className=f"panel trace-panel {view.panel}",
            **attributes(aria_label=label, data_shown=_opened(view)),
        )
    ]


def _opened(view: TraceView) -> str:
    """What tells the reader that another thing was opened, and that it wants the focus."""
    return f"{view.case} {view.venue} {view.person} {view.onward}"


def refused(error: DichteError, lang: str) -> list[Component]:
    """What could not be shown, and why; nothing of it is shown then."""
    return [html.P([text("trace.refused", lang), " ", html.Span(str(error), lang="en")], role="alert")]


def _way(view: TraceView) -> Component:
    """Back to what lies below the top, and shut."""
    top = view.panel
    below = view.but(**{top: None}, people=1)
    back = [go(f"← {text(f'trace.back_to.{below.panel}', view.lang)}", below)] if below.panel else []
    shut = go(text("trace.shut", view.lang), view, case=None, venue=None, person=None, onward=0, people=1)
    return html.Nav(
        still(*back, shut), className="trace-way", **attributes(aria_label=text("trace.way", view.lang))
    )
