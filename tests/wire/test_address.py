"""Addresses with values that can't be used: the default stands in, the reader is told, nothing becomes markup."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from layers.text import text
from tests.callbacks.trees import find, one, words

BAD = {
    "layer": "x",
    "day": "2021-13-40",
    "from": "yesterday",
    "to": "1999-01-01",
    "district": "999",
    "commune": "00000",
    "venue": "-1",
    "panel": "open",
    "show": "areas,clouds",
    "opacity": "101",
    "venue_opacity": "half",
    "sort": "--value",
}
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "{0.__class__}{{7*7}}${7*7}",
    "' or 1=1; drop table commune; --",
    "javascript:alert(1)",
)

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


def notices(page: object) -> list[str]:
    """The sentences above the map, without their buttons."""
    return [words(one(notice, "Span")) for notice in find(page, css="notice")]


@every_language
@pytest.mark.parametrize("name", BAD)
def test_a_value_that_can_not_be_used_is_told_and_the_default_shown(name, lang, open_address) -> None:
    page = open_address("?" + urlencode({name: BAD[name], "lang": lang}))
    assert notices(page) == [text("notice.bad_value", lang, name=name, got=BAD[name])]
    without_notice = [node for node in page if node["props"].get("className") != "notices"]
    assert without_notice == [
        node for node in open_address(f"?lang={lang}") if node["props"].get("className") != "notices"
    ]


def test_an_unknown_language_is_told_in_vietnamese(open_address) -> None:
    assert notices(open_address("?lang=fr")) == [text("notice.bad_value", "vi", name="lang", got="fr")]


@every_language
def test_every_bad_value_has_a_notice_of_its_own(lang, open_address) -> None:
    told = notices(open_address("?" + urlencode(BAD | {"lang": lang})))
    assert sorted(told) == sorted(text("notice.bad_value", lang, name=n, got=v) for n, v in BAD.items())


@every_language
def test_a_good_address_brings_no_notice(lang, open_address) -> None:
    good = "?layer=new_cases&day=2021-06-01&from=2021-05-01&to=2021-06-30&district=222&show=areas&opacity=50&sort=name"
    assert notices(open_address(f"{good}&lang={lang}")) == []
    assert notices(open_address("")) == []


def test_parameters_of_others_are_left_alone(open_address) -> None:
    assert notices(open_address("?utm_source=mail&fbclid=1")) == []


@every_language
@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["layer", "commune", "day", "lang"])
def test_hostile_text_in_the_address_stays_text(hostile, name, lang, open_address) -> None:
    query = {"lang": lang} | {name: hostile}
    notice = find(open_address("?" + urlencode(query)), css="notice")[0]
    told_in = "vi" if name == "lang" else lang
    assert one(notice, "Span")["props"] == {
        "children": text("notice.bad_value", told_in, name=name, got=hostile)
    }


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_index_never_repeats_the_address(hostile, client) -> None:
    for query in (
        f"?layer={quote(hostile)}",
        f"?lang={quote(hostile)}",
        f"?{quote(hostile)}={quote(hostile)}",
    ):
        assert hostile not in client.get(f"/{query}").get_data(as_text=True)


def test_a_very_long_value_is_cut_in_its_notice(open_address) -> None:
    [told] = notices(open_address("?layer=" + "x" * 10_000))
    assert told == text("notice.bad_value", "vi", name="layer", got="x" * 60)


@pytest.mark.parametrize(
    "search", ["?", "?&&&", "?layer", "?=", "?%ff%fe", "?layer=%00", "?" + "a=1&" * 2_000, "#"]
)
def test_a_broken_query_still_opens_the_page(search, open_address, client) -> None:
    assert len(find(open_address(search), "Main")) == 1
    assert client.get("/" + search).status_code == 200


def test_a_day_outside_the_range_asked_for_comes_to_its_nearer_end(open_address) -> None:
    page = open_address("?from=2021-06-01&to=2021-06-30")
    scene = one(page, "Store", id="scene")["props"]["data"]
    assert scene["days"][one(page, id="day")["props"]["value"]] == "2021-06-01"
    assert notices(page) == []


def test_a_day_that_was_asked_for_outside_the_range_is_told(open_address) -> None:
    page = open_address("?from=2021-06-01&day=2021-05-25")
    assert notices(page) == [text("notice.bad_value", "vi", name="day", got="2021-05-25")]


def test_every_control_opens_as_the_address_says(open_address) -> None:
    search = (
        "?layer=checkins&day=2021-06-10&from=2021-06-01&to=2021-06-30&district=222"
        "&show=venues&opacity=35&venue_opacity=40&sort=-cases_7d"
    )
    page = open_address(search)
    days = one(page, "Store", id="scene")["props"]["data"]["days"]
    value = {
        key: one(page, id=key)["props"].get("value")
        for key in ("layer", "district", "opacity", "venue-opacity", "day")
    }
    assert value == {
        "layer": "checkins",
        "district": "222",
        "opacity": 35,
        "venue-opacity": 40,
        "day": days.index("2021-06-10"),
    }
    eyes = [one(page, id=f"eye-{key}")["props"]["value"] for key in ("areas", "venues", "districts")]
    assert eyes == [[], ["venues"], []]
    assert [one(page, id=f"{end}-day")["props"]["value"] for end in ("first", "last")] == [
        "2021-06-01",
        "2021-06-30",
    ]
    assert one(page, "Store", id="sort")["props"]["data"] == "-cases_7d"
