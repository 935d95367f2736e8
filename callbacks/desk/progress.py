"""A file being judged or committed: which step, and how far."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.jobs import Job
from layers.text import MissingText, text


def progress(job: Job, phase: str, token: str, lang: str) -> list[Component]:
    """The step in words, its share as a bar; judging can be cancelled, a commit is all or nothing and can't."""
    step = step_words(job.step, lang)
    share: dict[str, Any] = (
        {} if job.share is None else {"value": str(round(100 * min(1.0, max(0.0, job.share))))}
    )
    cancel = html.Button(text("desk.cancel", lang), **attributes(data_desk="discard", data_token=token))
    return [
        html.Div(
            [
                html.H2([text(f"desk.{phase}", lang), " ", html.B(job.name)]),
                html.P(step, role="status", className="desk-step"),
                html.Progress(max="100", **share, **attributes(aria_label=step)),
                cancel
                if phase == "judging"
                else html.P(text("desk.commit_is_whole", lang), className="small"),
            ],
            className="working desk-card",
        )
    ]


def step_words(step: str, lang: str) -> str:
    """A step of the intake in the reader's words; one that has none yet is called by its own name."""
    try:
        return text(f"desk.step.{step or 'waiting'}", lang)
    except MissingText:
        return step
