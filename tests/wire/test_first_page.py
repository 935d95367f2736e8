"""What a cold browser gets first: index, boot facts, scene, geometry; all of it from this host alone."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from data.view import default_view, every_parameter, to_query
from tests.callbacks.trees import find

ASSETS = Path(__file__).parents[2] / "assets"
HOST = re.compile(r"""(?:https?|wss?|ftp):/?/?[\w\[]|["'(]//[\w\[]""", re.IGNORECASE)
KB = 1_000

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def index(client):
    return lambda lang="vi": client.get(f"/?lang={lang}").get_data(as_text=True)


@pytest.fixture
def boot(index) -> dict:
    return json.loads(re.search(r'id="dichte-boot">(.*?)</script>', index(), re.DOTALL).group(1))


@pytest.fixture
def scene(open_address) -> dict:
    return find(open_address(""), "Store", id="scene")[0]["props"]["data"]


@pytest.fixture
def communes(client, boot) -> dict:
    return json.loads(client.get("/" + boot["geometry"]["communes"]).data)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_all_geometry_together_weighs_at_most_120_kb_on_the_wire(encoding, client, boot) -> None:
    bodies = [
        client.get(f"/{url}", headers={"Accept-Encoding": encoding}).data for url in boot["geometry"].values()
    ]
    assert sum(map(len, bodies)) <= 120 * KB


def test_the_ids_of_the_geometry_are_1_to_209_in_the_order_of_the_scene(communes, scene) -> None:
    assert sorted(feature["id"] for feature in communes["features"]) == list(range(1, 210))
    assert scene["unit_ids"] == list(range(1, 210))


def test_a_commune_on_the_map_has_the_code_and_district_of_the_store(communes, context) -> None:
    by_id = {feature["id"]: feature["properties"] for feature in communes["features"]}
    for commune in context.store.cube().units.communes:
        on_map = by_id[commune.unit_id]
        assert (on_map["code"], on_map["name"], on_map["district"]) == (
            commune.code,
            commune.name,
            commune.district_code,
        )


def test_the_map_opens_on_all_communes(communes, boot) -> None:
    west, south, east, north = boot["bounds"]
    for feature in communes["features"]:
        x, y = feature["properties"]["x"], feature["properties"]["y"]
        assert west < x < east and south < y < north


def test_every_district_of_the_choice_has_a_frame_to_zoom_to(boot, open_address) -> None:
    choice = {option["value"] for option in find(open_address(""), id="district")[0]["props"]["options"]}
    assert choice == set(boot["district_bounds"])
    assert len(choice) == 10


def test_every_url_of_the_scene_answers(scene, client) -> None:
    urls = [*(layer["values"] for layer in scene["layers"].values()), scene["charts"]]
    for url in [*urls, scene["venues"]["points"], scene["venues"]["values"]]:
        assert client.get(f"/{url}").status_code == 200, url


def test_every_url_of_the_boot_facts_answers(boot, client) -> None:
    for url in [boot["library"], *boot["geometry"].values()]:
        assert client.get(f"/{url}").status_code == 200, url


@every_language
def test_every_url_of_the_index_answers(lang, index, client) -> None:
    urls = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', index(lang))
    assert len(urls) > 5
    for url in urls:
        if not url.startswith("data:"):
            assert client.get("/" + url.lstrip("/"), buffered=True).status_code == 200, url


@every_language
def test_every_link_of_the_page_answers(lang, open_address, client) -> None:
    for link in find(open_address(f"?lang={lang}"), "A"):
        assert client.get("/" + link["props"]["href"]).status_code == 200, link


@every_language
def test_index_and_layout_name_no_other_host(lang, index, client, open_address) -> None:
    for words in (index(lang), client.get("/_dash-layout").text, json.dumps(open_address(f"?lang={lang}"))):
        found = [words[max(0, m.start() - 40) : m.end() + 40] for m in HOST.finditer(words)]
        assert [near for near in found if "www.w3.org/2000/svg" not in near] == []


@pytest.mark.parametrize("asset", sorted(path.name for path in ASSETS.iterdir()))
def test_no_asset_names_another_host(asset) -> None:
    words = (ASSETS / asset).read_text(encoding="utf-8")
    assert [line for line in words.splitlines() if HOST.search(line)] == []


@pytest.mark.parametrize("url", ["https://a.b", "http://a.b", '"//cdn.a.b/x.js"', "url(//a.b/c)", "wss://a"])
def test_the_search_for_other_hosts_finds_them(url) -> None:
    assert HOST.search(url)


@every_language
def test_the_index_speaks_the_language_of_the_address(lang, index, context) -> None:
    page = index(lang)
    assert f'<html lang="{lang}">' in page
    assert f"<title>{context.store.settings.title(lang)}</title>" in page


def test_the_index_says_once_how_wide_the_screen_is(index) -> None:
    assert len(re.findall(r'name="viewport"', index())) == 1


def test_the_defaults_of_the_scene_are_those_of_python(scene, context) -> None:
    assert scene["defaults"] == every_parameter(default_view(context.choices()))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"lang": "en"},
        {"layer": "checkins", "day": date(2021, 6, 1), "district": "222"},
        {"commune": "07807", "overlays": ("areas",), "opacity": 0},
        {"venue": 9, "overlays": (), "venue_opacity": 100, "sort": "name"},
        {"panel": "held", "first": date(2021, 5, 20), "last": date(2021, 6, 20)},
    ],
)
def test_what_the_browser_leaves_out_of_the_address_python_leaves_out_too(changes, scene, context) -> None:
    view = default_view(context.choices()).but(**changes)
    whole = every_parameter(view)
    by_browser = {
        n: whole[n] for n in scene["defaults"] if n in scene["always"] or whole[n] != scene["defaults"][n]
    }
    assert list(by_browser.items()) == list(to_query(view, context.choices()).items())


def test_the_browser_makes_the_address_from_the_defaults_of_the_scene() -> None:
    script = (ASSETS / "gestures.js").read_text(encoding="utf-8")
    assert "scene.always.includes(name) || whole[name] !== scene.defaults[name]" in script


SCRIPTS = {"gestures": "gestures.js", "traceFilters": "trace_filters.js"}
"""Where the functions of each namespace are."""


def test_every_function_that_dash_calls_in_the_browser_is_there_with_as_many_arguments(client) -> None:
    called = [c for c in client.get("/_dash-dependencies").get_json() if c["clientside_function"]]
    assert len(called) >= 5
    for callback in called:
        space, name = (callback["clientside_function"][key] for key in ("namespace", "function_name"))
        script = (ASSETS / SCRIPTS[space]).read_text(encoding="utf-8")
        exported = re.search(rf"{space}: \{{([^}}]+)\}}", script).group(1)
        assert name in {each.strip() for each in exported.split(",")}
        arguments = re.search(rf"function {name}\(([^)]*)\)", script).group(1)
        wanted = len(callback["inputs"]) + len(callback["state"])
        given = len([argument for argument in arguments.split(",") if argument.strip()])
        assert given in (wanted, 0) or "..." in arguments, name


def test_the_index_can_not_be_closed_by_its_own_facts(index) -> None:
    facts = re.search(r'id="dichte-boot">(.*?)</script>', index(), re.DOTALL).group(1)
    assert "<" not in facts
