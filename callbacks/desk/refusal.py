"""A file that can't be read at all: the sentence that says so, and how to go on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.jobs import Job
from callbacks.desk.mask import masked
from layers.text import text

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def refusal(job: Job, token: str, lang: str) -> list[Component]:
    """What is wrong in the reader's language, the details as the reader of files gave them, and what to do."""
    error = job.error
    asked = str(getattr(error, "option", ""))
    details = (
        html.P(masked(str(error)), className="refused-words", lang="en") if job.phase == "refused" else None
    )
    again = attributes(data_desk="discard", data_token=token)
    return [
        html.Div(
            [
                html.H2([text("desk.refused", lang), " ", html.B(job.name)]),
                html.P(text(_lead(job.phase, asked), lang)),
                details,
                html.P(text("desk.refused_remedy", lang)),
                _options(asked, getattr(error, "offered", ()), lang) if asked else None,
                html.Button(text("desk.dismiss", lang), **again),
            ],
            className="refused desk-card",
            role="alert",
        )
    ]


def _lead(phase: str, asked: str) -> str:
    if phase != "refused":
        return "desk.failed_lead"
    return f"desk.refused_asks.{asked}" if asked else "desk.refused_lead"


def _options(asked: str, offered: tuple[str, ...], lang: str) -> Component:
    """The one question that the file leaves open; the answer sends the same file again."""
    label = text(f"desk.option.{asked}", lang)
    choice = html.Select(
        [html.Option(option_label(asked, value, lang), value=value) for value in offered],
        name=asked,
        **attributes(aria_label=label),
    )
    send = html.Button(text("desk.read_again", lang), type="submit", className="primary")
    return html.Form([html.P(label), choice, send], className="options", **attributes(data_ask="again"))


def option_label(asked: str, value: str, lang: str) -> str:
    """A delimiter by its name, for a tab can't be seen; everything else as it is written."""
    return (
        text(f"desk.delimiter.{DELIMITERS[value]}", lang)
        if asked == "delimiter" and value in DELIMITERS
        else value
    )
