"""The page of the data desk: its frame, and the room in it that follows the address."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callbacks.access.on_screen import account_box, page_lines, page_link
from callbacks.access.reader import reader
from callbacks.attributes import attributes
from callbacks.desk import ids
from callbacks.desk.desk import NAME_LENGTH, Desk, Done, desk
from callbacks.desk.held_tab import held_tab
from callbacks.desk.import_tab import import_tab
from callbacks.desk.ledger import ledger_tab
from callbacks.desk.view import TABS, DeskView, read_desk
from callbacks.notices import bad_value
from data.access.rights import Right
from data.held_groups import count_open
from data.view import BadValue
from layers.text import number, text

PATH = "/desk"
BUILDERS = {"import": import_tab, "ledger": ledger_tab, "held": held_tab}


def register(app: Dash) -> None:
    app.callback(
        Output(ids.ROOM, "children"),
        Input(ids.URL, "search"),
        Input(ids.DONE, "data"),
        prevent_initial_call=True,
    )(open_room)


def open_room(search: object, done: Done | None) -> list[Component]:
    """The room for an address, with what came of the last gesture made there."""
    view, bad = read_desk(search)
    is_here = isinstance(done, dict) and done.get("search") == search
    return room(desk(), view, bad, done if is_here else None)


def desk_page(desk: Desk, search: object) -> list[Component]:
    """Everything on the screen of the desk for the query of its address."""
    view, bad = read_desk(search)
    return [
        dcc.Location(id=ids.URL, refresh=False, search=search if isinstance(search, str) else ""),
        # None and not unset: the browser would ask what has become of no file as soon as the page stands.
        dcc.Store(id=ids.TOKEN, storage_type="session", data=None),
        dcc.Store(id=ids.DONE),
        *(dcc.Store(id=act) for act in ids.ACTS),
        _header(desk, view),
        *page_lines(view.lang),
        html.Div(text("screen.connection_lost", view.lang), className="lost-line", role="alert"),
        html.Div(text("desk.answer_failed", view.lang), className="failed-line", role="alert"),
        html.Div(room(desk, view, bad, None), id=ids.ROOM, className="desk-room"),
    ]


def room(desk: Desk, view: DeskView, bad: tuple[BadValue, ...], done: Done | None) -> list[Component]:
    """Tabs, what was said, and the tab that is open."""
    return [
        _tabs(desk, view),
        html.Div([bad_value(each, view.lang) for each in bad], className="notices", role="status"),
        said(done, view.lang),
        html.Main(BUILDERS[view.tab](desk, view), className=f"desk-tab {view.tab}"),
    ]


def said(done: Done | None, lang: str) -> Component:
    """One line that says what changed; it is there before it speaks, so that it is heard."""
    words = str(done["words"]) if done else ""
    css = "bad-line" if done and done.get("is_bad") else "good-line"
    ask = str(done.get("ask", "")) if done else ""
    way = html.A(text("approval.to_ask", lang), href=ask) if ask.startswith("desk/ask?") else None
    children: Any = words if way is None else [words, " ", way]
    return html.Div(
        html.P(children, className=css, tabIndex="-1") if words else [], className="said", role="status"
    )


def _tabs(desk: Desk, view: DeskView) -> Component:
    with desk.context.store.read() as connection:
        held, _ = count_open(connection)
    links = [_tab(name, held if name == "held" else None, view) for name in TABS]
    return html.Nav(links, className="desk-tabs", **attributes(aria_label=text("desk.tabs", view.lang)))


def _tab(name: str, count: int | None, view: DeskView) -> Component:
    words: list[Any] = [text(f"desk.tab.{name}", view.lang)]
    words += [html.B(number(count, view.lang))] if count else []
    here = attributes(aria_current="page") if name == view.tab else {}
    source = view.source if name == "import" == view.tab else ""
    href = DeskView(tab=name, lang=view.lang, source=source).search()
    return html.A(words, href=href, **attributes(data_desk="go"), **here)


def _header(desk: Desk, view: DeskView) -> Component:
    other = "en" if view.lang == "vi" else "vi"
    map_link = html.A(f"← {text('desk.to_map', view.lang)}", href=f"./?lang={view.lang}", className="to-map")
    turn = html.A(
        other.upper(),
        href=view.search(lang=other),
        lang=other,
        **attributes(data_desk="language", aria_label=text("screen.other_language", view.lang)),
    )
    now = html.Span(view.lang.upper(), **attributes(aria_current="true"))
    pair = [now, turn] if view.lang == "vi" else [turn, now]
    return html.Header(
        [
            html.H1(text("desk.title", view.lang)),
            html.P(desk.context.store.settings.title(view.lang), className="desk-of"),
            _who(view.lang) if not reader().is_signed_in else _account(reader().name, view.lang),
            html.Nav(pair, className="language", **attributes(aria_label=text("screen.language", view.lang))),
            map_link,
            *page_link(
                Right.TRACE,
                html.A(text("trace.link", view.lang), href=f"trace?lang={view.lang}", className="to-desk"),
            ),
            *account_box(view.lang),
        ],
        className="header",
    )


def _account(name: str, lang: str) -> Component:
    """Who acts, as text: the name of an account can't be another."""
    words = html.B(name, id=ids.WHO, **attributes(data_name=name))
    return html.Div([html.Span(f"{text('desk.who', lang)}: "), words], className="who signed-in")


def _who(lang: str) -> Component:
    """Who acts, where there are no accounts: the name is kept for as long as the browser's tab is open."""
    field = dcc.Input(
        id=ids.WHO,
        type="text",
        maxLength=NAME_LENGTH,
        autoComplete="off",
        persistence=True,
        persistence_type="session",
        placeholder=text("desk.who_hint", lang),
    )
    missing = html.Span(
        className="who-missing", role="alert", **attributes(data_words=text("desk.who_missing", lang))
    )
    return html.Div([html.Label(text("desk.who", lang), htmlFor=ids.WHO), field, missing], className="who")
