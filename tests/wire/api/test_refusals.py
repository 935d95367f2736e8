"""Pushes that are wrong: a problem that says expected, got, remedy, and a ledger as before."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy.exc import OperationalError

from callbacks.api.access import MAX_BYTES
from callbacks.api.bodies import MAX_ROWS
from data.api_keys import create_key, revoke_key
from tests.wire.api.conftest import CHECKIN, NAME, PHONE
from tests.wire.api.fake import nothing

ROWS = {"rows": [CHECKIN]}


def problem_of(answer, status: int, kind: str) -> str:
    """The detail of a problem, once its form was checked."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.data[:300]
    said = answer.get_json()
    assert set(said) == {"type", "title", "status", "detail", "instance"}
    assert (said["type"], said["status"]) == (f"urn:dichte:problem:{kind}", status)
    assert said["detail"].startswith("Expected ") and ", got " in said["detail"]
    return said["detail"]


BROKEN = {
    "no JSON": (b"rows", 400, "malformed"),
    "a blank": (b" ", 400, "malformed"),
    "cut off": (b'{"rows": [{"n": 1}', 400, "malformed"),
    "not a number": (b'{"rows": [{"n": NaN}]}', 400, "malformed"),
    "infinite": (b'{"rows": [{"n": -Infinity}]}', 400, "malformed"),
    "latin-1": ('{"rows": [{"n": "é"}]}'.encode("latin-1"), 400, "malformed"),
    "too large a number": (b'{"rows": [{"n": 1e999}]}', 422, "not-rows"),
    "a number that would fill the memory": (b'{"rows": [{"n": 1e999999999}]}', 422, "not-rows"),
    "an exponent without end": (b'{"rows": [{"n": 1e' + b"9" * 300 + b"}]}", 422, "not-rows"),
    "a number too near to zero": (b'{"rows": [{"n": 1e-999999999}]}', 422, "not-rows"),
    "ten thousand digits": (b'{"rows": [{"n": ' + b"9" * 10_000 + b"}]}", 422, "not-rows"),
    "a number that is not exact everywhere": (b'{"rows": [{"n": 9007199254740993}]}', 422, "not-rows"),
    "a heading twice": (b'{"rows": [{"n": 1, "n": 2}]}', 422, "not-rows"),
    "a heading twice, composed and not": ('{"rows": [{"é": 1, "e\u0301": 2}]}'.encode(), 422, "not-rows"),
    "rows twice": (b'{"rows": [{}], "rows": [{}]}', 422, "not-rows"),
    "deep lists": (b"[" * 200_000 + b"]" * 200_000, 422, "not-rows"),
    "deep objects": (b'{"rows":' * 50_000, 422, "not-rows"),
    "NUL": (b'{"rows": [{"M\\u00e3 l\\u01b0\\u1ee3t": "a\\u0000b"}]}', 422, "not-rows"),
    "half a surrogate pair": (b'{"rows": [{"M\\u00e3 l\\u01b0\\u1ee3t": "\\ud800"}]}', 422, "not-rows"),
    "half a surrogate pair as heading": (b'{"rows": [{"\\udfff": "a"}]}', 422, "not-rows"),
    "a list": (b"[]", 422, "not-rows"),
    "a text": (b'"rows"', 422, "not-rows"),
    "null": (b"null", 422, "not-rows"),
    "a number": (b"5", 422, "not-rows"),
    "true": (b"true", 422, "not-rows"),
    "no rows": (b'{"rows": []}', 422, "not-rows"),
    "rows of another kind": (b'{"rows": {"n": 1}}', 422, "not-rows"),
    "rows beside something": (b'{"rows": [{}], "source": "cdc-cases"}', 422, "not-rows"),
    "a row that is none": (b'{"rows": [1]}', 422, "not-rows"),
    "an answer that is a list": (b'{"rows": [{"M\\u00e3 l\\u01b0\\u1ee3t": [1]}]}', 422, "not-rows"),
    "an unknown heading": (b'{"rows": [{"Ma luot": "A1"}]}', 422, "not-rows"),
    "too many rows": (b'{"rows": [' + b"{}," * MAX_ROWS + b"{}]}", 422, "not-rows"),
    "rows the intake can't judge": (
        b'{"rows": [{"M\\u00e3 l\\u01b0\\u1ee3t": "hopeless"}]}',
        422,
        "not-rows",
    ),
}


@pytest.mark.parametrize(("body", "status", "kind"), BROKEN.values(), ids=BROKEN)
def test_a_body_that_holds_no_rows_is_refused_and_leaves_its_key_free(
    body, status, kind, send, files
) -> None:
    assert problem_of(send(body), status, kind)
    assert files() == 0
    assert send(ROWS).status_code == 201


def test_a_byte_order_mark_is_no_reason_to_refuse(send) -> None:
    assert send(b"\xef\xbb\xbf" + json.dumps(ROWS).encode()).status_code == 201


def test_ten_thousand_rows_are_not_too_many(send) -> None:
    rows = [{"Mã lượt": str(n), "Mã điểm": "V7"} for n in range(MAX_ROWS)]
    assert send({"rows": rows}).get_json()["accepted"] == MAX_ROWS


def test_an_unknown_heading_is_hinted_at_and_never_repeated(send) -> None:
    detail = problem_of(send({"rows": [CHECKIN | {"Số điện thoạị": "x"}]}), 422, "not-rows")
    assert "near 'Số điện thoại' in row 1" in detail
    assert PHONE not in problem_of(send({"rows": [{PHONE: "x"}]}), 422, "not-rows")


@pytest.mark.parametrize(
    "kind", [None, "text/csv", "application/json; charset=utf-16", "multipart/form-data", "json", "*/*", ""]
)
def test_a_body_that_is_not_said_to_be_json_is_refused(kind, send) -> None:
    problem_of(send(ROWS, Content_Type=kind), 415, "media-type")


def test_a_compressed_body_is_refused(send) -> None:
    problem_of(send(b"\x1f\x8b", Content_Encoding="gzip"), 415, "media-type")


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(send) -> None:
    assert f"{MAX_BYTES:,}" in problem_of(send(b" " * (MAX_BYTES + 1)), 413, "too-large")


def test_a_body_in_chunks_is_refused(client, token) -> None:
    headers = {
        "Authorization": f"Bearer {token}",
        "Idempotency-Key": "request-1",
        "Content-Type": "application/json",
    }
    answer = client.post(
        "/api/v1/sources/qr-checkins/rows",
        headers=headers | {"Transfer-Encoding": "chunked"},
        environ_overrides={"CONTENT_LENGTH": None, "wsgi.input_terminated": True},
    )
    problem_of(answer, 411, "no-length")


def test_a_push_without_a_body_is_refused(send) -> None:
    problem_of(send(b""), 411, "no-length")


@pytest.mark.parametrize("key", [None, "", "short", "x" * 81, "khoá-123", "tab\tinside", "a" * 7])
def test_a_push_needs_an_idempotency_key_of_the_right_form(key, send, files) -> None:
    problem_of(send(ROWS, Idempotency_Key=key), 400, "idempotency-key")
    assert files() == 0


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        f"Bearer dichte_{'0' * 12}_{'0' * 64}",
        "Basic YTpi",
        "é",
        "Bearer é",
    ],
)
def test_without_a_working_key_nothing_comes_in(value, send, client, files) -> None:
    answer = send(ROWS, Authorization=value)
    problem_of(answer, 401, "unknown-key")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    asked = client.get("/api/v1/imports/1", headers={} if value is None else {"Authorization": value})
    problem_of(asked, 401, "unknown-key")
    assert files() == 0


def test_a_revoked_key_is_refused(send, engine, token) -> None:
    assert send(ROWS).status_code == 201
    with engine.begin() as connection:
        revoke_key(connection, token.split("_")[1])
    problem_of(send(ROWS), 401, "unknown-key")


def test_a_key_of_one_source_can_not_push_another(send, files) -> None:
    problem_of(send({"rows": [{"n": 1}]}, path="cdc-cases/rows"), 403, "other-source")
    assert files() == 0


def test_another_source_s_file_is_as_if_it_were_not_there(send, client, engine) -> None:
    send(ROWS)
    with engine.begin() as connection:
        other = create_key(connection, "cdc-cases", "the CDC")
    headers = {"Authorization": f"Bearer {other}"}
    theirs = problem_of(client.get("/api/v1/imports/1", headers=headers), 404, "not-found")
    assert theirs == problem_of(client.get("/api/v1/imports/99", headers=headers), 404, "not-found")


@pytest.mark.parametrize("number", ["0", "99", str(2**31), str(2**70), "9" * 500])
def test_a_number_that_no_file_has_is_not_found(number, client, token) -> None:
    asked = client.get(f"/api/v1/imports/{number}", headers={"Authorization": f"Bearer {token}"})
    problem_of(asked, 404, "not-found")


PATHS = ["", "/", "/v1", "/v1/", "/v2/health", "/v1/health/", "//v1/health", "/v1//health", "/v1/imports/one"]
PATHS += [
    "/v1/imports/-1",
    "/v1/sources/",
    "/v1/sources/moon",
    "/v1/sources/a/b/c",
    "/v1/%00",
    "/v1/%ff",
    "/../x",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_an_address_that_is_not_ours_is_not_found_in_json(path, method, client) -> None:
    answer = client.open(f"/api{path}", method=method)
    if path == "/v1/sources/moon" and method != "GET":
        problem_of(answer, 405, "method")
    else:
        problem_of(answer, 404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "x"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [("health", "GET, HEAD"), ("sources/qr-checkins/rows", "POST"), ("sources/qr-checkins/row", "POST")],
)
def test_another_method_is_told_which_ones_there_are(method, path, allowed, client) -> None:
    answer = client.open(f"/api/v1/{path}", method=method)
    problem_of(answer, 405, "method")
    assert answer.headers["Allow"] == allowed


def test_a_busy_store_asks_for_the_same_request_later(send, intake, files) -> None:
    def busy() -> None:
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    intake.before_commit = busy
    answer = send(ROWS)
    problem_of(answer, 503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    intake.before_commit = nothing
    assert (send(ROWS).status_code, files()) == (201, 1)


def test_a_store_that_a_long_import_holds_asks_for_the_same_request_later(send, engine, files) -> None:
    with engine.connect() as pusher:
        pusher.exec_driver_sql("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as importer:
        importer.execute("BEGIN IMMEDIATE")
        problem_of(send(ROWS), 503, "busy")
    assert (send(ROWS).status_code, files()) == (201, 1)


def test_a_failure_of_ours_is_a_problem_too_and_keeps_its_cause_to_itself(server, send, intake) -> None:
    def fail() -> None:
        raise ZeroDivisionError(PHONE)

    intake.before_judge = fail
    answer = send(ROWS)
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert PHONE not in answer.get_data(as_text=True)


def test_what_was_pushed_never_comes_back_in_an_answer_or_a_log_line(send, token, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    bodies = [
        {"rows": [CHECKIN]},
        {"rows": [CHECKIN | {"Mã điểm": None}]},
        {"rows": [CHECKIN | {PHONE: NAME}]},
        {"rows": [CHECKIN | {"Số điện thoại": [PHONE, NAME]}]},
        {"rows": [CHECKIN | {"Mã lượt": "hopeless"}]},
        {"rows": [PHONE, NAME]},
        {NAME: PHONE},
    ]
    told = [send(body, key=f"{PHONE}-{n}") for n, body in enumerate(bodies)]
    assert [answer.status_code for answer in told] == [201, 201, 422, 422, 422, 422, 422]
    said = "\n".join([*(a.get_data(as_text=True) + str(a.headers) for a in told), caplog.text])
    escaped = json.dumps(NAME).strip('"')
    for secret in (PHONE, PHONE[1:], NAME, escaped, token, token.split("_")[2]):
        assert secret not in said


def test_the_store_keeps_neither_the_key_nor_what_a_request_was_called(send, engine, token, tmp_path) -> None:
    send(ROWS, key=f"{PHONE}-08:00")
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = (tmp_path / "dichte.sqlite").read_bytes()
    assert token.split("_")[1].encode() in kept
    assert token.split("_")[2].encode() not in kept
    assert PHONE.encode() not in kept
