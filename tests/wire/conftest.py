"""The app behind Flask's test client: HTTP without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.context import Context
from data.settings import Settings
from tests.copies import copied

Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def dash_app(settings: Settings):
    return create_app(settings)


@pytest.fixture
def client(dash_app) -> FlaskClient:
    return dash_app.server.test_client()


@pytest.fixture
def context(dash_app) -> Iterator[Context]:
    with dash_app.server.app_context():
        yield dash_app.server.extensions["dichte"]


@pytest.fixture
def snapshot(context: Context) -> str:
    return context.store.cube().snapshot.id


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    """`ask("place", day="2021-05-25")`: the children that the browser gets for these parameters of the view."""

    def children(place: str, **view: str) -> Any:
        return answer_of(client, place, view)

    return children


@pytest.fixture
def open_address(client: FlaskClient) -> Callable[[str], Any]:
    """`open_address("?lang=en")`: the whole page for an address."""

    def children(search: object) -> Any:
        return answer_of(client, "page", search)

    return children


def answer_of(client: FlaskClient, place: str, value: object) -> Any:
    """Children of `place` after `value` came in; only an answer with status 200 has any."""
    answer = post(client, place, value)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    return answer.get_json()["response"][place]["children"]


INPUTS = {
    "page": {"url.pathname": "/"},
    "ranking": {"all-rows.data": True},
    "curve": {"charts-ready.data": True},
    "histogram": {"charts-ready.data": True},
}
"""What else a callback needs to be told before it says anything."""


def post(client: FlaskClient, place: str, value: object):
    """What dash-renderer sends when the address or the view asked for becomes `value`."""
    stores = ("url.search",) if place == "page" else ("asked.data", "framed.data")
    given = dict.fromkeys(stores, value) | INPUTS.get(place, {})
    callback = next(
        c for c in client.get("/_dash-dependencies").get_json() if c["output"] == f"{place}.children"
    )
    body = {
        "output": f"{place}.children",
        "outputs": {"id": place, "property": "children"},
        "inputs": [each | {"value": given.get(_name(each))} for each in callback["inputs"]],
        "state": [each | {"value": given.get(_name(each))} for each in callback["state"]],
        "changedPropIds": [_name(callback["inputs"][0])],
    }
    return client.post("/_dash-update-component", json=body)


def _name(prop: dict[str, str]) -> str:
    return f"{prop['id']}.{prop['property']}"


@pytest.fixture
def copied_var(untouched: Settings, tmp_path: Path) -> Path:
    """A folder of its own with a copy of the built store and boundaries."""
    return copied(untouched, tmp_path / "var", has_lake=True).var_dir
