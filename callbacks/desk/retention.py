"""What the newest run of retention deleted, in one line beside the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callbacks.desk.desk import Desk
from data.retention.noted import FINISHED, Deleted, Noted, newest_run
from layers.text import day_text, text


def retention_line(desk: Desk, lang: str) -> list[Component]:
    """Nothing where nothing was ever looked for."""
    with desk.context.store.read() as connection:
        noted = newest_run(connection)
    return [html.P(_words(noted, lang), className="small retention-line")] if noted else []


def _words(noted: Sequence[Noted], lang: str) -> str:
    day = day_text(noted[-1].at.date())
    found = [
        _count(each.deleted, lang) for each in noted if each.deleted.what != FINISHED and _size(each.deleted)
    ]
    if not found:
        return text("retention.nothing", lang, day=day)
    return text("retention.line", lang, day=day, what=", ".join(found))


def _count(deleted: Deleted, lang: str) -> str:
    return text(f"retention.{deleted.what}", lang, _size(deleted))


def _size(deleted: Deleted) -> int:
    return deleted.rows or deleted.keys
