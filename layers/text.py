"""Words, numbers and dates as the reader sees them: Vietnamese first, English one click away.

Texts live in locale/<lang>/*.po under keys (`layer.new_cases.label`); both languages hold every key.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

_LOCALE = Path(__file__).parent / "locale"


class MissingText(KeyError):
    """A text that a language lacks: expected the key in locale/<lang>/*.po."""


def catalog(lang: str) -> Catalog:
    """All messages of one language, merged over its files."""
    merged = Catalog(locale=lang)
    for path in sorted((_LOCALE / lang).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang, abort_invalid=True):
                if message.id:
                    merged.add(message.id, message.string)
    return merged


@cache
def _translations(lang: str) -> Translations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog(lang))
    compiled.seek(0)
    return Translations(compiled)


def text(key: str, lang: str, count: float | None = None, **values: Any) -> str:
    """The text of `key`, with `values` filled in; `count` chooses singular or plural and fills `{count}`.

    Raises MissingText where the language lacks the key.
    """
    words = _translations(lang)
    found = (
        words.gettext(key)
        if count is None
        else words.ngettext(key, f"{key}.many", int(count) if count == int(count) else 2)
    )
    if found in (key, f"{key}.many"):
        raise MissingText(f"{lang}: {key}")
    if count is not None:
        values["count"] = number(count, lang)
    return found.format(**values)


def number(value: float | None, lang: str, digits: int = 0) -> str:
    """1.210 and 315,5 in Vietnamese, 1,210 and 315.5 in English; a dash where nothing is known."""
    if value is None or math.isnan(value):
        return "–"
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=lang)


def day_text(day: date) -> str:
    """25/05/2021 in both languages."""
    return day.strftime("%d/%m/%Y")


def long_day(day: date, lang: str) -> str:
    """Thứ Ba 25/05/2021, Tuesday 25/05/2021."""
    return format_date(day, "EEEE dd/MM/y", locale=lang)


def moment_text(moment: datetime) -> str:
    """17:00 25/05/2021."""
    return moment.strftime("%H:%M %d/%m/%Y")
