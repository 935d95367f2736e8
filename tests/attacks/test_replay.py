"""The push API against who listens and sends again: the same request, its key with other rows, its token elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from callbacks.api.service import EXTENSION
from data import schema
from data.api_keys import create_key
from data.sources.examples import example_rows
from data.sources.load import load_sources
from tests.data.intake.province import open_province
from tests.wire.api.conftest import Sender

VENUES = "qr-venues"


@pytest.fixture
def server(settings, tmp_path: Path):
    open_province(tmp_path / "var", settings.var_dir / "boundaries").engine.dispose()
    server = create_app(replace(settings, var_dir=tmp_path / "var", outbreak="none")).server
    yield server
    server.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def send(server) -> Sender:
    with server.extensions[EXTENSION].engine.begin() as connection:
        return Sender(server, create_key(connection, VENUES, "tests"))


def rows() -> list[dict[str, str]]:
    source = next(s for s in load_sources() if s.key == VENUES)
    return [dict(row) for row in example_rows(source, "vi")]


def count(server) -> int:
    with server.extensions[EXTENSION].engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.import_file)).scalar_one()


def test_a_push_sent_again_brings_nothing_in_twice(server, send: Sender) -> None:
    first = send({"rows": rows()}, path=f"{VENUES}/rows")
    before = count(server)
    again = send({"rows": rows()}, path=f"{VENUES}/rows")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.get_json() == first.get_json()
    assert count(server) == before


def test_a_key_that_was_used_brings_in_no_other_rows(server, send: Sender) -> None:
    send({"rows": rows()}, path=f"{VENUES}/rows")
    before = count(server)
    other = send({"rows": rows()[:1]}, path=f"{VENUES}/rows")
    assert other.status_code in (409, 422)
    assert count(server) == before


def test_a_key_of_one_source_opens_no_other(server, send: Sender) -> None:
    answer = send({"rows": []}, path="bluezone-declarations/rows")
    assert answer.status_code == 403
    file = send({"rows": rows()}, path=f"{VENUES}/rows").get_json()["file"]
    with server.extensions[EXTENSION].engine.begin() as connection:
        stranger = create_key(connection, "qr-checkins", "others")
    headers = {"Authorization": f"Bearer {stranger}"}
    assert server.test_client().get(f"/api/v1/imports/{file}", headers=headers).status_code == 404


def test_a_key_of_the_push_api_is_nobody_s_sign_in(server, send: Sender) -> None:
    """It opens neither map nor desk, where these are not open anyway."""
    headers = {"Authorization": f"Bearer {send.token}"}
    away = {"REMOTE_ADDR": "203.0.113.9"}
    for path in ("/", "/desk", "/trace", "/export/table.csv"):
        answer = server.test_client().get(path, headers=headers, environ_overrides=away)
        assert answer.status_code == 401
