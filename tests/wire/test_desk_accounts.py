"""The data desk for accounts: a steward acts under the name of the account, and follows only files of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app import create_app
from callbacks.access.reader import recognise_by
from data import schema
from data.access.reader import Reader
from data.access.rights import Role, rights_of
from data.access.sight import PUBLIC
from layers.text import text
from tests.wire import desk
from tests.wire.desk import followed, header, press, room, secrets, told, upload

ANH, BAO = (
    Reader(name, frozenset({Role.STEWARD}), rights_of([Role.STEWARD]), PUBLIC, number)
    for name, number in (("Lê Giữ Kho", 3), ("Vũ Giữ Kho", 4))
)


@pytest.fixture
def app(settings, copied_var):
    app = create_app(replace(settings, var_dir=copied_var))
    yield app
    app.server.extensions["dichte"].store.engine.dispose()
    app.server.extensions["dichte-desk"].intake.engine.dispose()


@pytest.fixture
def sign_in(app) -> Callable[[Reader], Any]:
    def client(who: Reader) -> Any:
        recognise_by(app.server, lambda: who)
        return app.server.test_client()

    return client


def commit(client: Any, token: str) -> Any:
    return press(
        client, "desk-work.children", desk_commit={"by": "Kẻ Mạo Danh", "token": token}, desk_url="?lang=en"
    )


def signers(app: Any) -> list[str]:
    f = schema.import_file.c
    with app.server.extensions["dichte"].store.read() as connection:
        return list(connection.execute(select(f.imported_by).order_by(f.file_id.desc()).limit(1)).scalars())


def test_a_file_is_committed_under_the_name_of_the_account_whatever_the_browser_sent(app, sign_in) -> None:
    client = sign_in(ANH)
    token = upload(client, desk.good(), header()).get_json()["token"]
    followed(client, token)
    commit(client, token)
    followed(client, token)
    assert signers(app) == ["Lê Giữ Kho"]


def test_another_steward_can_neither_follow_nor_commit_nor_discard_a_file(app, sign_in) -> None:
    client = sign_in(ANH)
    token = upload(client, desk.good(), header()).get_json()["token"]
    followed(client, token)
    other = sign_in(BAO)
    assert text("desk.gone", "en") in told(followed(other, token))
    before = signers(app)
    commit(other, token)
    press(other, "desk-token.data", desk_discard={"token": token})
    assert text("desk.gone", "en") not in told(followed(sign_in(ANH), token))
    assert signers(app) == before


def test_a_withdrawal_bears_the_name_of_the_account(app, sign_in) -> None:
    client = sign_in(ANH)
    token = upload(client, desk.good(), header()).get_json()["token"]
    followed(client, token)
    commit(client, token)
    followed(client, token)
    f = schema.import_file.c
    with app.server.extensions["dichte"].store.read() as connection:
        file_id = connection.execute(select(f.file_id).order_by(f.file_id.desc()).limit(1)).scalar_one()
    asked = {"by": "Kẻ Mạo Danh", "file": str(file_id), "why": "thử"}
    answer = press(sign_in(BAO), "desk-done.data", desk_withdraw=asked, desk_url="?lang=en")
    assert answer.status_code == 200
    with app.server.extensions["dichte"].store.read() as connection:
        by = connection.execute(select(f.withdrawn_by).where(f.file_id == file_id)).scalar_one()
    assert by == "Vũ Giữ Kho"


def test_nothing_of_the_people_in_a_file_is_shown_to_a_steward(sign_in) -> None:
    client = sign_in(ANH)
    for content in (desk.dirty(), desk.hopeless()):
        token = upload(client, content, header()).get_json()["token"]
        seen = json.dumps(followed(client, token), ensure_ascii=False)
        commit(client, token)
        seen += json.dumps(followed(client, token), ensure_ascii=False)
        seen += "".join(
            json.dumps(room(client, f"?tab={tab}"), ensure_ascii=False) for tab in ("ledger", "held")
        )
        assert secrets(seen) == []


def test_the_desk_names_the_account_and_does_not_lead_where_it_may_not_go(sign_in) -> None:
    client = sign_in(ANH)
    dependencies = client.get("/_dash-dependencies").get_json()
    [callback] = [c for c in dependencies if c["output"] == "page.children"]
    values = {"pathname": "/desk", "search": "?lang=en"}
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [each | {"value": values[each["property"]]} for each in callback["inputs"]],
        "state": [each | {"value": values[each["property"]]} for each in callback["state"]],
        "changedPropIds": ["url.pathname"],
    }
    page = client.post("/_dash-update-component", json=body).get_data(as_text=True)
    assert json.loads(page)["response"]["page"]["children"]
    assert '"data-name":"L\\u00ea Gi\\u1eef Kho"' in page or "Lê Giữ Kho" in page
    assert '"maxLength":60' not in page
    assert "trace?lang=en" not in page


def test_a_tracer_can_not_open_the_data_desk(sign_in) -> None:
    tracer = replace(ANH, roles=frozenset({Role.TRACER}), rights=rights_of([Role.TRACER]))
    client = sign_in(tracer)
    assert client.get("/desk").status_code == 403
    assert upload(client, desk.good(), header()).status_code == 403
