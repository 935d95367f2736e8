"""Two apps in one process, two readers of one app, two snapshots of one store: nothing mixes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dash import Dash

from app import create_app
from callbacks.context import Context
from tests.callbacks.trees import find, words
from tests.wire.conftest import answer_of

ADDED = 1_000
"""Cases that the other province has more on the peak day in Quang Châu."""


def change_store(folder: Path) -> None:
    """What an import and a rollup leave behind: another number, another snapshot, newer than the last."""
    with sqlite3.connect(folder / "dichte.sqlite") as connection:
        connection.execute(
            "update rollup_cell set value = value + ? where measure = 'new_cases' and day = '2021-05-25'"
            " and unit_id = (select unit_id from commune where code = '07807')",
            (ADDED,),
        )
        connection.execute(
            "insert into snapshot select 'aaaaaaaaaaaa', '2099-01-01 00:00:00.000000', first_day, last_day from snapshot limit 1"
        )
    connection.close()


@pytest.fixture
def copied_app(settings, copied_var) -> Iterator[Dash]:
    """An app on a copy of the store, with a title, a port and an opening day of its own."""
    own = {"title_vi": "Bản đồ tỉnh Mẫu", "title_en": "Map of Sample", "port": 9_999}
    app = create_app(replace(settings, var_dir=copied_var, **own))
    yield app
    context_of(app).store.engine.dispose()


def context_of(app: Dash) -> Context:
    return app.server.extensions["dichte"]


def new_cases(client) -> str:
    """The figure of Quang Châu on the peak day."""
    card = answer_of(client, "place", {"commune": "07807", "day": "2021-05-25", "lang": "en"})
    return words(find(card, "P", css="figure")[0])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_two_apps_keep_their_titles_apart(lang, dash_app, copied_app) -> None:
    for app in (dash_app, copied_app, dash_app):
        client, title = app.server.test_client(), context_of(app).store.settings.title(lang)
        assert f"<title>{title}</title>" in client.get(f"/?lang={lang}").text
        assert words(find(answer_of(client, "page", f"?lang={lang}"), "H1")[0]) == title
    assert context_of(dash_app).store.settings.title(lang) != context_of(copied_app).store.settings.title(
        lang
    )


def test_two_apps_keep_their_numbers_apart(dash_app, copied_app, copied_var) -> None:
    change_store(copied_var)
    ours, theirs = dash_app.server.test_client(), copied_app.server.test_client()
    for _ in range(2):
        assert new_cases(ours) == "181 new cases"
        assert new_cases(theirs) == "1,181 new cases"


def test_the_values_of_one_app_are_not_found_in_the_other(dash_app, copied_app, copied_var, snapshot) -> None:
    change_store(copied_var)
    ours, theirs = dash_app.server.test_client(), copied_app.server.test_client()
    mine, other = f"/values/{snapshot}/new_cases.bin", "/values/aaaaaaaaaaaa/new_cases.bin"
    assert [client.get(url).status_code for client in (ours, theirs) for url in (mine, other)] == [
        200,
        404,
        404,
        200,
    ]
    assert ours.get(mine).data != theirs.get(other).data


def test_exports_of_two_apps_carry_their_own_title_and_numbers(dash_app, copied_app, copied_var) -> None:
    change_store(copied_var)
    pages = [
        app.server.test_client().get("/map.svg?layer=new_cases&day=2021-05-25").text
        for app in (dash_app, copied_app)
    ]
    assert ["Bản đồ tỉnh Mẫu" in page for page in pages] == [False, True]
    assert ["Huyện Việt Yên: 1.181 " in page for page in pages] == [False, True]


def test_a_new_snapshot_is_shown_at_once_and_the_old_addresses_end(copied_app, copied_var, snapshot) -> None:
    client = copied_app.server.test_client()
    urls = [f"/values/{snapshot}/new_cases.bin", f"/venues/{snapshot}.geojson"]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    assert new_cases(client) == "181 new cases"
    change_store(copied_var)
    assert new_cases(client) == "1,181 new cases"
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert [client.get(url.replace(snapshot, "aaaaaaaaaaaa")).status_code for url in urls] == [200, 200]


def test_the_index_names_the_values_of_the_newest_snapshot(copied_app, copied_var, snapshot) -> None:
    client = copied_app.server.test_client()
    named = [re.findall(r"values/(\w+)/", client.get("/").text)]
    change_store(copied_var)
    named.append(re.findall(r"values/(\w+)/", client.get("/").text))
    assert [set(ids) for ids in named] == [{snapshot}, {"aaaaaaaaaaaa"}]


def test_an_app_opens_on_the_day_of_its_settings(settings, copied_var) -> None:
    for asked, shown in (
        (date(2021, 6, 9), "09/06/2021"),
        (date(1999, 1, 1), "29/04/2021"),
        (date(2030, 1, 1), "13/07/2021"),
    ):
        app = create_app(replace(settings, var_dir=copied_var, opening_day=asked))
        page = answer_of(app.server.test_client(), "page", "")
        assert words(find(page, "P", css="day-shown")[0]).endswith(shown)
        context_of(app).store.engine.dispose()


def test_what_one_reader_looks_at_is_not_shown_to_another(dash_app) -> None:
    first, second = dash_app.server.test_client(), dash_app.server.test_client()
    untouched = answer_of(second, "place", {})
    answer_of(first, "page", "?lang=en&district=222&layer=checkins&day=2021-06-01")
    answer_of(first, "place", {"lang": "en", "commune": "07807"})
    assert answer_of(second, "place", {}) == untouched
    assert find(answer_of(second, "page", ""), "H2")[-1] == find(answer_of(first, "page", ""), "H2")[-1]


def test_no_answer_sets_a_cookie(client) -> None:
    for url in ("/", "/map.svg", "/export/table.csv", "/_dash-layout"):
        assert "Set-Cookie" not in client.get(url).headers


def test_readers_at_the_same_moment_get_what_each_would_get_alone(dash_app) -> None:
    views = [
        {"lang": lang, "day": f"2021-05-{day}", "layer": layer}
        for lang in ("vi", "en")
        for day in (20, 25)
        for layer in ("new_cases", "checkins")
    ]

    def cards(view: dict[str, str]) -> list[object]:
        client = dash_app.server.test_client()
        return [answer_of(client, place, view) for place in ("place", "legend")]

    alone = [cards(view) for view in views]
    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(cards, views)) == alone
    assert len({str(each) for each in alone}) == len(views)


def test_the_titles_of_an_app_are_no_markup(settings, copied_var) -> None:
    hostile = "</title><script>alert(1)</script>{x}"
    app = create_app(replace(settings, var_dir=copied_var, title_vi=hostile))
    client = app.server.test_client()
    assert "<script>alert" not in client.get("/").text
    assert words(find(answer_of(client, "page", ""), "H1")[0]) == hostile
    assert "<script>alert" not in client.get("/map.svg").text
    assert "<script>alert" not in client.get("/export/map.html").text
    context_of(app).store.engine.dispose()
