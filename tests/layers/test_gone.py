"""The map says what is gone where it counts anew, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from data.retention.gone import Gone
from data.store import Store
from data.view import View
from geo.exposure_rule import PRESETS
from layers import VENUES
from layers.base import Notice
from layers.gone_words import gone_words
from layers.text import day_text
from tests.bereft import ALL_GONE, ALL_THERE, JUNE_17, PARTLY

SAME_DAY = PRESETS["same_day"]
MOMENT = datetime(2021, 5, 31, 17)
UNKNOWN = Notice("gone.venues_unknown")


def notices(store: Store, day: date) -> list[Notice]:
    days = store.cube().days
    return list(VENUES.draw(VENUES, store, View("new_cases", day, days[0], days[-1])).notices)


def told() -> Notice:
    return Notice("gone.checkins", {"before": "27/05/2021", "on": day_text(JUNE_17)}, count=21)


@pytest.mark.parametrize("day", [ALL_GONE, PARTLY])
def test_another_definition_says_which_days_are_gone(bereft_store: Store, day: date) -> None:
    assert told() in notices(bereft_store.under(SAME_DAY), day)


@pytest.mark.parametrize("day", [ALL_GONE, PARTLY])
def test_the_past_says_which_days_are_gone(bereft_store: Store, day: date) -> None:
    assert told() in notices(bereft_store.at(MOMENT), day)


def test_where_nothing_is_left_it_is_not_known_any_more(bereft_store: Store) -> None:
    for store in (bereft_store.under(SAME_DAY), bereft_store.at(MOMENT)):
        assert UNKNOWN in notices(store, ALL_GONE)
        assert UNKNOWN not in notices(store, PARTLY)


@pytest.mark.parametrize("day", [ALL_GONE, PARTLY, ALL_THERE])
def test_kept_counts_are_whole_and_say_nothing(bereft_store: Store, day: date) -> None:
    keys = {each.key for each in notices(bereft_store, day)}
    assert not {key for key in keys if key.startswith("gone.")}


def test_days_whose_check_ins_are_all_there_say_nothing(bereft_store: Store, store: Store) -> None:
    for found in (notices(bereft_store.under(SAME_DAY), ALL_THERE), notices(store.under(SAME_DAY), ALL_GONE)):
        assert not {each.key for each in found if each.key.startswith("gone.")}


def test_the_notice_reads_as_asked_for(bereft_store: Store) -> None:
    gone = Gone(date(2021, 5, 27), date(2021, 6, 17))
    settings = replace(bereft_store.settings, keep_checkins_days=21)
    assert gone_words(gone, settings, "en") == (
        "Check-ins of days before 27/05/2021 were deleted, the last of them on 17/06/2021, for they are kept 21 days. "
        "What is shown of those days is what remained: fewer than there were."
    )
    assert gone_words(gone, settings, "vi") == (
        "Check-in của những ngày trước 27/05/2021 đã được xóa, lần cuối vào ngày 17/06/2021, vì chỉ lưu 21 ngày. "
        "Số liệu của những ngày đó chỉ tính trên phần còn lại nên ít hơn thực tế."
    )
