"""Pushes through the whole of the product: from HTTP to the store, to the map."""

from __future__ import annotations

import http.client
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from schemathesis import GenerationMode
from sqlalchemy import func, select
from werkzeug.serving import make_server

from app import create_app
from callbacks.access.limits import LIMITER
from callbacks.api import refresher_of
from callbacks.api.service import EXTENSION
from data import schema
from data.api_keys import create_key
from tests.wire.api.conftest import NAME, PHONE, Sender
from tests.wire.api.truth import hold_to_document

VENUE = {"Mã địa điểm": "THU-1", "Tên địa điểm": "Chợ thử", "Loại địa điểm": "Chợ", "Huyện": "Việt Yên"}
VENUE |= {"Xã": "Quang Châu", "Người đăng ký": NAME, "phone": PHONE}
CHECKIN = {
    "Mã lượt quét": "L1",
    "Mã địa điểm": "THU-1",
    "Số điện thoại": PHONE,
    "Giờ vào": "2021-06-09 09:30",
}
CHECKIN |= {"Họ và tên": NAME}


@pytest.fixture
def whole(settings, copied_var):
    """The server of a whole app with a store of its own."""
    return create_app(replace(settings, var_dir=copied_var)).server


@pytest.fixture
def service(whole):
    return whole.extensions[EXTENSION]


@pytest.fixture
def push_to(whole, service):
    """`push_to("qr-checkins", row)`: a push of one row with a key of that source."""

    def push(source: str, row: dict, key: str = "request-1"):
        with service.engine.begin() as connection:
            token = create_key(connection, source, "tests")
        return Sender(whole, token)(row, key=key, path=f"{source}/row")

    return push


def test_a_check_in_comes_in_and_shows_after_the_next_refresh(push_to, service, whole) -> None:
    client = whole.test_client()
    assert push_to("qr-venues", VENUE).get_json()["accepted"] == 1
    before = client.get("/api/v1/health").get_json()
    answer = push_to("qr-checkins", CHECKIN)
    assert (answer.status_code, answer.get_json()["accepted"], answer.get_json()["held"]) == (201, 1, 0)
    waiting = client.get("/api/v1/health").get_json()
    assert (waiting["snapshot"], waiting["days_waiting"] > 0) == (before["snapshot"], True)
    service.intake.refresh()
    after = client.get("/api/v1/health").get_json()
    assert after["snapshot"] != before["snapshot"]
    assert after["days_waiting"] == 0


def test_the_same_push_again_changes_nothing(push_to, service) -> None:
    push_to("qr-venues", VENUE)
    first = push_to("qr-checkins", CHECKIN)
    again = push_to("qr-checkins", CHECKIN)
    known = push_to("qr-checkins", CHECKIN, key="request-2")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert (known.status_code, known.headers.get("Idempotent-Replayed")) == (200, None)
    assert first.get_json() == again.get_json() == known.get_json()
    with service.engine.connect() as connection:
        c = schema.checkin.c
        query = select(func.count()).where(c.file_id == first.get_json()["file"])
        assert connection.execute(query).scalar_one() == 1


def test_a_row_that_can_not_be_read_is_held_without_repeating_it(push_to) -> None:
    push_to("qr-venues", VENUE)
    answer = push_to("qr-checkins", CHECKIN | {"Số điện thoại": f"{PHONE}99999"}).get_json()
    (held,) = answer["held_rows"]
    assert (answer["held"], held["row"], held["column"]) == (1, 1, "Số điện thoại")
    assert PHONE not in json.dumps(answer)


def test_neither_name_nor_telephone_reaches_the_store(push_to, service, copied_var: Path) -> None:
    push_to("qr-venues", VENUE)
    push_to("qr-checkins", CHECKIN)
    push_to("qr-checkins", CHECKIN | {"Mã lượt quét": "L2", "Giờ vào": "never"}, key="request-2")
    service.engine.dispose()
    kept = b"".join(path.read_bytes() for path in copied_var.glob("dichte.sqlite*"))
    assert b"Ch\xe1\xbb\xa3 th\xe1\xbb\xad" in kept
    for secret in (PHONE, PHONE[1:], f"+84{PHONE[1:]}", NAME):
        assert secret.encode() not in kept


def test_an_empty_row_of_any_source_is_accounted_for(push_to, service) -> None:
    for source in service.sources:
        answer = push_to(source.key, {}, key=f"empty-{source.key}")
        assert answer.status_code == 201, (source.key, answer.get_json())
        assert answer.get_json()["received"] == 1


def test_paths_beside_ours_stay_as_they_were(whole) -> None:
    client = whole.test_client()
    for path in ("/nothing", "/apis", "/geometry/none"):
        assert (client.get(path).status_code, client.get(path).mimetype) == (404, "text/html")
    assert client.get("/api/nothing").mimetype == "application/problem+json"
    assert client.get("/").status_code == 200


def test_an_app_that_is_only_made_has_no_thread_in_the_background(whole) -> None:
    assert not refresher_of(whole).is_running
    assert refresher_of(whole)._thread is None


def test_a_body_that_ends_too_early_is_a_problem(whole, service) -> None:
    """Over a real socket: Flask's client can't send one."""
    with service.engine.begin() as connection:
        token = create_key(connection, "qr-checkins", "tests")
    server = make_server("127.0.0.1", 0, whole, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": "request-1",
            "Content-Length": "100",
        }
        link.request(
            "POST", "/api/v1/sources/qr-checkins/row", b"{", headers | {"Content-Type": "application/json"}
        )
        assert link.sock is not None
        link.sock.shutdown(1)
        answer = link.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
        link.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.long
def test_the_document_is_true_of_every_source(whole, service) -> None:
    whole.extensions[LIMITER].enabled = False  # It asks faster than any source may.
    for source in service.sources:
        with service.engine.begin() as connection:
            token = create_key(connection, source.key, "tests")
        for mode in GenerationMode:
            hold_to_document(whole, token, (f"/sources/{source.key}/rows", "post"), mode, 60)
