"""Requests that no page of ours would send: no answer is a failure of the server, and all fall back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from tests.attacks.asked import body_of
from tests.wire.conftest import answer_of, post

PLACES = ("place", "ranking", "legend", "curve", "histogram")
SQL = "07807' or '1'='1'; drop table commune; --"
NONSENSE = {
    "nothing": None,
    "a number": 5,
    "a fraction": -1.5,
    "not a number": float("nan"),
    "yes": True,
    "text": "layer=new_cases",
    "a list": [1, "a", None, {"layer": "new_cases"}],
    "an empty dict": {},
    "none in place of text": dict.fromkeys(("layer", "day", "district", "commune", "venue", "lang")),
    "numbers in place of text": {"layer": 5, "opacity": 3.5, "commune": 7807, "day": 20210525},
    "lists in place of text": {"layer": ["new_cases"], "day": [], "show": ["areas"], "lang": ["en"]},
    "dicts in place of text": {"layer": {"a": 1}, "district": {}, "venue": {"$gt": ""}},
    "long texts": {"layer": "x" * 300_000, "day": "9" * 300_000, "venue": "1" * 300_000},
    "many names": {f"name{n}": "x" for n in range(10_000)},
    "unknown ids": {"layer": "moon", "commune": "99999", "district": "999", "panel": "admin"},
    "sql": dict.fromkeys(("layer", "day", "district", "commune", "venue", "panel", "sort", "show"), SQL),
    "paths": dict.fromkeys(("layer", "panel", "lang"), "../../etc/passwd"),
    "attributes": dict.fromkeys(("layer", "lang", "sort"), "__class__"),
    "digits of other scripts": {"venue": "٣", "opacity": "５０", "day": "２０２１-05-25"},
    "too large a number": {"venue": str(2**64), "opacity": "1e3"},
    "no name": {"": ""},
    "a zero byte": {"commune": "07807\x00"},
}

every_place = pytest.mark.parametrize("place", PLACES)
every_nonsense = pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)


@every_place
@every_nonsense
def test_nonsense_brings_what_the_default_view_brings(place, value, client) -> None:
    assert answer_of(client, place, value) == answer_of(client, place, {})


@every_nonsense
def test_an_address_that_is_no_text_opens_the_default_page(value, client) -> None:
    if not isinstance(value, str):
        assert answer_of(client, "page", value) == answer_of(client, "page", "")


@every_place
@pytest.mark.parametrize(
    "value",
    [
        {"from": "2021-07-01", "to": "2021-05-01"},
        {"from": "2021-07-13", "to": "2021-07-13", "day": "2021-04-29"},
        {"from": "2021-04-29", "to": "2021-04-29"},
        {"day": "2021-04-29"},
        {"day": "2021-07-13"},
        {"venue": "2147483647"},
        {"venue": "1", "commune": "07807", "panel": "held", "district": "213"},
        {"commune": "07807", "district": "213"},
    ],
)
def test_odd_but_lawful_views_are_answered_in_both_languages(place, value, client) -> None:
    for lang in ("vi", "en"):
        assert post(client, place, value | {"lang": lang}).status_code == 200


def test_sql_in_a_value_changes_nothing_in_the_store(client, context) -> None:
    before = context.store.cube().snapshot
    for place in PLACES:
        post(client, place, NONSENSE["sql"])
    with context.store.read() as connection:
        assert connection.execute(text("select count(*) from commune")).scalar_one() == 209
    assert context.store.cube().snapshot == before


OUTPUTS = {"id": "place", "property": "children"}
ASKED = {"id": "asked", "property": "data", "value": {}}
GOOD = {"output": "place.children", "outputs": OUTPUTS, "inputs": [ASKED], "changedPropIds": ["asked.data"]}
MALFORMED = {
    "no body": b"",
    "half a body": b'{"output": ',
    "a list": b"[]",
    "null": b"null",
    "a number": b"5",
    "an unknown output": json.dumps(GOOD | {"output": "users.children"}).encode(),
    "an output of the browser": json.dumps(GOOD | {"output": "view.data"}).encode(),
    "an output that is no text": json.dumps(GOOD | {"output": {"a": []}}).encode(),
    "no output": json.dumps({k: v for k, v in GOOD.items() if k != "output"}).encode(),
    "no inputs": json.dumps({k: v for k, v in GOOD.items() if k != "inputs"}).encode(),
    "too few inputs": json.dumps(GOOD | {"inputs": []}).encode(),
    "too many inputs": json.dumps(GOOD | {"inputs": [ASKED, ASKED]}).encode(),
    "inputs that are no list": json.dumps(GOOD | {"inputs": 5}).encode(),
    "inputs without names": json.dumps(GOOD | {"inputs": [{"value": {}}]}).encode(),
    "outputs of another callback": json.dumps(GOOD | {"outputs": OUTPUTS | {"id": "legend"}}).encode(),
    "too many outputs": json.dumps(GOOD | {"outputs": [OUTPUTS, OUTPUTS]}).encode(),
    "outputs that are a number": json.dumps(GOOD | {"outputs": 5}).encode(),
    "changes that are a number": json.dumps(GOOD | {"changedPropIds": 5}).encode(),
    "changes without a name": json.dumps(GOOD | {"changedPropIds": [{}]}).encode(),
    "bytes that are no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_request_is_refused_and_no_failure_of_the_server(body, client) -> None:
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500


def test_the_request_that_the_malformed_ones_are_made_from_is_answered(client) -> None:
    assert client.post("/_dash-update-component", json=GOOD).status_code == 200


def test_the_list_of_outputs_may_bear_the_digest_as_the_browser_writes_it(client) -> None:
    """A property that several callbacks write to is named with a digest behind an "@", in the list too."""
    known = client.application.extensions["dichte-callbacks"]
    shared = [output for output, each in known.items() if "@" in output and "callback" in each]
    assert shared
    for output in shared:
        parts = [part.rpartition(".") for part in output.strip(".").split("...")]
        outputs = [{"id": component, "property": name} for component, _, name in parts]
        assert all("@" in each["property"] for each in outputs)
        body = body_of(output, known[output]) | {"outputs": outputs if output[0] == "." else outputs[0]}
        assert client.post("/_dash-update-component", json=body).status_code != 400


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_request_of_another_media_type_is_refused(media_type, client) -> None:
    answer = client.post("/_dash-update-component", data=json.dumps(GOOD).encode(), content_type=media_type)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "name", ["/map.svg", "/export/table.csv", "/export/areas.geojson", "/export/map.html"]
)
@pytest.mark.parametrize(
    "query", ["?venue=" + "9" * 5_000, "?" + "x=1&" * 5_000, "?day=%ff%fe", "?show=,,,", "?district[]=222"]
)
def test_no_query_makes_a_route_fail(name, query, client) -> None:
    assert client.get(name + query).status_code == 200
