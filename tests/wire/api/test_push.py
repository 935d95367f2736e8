"""Pushes that are right: what the pusher is told, and what stands in the ledger after."""

from __future__ import annotations

import pytest

from data.push_answers import HELD_SHOWN
from tests.wire.api.conftest import CHECKIN
from tests.wire.api.fake import CHECKINS_QR


def test_rows_that_come_in_are_answered_with_their_line_of_the_ledger(send) -> None:
    answer = send({"rows": [CHECKIN, CHECKIN | {"Mã lượt": "A2"}]})
    assert answer.status_code == 201
    assert answer.get_json() == {
        "file": 1,
        "received": 2,
        "accepted": 2,
        "duplicate": 0,
        "held": 0,
        "first_day": "2021-05-25",
        "last_day": "2021-05-25",
        "held_rows": [],
    }
    assert answer.headers["Location"] == "/api/v1/imports/1"


def test_a_single_row_goes_the_same_way(send) -> None:
    answer = send(CHECKIN, path="qr-checkins/row")
    assert (answer.status_code, answer.get_json()["accepted"]) == (201, 1)


def test_a_row_that_is_held_is_named_with_what_it_lacks(send) -> None:
    answer = send({"rows": [CHECKIN, CHECKIN | {"Mã điểm": None}]}).get_json()
    assert (answer["received"], answer["accepted"], answer["held"]) == (2, 1, 1)
    assert answer["held_rows"] == [
        {"row": 2, "column": "Mã điểm", "reason": "missing_value", "expected": "an answer", "got": "(empty)"}
    ]


def test_of_many_held_rows_the_first_hundred_are_named(send) -> None:
    rows = [{"Mã lượt": str(n)} for n in range(HELD_SHOWN + 5)]
    answer = send({"rows": rows}).get_json()
    assert answer["held"] == HELD_SHOWN + 5
    assert [held["row"] for held in answer["held_rows"]] == list(range(1, HELD_SHOWN + 1))


def test_the_intake_gets_text_under_every_heading_of_the_source(send, intake, monkeypatch) -> None:
    seen: list[object] = []
    judge = intake.judge_rows
    monkeypatch.setattr(intake, "judge_rows", lambda rows, *rest: (seen.extend(rows), judge(rows, *rest))[1])
    send({"rows": [{"Mã điểm": 7, "Giờ ra": True, "Mã lượt": 21.250, "Giờ vào": None}]})
    everything = dict.fromkeys([m.column for m in CHECKINS_QR.fields] + ["Họ tên"])
    assert seen == [everything | {"Mã điểm": "7", "Giờ ra": "true", "Mã lượt": "21.25"}]


def test_rows_that_are_here_already_make_no_second_file(send, files) -> None:
    first = send({"rows": [CHECKIN]}, key="request-1")
    again = send({"rows": [CHECKIN]}, key="request-2")
    assert (first.status_code, again.status_code, files()) == (201, 200, 1)
    assert again.get_json() == first.get_json()


def test_the_order_of_headings_and_a_null_make_no_other_rows(send, files) -> None:
    send({"rows": [CHECKIN]}, key="request-1")
    turned = dict(reversed(list(CHECKIN.items()))) | {"Giờ ra": None}
    assert send(turned, key="request-2", path="qr-checkins/row").status_code == 200
    assert files() == 1


def test_a_push_wakes_the_refresher_and_a_repeated_one_does_not(send, server, monkeypatch) -> None:
    woken: list[int] = []
    service = server.extensions["dichte-api"]
    monkeypatch.setattr(service.refresher, "wake", lambda: woken.append(1))
    send({"rows": [CHECKIN]})
    send({"rows": [CHECKIN]})
    assert woken == [1]


def test_a_pusher_can_ask_for_the_line_of_its_own_file(send, client, token) -> None:
    answer = send({"rows": [CHECKIN]}).get_json()
    line = client.get("/api/v1/imports/1", headers={"Authorization": f"Bearer {token}"}).get_json()
    assert line | answer == line
    assert (line["source"], len(line["sha256"]), line["withdrawn_at"]) == ("qr-checkins", 64, None)


def test_the_columns_of_a_source_are_a_table_schema(client) -> None:
    fields = client.get("/api/v1/sources/qr-checkins").get_json()["fields"]
    assert {"Mã điểm", "Giờ vào"} <= {field["name"] for field in fields}


def test_health_tells_that_no_snapshot_was_made_yet(client) -> None:
    health = client.get("/api/v1/health").get_json()
    assert (health["ok"], health["snapshot"], health["age_seconds"]) == (True, None, None)


@pytest.mark.parametrize("path", ["health", "openapi.json", "sources/qr-checkins"])
def test_no_answer_is_kept_on_the_way(path, client) -> None:
    assert client.get(f"/api/v1/{path}").headers["Cache-Control"] == "no-store"
