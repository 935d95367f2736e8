"""How the desk writes a case: its number, its days, and what is not known of it."""

from __future__ import annotations

from datetime import date

from callbacks.trace.moments import moment
from data.tracing.answers import CaseLine
from layers.text import day_text, text


def case_name(case: CaseLine, lang: str) -> str:
    """The source's own number of a case, or the desk's where it is simulated."""
    return case.record or case_number(case.case_id, lang)


def case_number(case_id: int, lang: str) -> str:
    return text("trace.case.number", lang, number=str(case_id))


def onset_words(day: date | None, lang: str) -> str:
    return text("trace.case.onset_unknown", lang) if day is None else day_text(day)


def isolated_words(second: int | None, lang: str) -> str:
    return text("trace.case.isolation_unknown", lang) if second is None else moment(second)
