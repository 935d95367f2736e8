"""What is said where figures are counted from the rows that remained: which are gone, and that unknown is not zero."""

from __future__ import annotations

from data.retention.gone import Gone
from data.settings import Settings
from layers.base import Notice
from layers.text import day_text, text


def gone_notice(gone: Gone, settings: Settings) -> Notice:
    """Which check-ins were deleted and when, how long they are kept, and what that does to the figures."""
    days = {"before": day_text(gone.before), "on": day_text(gone.on)}
    return Notice("gone.checkins", days, count=settings.keep_checkins_days)


def gone_words(gone: Gone, settings: Settings, lang: str) -> str:
    """The same as a sentence."""
    notice = gone_notice(gone, settings)
    return text(notice.key, lang, notice.count, **notice.values)
