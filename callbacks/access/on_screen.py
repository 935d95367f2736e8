"""What a page says about who looks at it: the account in its header, one line below, and the pages that it may open."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component
from flask import current_app
from flask_wtf.csrf import generate_csrf

from callbacks.access.reader import reader
from callbacks.attributes import attributes
from data.access.rights import Right
from layers.text import text

LINE_PX = 26
"""Height of the line on a desktop, as assets/style.css has it: the map is drawn in the room that is left."""


def page_link(right: Right, component: Component) -> list[Component]:
    """A link to another page, for whoever may open it."""
    return [component] if reader().may(right) else []


def account_box(lang: str) -> list[Component]:
    """Who is signed in, with the ways to another password and out; to a stranger the way in."""
    who = reader()
    if who.is_signed_in:
        roles = ", ".join(text(f"access.role.{role}", lang) for role in sorted(who.roles))
        inside = [
            html.P([html.B(who.name), html.Span(roles, className="small under")]),
            *page_link(Right.APPROVE, html.A(text("access.approvals", lang), href=_to("approvals", lang))),
            html.A(text("access.title.change_password", lang), href=_to("change-password", lang)),
            *_sign_out(lang),
        ]
        summary = html.Summary(who.name, title=f"{who.name}, {roles}")
        return [html.Details([summary, html.Div(inside)], className="account")]
    if _is_public_view():
        return [html.A(text("access.sign_in", lang), href=_to("sign-in", lang), className="to-desk")]
    return []


def page_lines(lang: str) -> list[Component]:
    """The one line that this reader has to know, and the line for when the session is over."""
    said = _line(lang)
    over = html.Div(
        [
            html.Span(text("access.session_over", lang)),
            html.A(
                text("access.session_again", lang),
                href=_to("sign-in", lang),
                **attributes(data_access="again"),
            ),
        ],
        className="session-line",
        role="alert",
    )
    return [*said, *([] if reader().is_demonstration else [over])]


def line_px() -> int:
    """Height that the line takes from the map of a desktop."""
    return LINE_PX if reader().is_demonstration or _is_public_view() else 0


def _line(lang: str) -> list[Component]:
    if reader().is_demonstration:
        key = "access.demonstration"
    elif _is_public_view():
        key = "access.public"
    else:
        return []
    dismiss = html.Button("×", **attributes(data_access="dismiss", aria_label=text("access.dismiss", lang)))
    words = [
        html.Span(text(key, lang), className="long"),
        html.Span(text(f"{key}_short", lang), className="short"),
    ]
    return [html.Div([*words, dismiss], className="access-line")]


def _sign_out(lang: str) -> list[Component]:
    """The button itself carries the form's token; where there are no sessions there is none to end."""
    if not current_app.secret_key:
        return []
    token: dict[str, Any] = {"name": "csrf_token", "value": generate_csrf()}
    button = html.Button(text("access.sign_out", lang), type="submit", **token)
    return [html.Form(button, action=_to("sign-out", lang), method="POST")]


def _is_public_view() -> bool:
    """Whether a stranger looks at what is everybody's."""
    who = reader()
    return who.may(Right.MAP) and not who.is_signed_in and not who.is_demonstration


def _to(page: str, lang: str) -> str:
    """Address of a page of signing in, relative as every address of ours."""
    return f"{page}?lang={lang}"
