"""What the app notes in the audit chain, over HTTP."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from app import create_app
from callbacks.access.exact_looks import EXTENSION
from data.access.rights import Role
from data.access.sight import PUBLIC, Sight
from data.audit.chain import last_entries
from data.audit.entry import Sealed
from tests.copies import copied
from tests.wire.conftest import post
from tests.wire.signed_in import sign_in, with_accounts


@pytest.fixture
def app(untouched, tmp_path):
    return create_app(copied(untouched, tmp_path / "var"))


def entries(app: Any) -> tuple[Sealed, ...]:
    app.server.extensions[EXTENSION].settle()
    with app.server.extensions["dichte"].store.read() as connection:
        return last_entries(connection, 100)


def test_every_export_is_noted_with_its_digest(app) -> None:
    answer = app.server.test_client().get("/export/table.csv?district=222")
    (entry,) = entries(app)
    assert (entry.act, entry.what, entry.key, entry.by) == ("export", "map", "table.csv", "demonstration")
    said = json.loads(entry.detail)
    assert said["sha256"] == sha256(answer.data).hexdigest()
    units = app.server.extensions["dichte"].store.cube().units
    assert said["rows"] == sum(units.district_of(commune).code == "222" for commune in units.communes)


def test_exact_counts_that_are_looked_at_are_noted_once(app) -> None:
    with_accounts(app.server)
    client = sign_in(app.server, "Xã Nếnh", Role.COMMUNE_OFFICER, sight=Sight(frozenset({5})))
    for _ in range(3):
        client.get("/")
        post(client, "page", "?day=2021-05-25")
    (entry,) = entries(app)
    assert (entry.act, entry.what, entry.by, entry.roles) == ("look", "map", "Xã Nếnh", "commune_officer")


def test_one_request_for_figures_is_enough_to_be_noted(app) -> None:
    with_accounts(app.server)
    snapshot = app.server.extensions["dichte"].store.cube().snapshot.id
    client = sign_in(app.server, "Phân tích", Role.ANALYST, sight=Sight(frozenset({5})))
    client.get(f"/values/{snapshot}/new_cases.bin")
    assert [entry.by for entry in entries(app)] == ["Phân tích"]


def test_who_sees_what_the_public_sees_is_not_noted(app) -> None:
    with_accounts(app.server)
    sign_in(app.server, "Quản trị", Role.ADMINISTRATOR, sight=PUBLIC).get("/")
    assert entries(app) == ()


def test_the_demonstration_s_map_is_not_noted(app) -> None:
    app.server.test_client().get("/")
    assert entries(app) == ()
