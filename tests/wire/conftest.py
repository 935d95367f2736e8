"""The app behind Flask's test client: HTTP without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.context import Context
from data.settings import Settings

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


def post(client: FlaskClient, place: str, value: object, state: object = None):
    """What dash-renderer sends when the input of `place` becomes `value`."""
    inputs = {"page": [("url", "search", value)]}.get(place, [("asked", "data", value)])
    states = []
    if place in ("curve", "histogram"):
        inputs.append(("charts-ready", "data", True))
        states.append(("view", "data", state))
    body = {
        "output": f"{place}.children",
        "outputs": {"id": place, "property": "children"},
        "inputs": [{"id": id_, "property": name, "value": given} for id_, name, given in inputs],
        "state": [{"id": id_, "property": name, "value": given} for id_, name, given in states],
        "changedPropIds": [f"{inputs[0][0]}.{inputs[0][1]}"],
    }
    return client.post("/_dash-update-component", json=body)


@pytest.fixture
def copied_var(settings: Settings, tmp_path: Path) -> Path:
    """A folder of its own with a copy of the built store and boundaries."""
    folder = tmp_path / "var"
    shutil.copytree(settings.var_dir, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", "lock"))
    return folder
