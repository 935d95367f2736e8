"""Acts that need two people, as the desks speak of them: a line beside the button, and where to ask."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from callbacks.access.reader import reader
from data.access.approvals import ALONE, EXPORT, WITHDRAW
from data.errors import ApprovalMissing
from layers.text import number, text

ASK_PATHS = {EXPORT: "trace/ask", WITHDRAW: "desk/ask"}


def two_people_line(lang: str) -> Component:
    """What holds for more than a few people; in the demonstration, that nobody is asked."""
    key = "approval.demonstration" if reader().is_demonstration else "approval.needed"
    return html.P(text(key, lang, most=number(ALONE, lang)), className="small two-people")


def missing_words(missing: ApprovalMissing, lang: str) -> str:
    return text("approval.missing", lang, missing.people)


def ask_address(missing: ApprovalMissing, lang: str) -> str:
    """The page where a grant of just this is asked for."""
    asked = {"key": missing.key, "people": missing.people, "lang": lang}
    return f"{ASK_PATHS[missing.act]}?{urlencode(asked)}"
