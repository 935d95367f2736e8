"""Every look at contacts names who looked and what for, or does not happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from data.days import now
from data.store import Store
from data.tracing.looks import Look, note, recent
from data.tracing.refused import TracingRefused

LOOK = Look("Lan", "truy vết chuỗi Quang Châu", "look", "case", "17", "bac_giang", 12)


def test_a_look_is_kept_as_it_was_made(tiny: Store) -> None:
    note(tiny, LOOK)
    noted = recent(tiny, 5)[0]
    assert Look(**{name: getattr(noted, name) for name in vars(LOOK)}) == LOOK
    assert abs(noted.at - now().replace(tzinfo=None)) < timedelta(minutes=1)
    assert isinstance(noted.at, datetime)


def test_the_newest_looks_come_first_and_no_more_than_asked_for(tiny: Store) -> None:
    for key in ("1", "2", "3"):
        note(tiny, replace(LOOK, key=key))
    assert [look.key for look in recent(tiny, 2)] == ["3", "2"]


@pytest.mark.parametrize(
    "change",
    [
        {"by": ""},
        {"by": " \t"},
        {"purpose": ""},
        {"purpose": "p" * 201},
        {"by": "b" * 61},
        {"act": "steal"},
        {"what": "home"},
    ],
)
def test_a_look_without_a_name_a_purpose_or_a_known_kind_is_refused(
    tiny: Store, change: dict[str, str]
) -> None:
    with pytest.raises(TracingRefused, match="expected"):
        note(tiny, replace(LOOK, **change))  # type: ignore[arg-type]
    assert recent(tiny, 5) == ()


def test_a_digest_stands_beside_a_file_that_was_taken_away(tiny: Store) -> None:
    note(tiny, replace(LOOK, act="export", sha256="a" * 64))
    assert recent(tiny, 1)[0].sha256 == "a" * 64
