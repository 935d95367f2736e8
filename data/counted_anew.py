"""Whether what is counted anew from check-ins reaches into days whose check-ins are gone: then it shows fewer than there
were, and has to say so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.retention.gone import CHECKINS, Gone
from geo.exposure_rule import DEFAULT_RULE, ExposureRule

if TYPE_CHECKING:
    from data.store import Store

_DAY_MINUTES = 24 * 60


def gone_from(found: Gone | None, first: date, rule: ExposureRule) -> Gone | None:
    """What of it is gone where stays from the day `first` on are looked at, and whom these exposed."""
    return found if found is not None and found.is_within(first - _longest_stay(rule)) else None


def gone_in_view(store: Store, day: date, rule: ExposureRule) -> Gone | None:
    """What is gone where venues are looked at as seen on `day`."""
    # By the place alone people are exposed by stays of as many days before.
    spans = 2 if rule.match == "place" else 1
    return gone_from(store.gone(CHECKINS), day - spans * timedelta(rule.display_days), rule)


def gone_on_map(store: Store, day: date) -> Gone | None:
    """The same of the venues on the map; None where their kept counts are shown, which never become fewer."""
    is_kept = store.as_of is None and store.rule == DEFAULT_RULE
    return None if is_kept else gone_in_view(store, day, store.rule)


def _longest_stay(rule: ExposureRule) -> timedelta:
    """Whole days by which a check-in may come before the day on which it still exposes."""
    after = rule.tail_minutes + rule.buffer_minutes if rule.match == "overlap" else 0
    return timedelta(-(-(rule.longest_minutes + after) // _DAY_MINUTES))
