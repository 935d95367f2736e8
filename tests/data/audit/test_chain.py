"""The chain grows by one an act, inside the act's own transaction, and the anchor follows."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from data import schema
from data.access.rights import Role
from data.audit import anchor
from data.audit.anchor import Anchor
from data.audit.audit import Audit
from data.audit.entry import GENESIS
from data.audit.notes import note_account, note_sign_in
from data.engine import writing
from data.errors import StoreError
from tests.data.audit.chains import broken, open_chain, rows_of, verdict_of


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return open_chain(tmp_path)


def anchored(audit: Audit) -> list[int]:
    return [each.seq for each in anchor.read(audit.settings.anchor_path)]


def test_entries_are_numbered_from_one_and_each_holds_the_digest_before(audit: Audit) -> None:
    for key in "abc":
        audit.note("look", "case", key, "A")
    rows = rows_of(audit.engine)
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.previous for row in rows] == [GENESIS, rows[0].digest, rows[1].digest]


def test_what_fails_leaves_neither_an_entry_nor_an_anchor(audit: Audit) -> None:
    with pytest.raises(ZeroDivisionError), writing(audit.engine) as connection:
        audit.within(connection, "look", "case", 1)
        raise ZeroDivisionError
    assert (rows_of(audit.engine), anchored(audit)) == ([], [])


def test_a_commit_of_several_entries_is_one_line_of_the_anchor(audit: Audit) -> None:
    with writing(audit.engine) as connection:
        for key in range(3):
            audit.within(connection, "look", "case", key)
    assert anchored(audit) == [3]
    assert verdict_of(audit).is_whole


def test_a_crash_before_the_anchor_is_healed_by_the_next_entry(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.note("look", "case", 1)
    with monkeypatch.context() as crash:
        crash.setattr(anchor, "append", lambda _path, _anchor: None)
        audit.note("look", "case", 2)
    assert verdict_of(audit).is_whole
    audit.note("look", "case", 3)
    assert anchored(audit) == [1, 3]
    assert verdict_of(audit).is_whole


def test_half_a_line_of_a_writer_that_died_is_replaced(audit: Audit) -> None:
    audit.note("look", "case", 1)
    with audit.settings.anchor_path.open("a") as file:
        file.write("2 abcdef")
    assert anchored(audit) == [1]
    audit.note("look", "case", 2)
    assert anchored(audit) == [1, 2]


def test_an_anchor_never_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "anchor"
    for seq in (5, 4, 6):
        anchor.append(path, Anchor(seq, "f" * 64, "2021-05-25"))
    assert [each.seq for each in anchor.read(path)] == [5, 6]


def test_nothing_is_done_where_it_can_not_be_anchored(tmp_path: Path) -> None:
    audit = open_chain(tmp_path)
    audit.settings.anchor_path.mkdir()
    with pytest.raises(StoreError, match="anchor"):
        audit.note("look", "case", 1)
    assert rows_of(audit.engine) == []


def test_writers_side_by_side_leave_no_gap(audit: Audit) -> None:
    def write(name: str) -> None:
        for number in range(10):
            audit.note("look", "case", number, name)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ABC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows_of(audit.engine)) == 30
    assert verdict_of(audit).is_whole


@pytest.mark.parametrize("table", ["audit_entry", "tracing_log"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET act = 'look'", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(audit: Audit, table: str, statement: str) -> None:
    refuses_changes(audit, table, statement)


def refuses_changes(audit: Audit, table: str, statement: str) -> None:
    audit.note("look", "case", 1)
    log(audit.engine)
    with pytest.raises(DatabaseError, match="append-only"), audit.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


def log(engine: Engine) -> None:
    values = {"by": "A", "purpose": "p", "act": "look", "what": "case", "key": "1", "rule": "", "rows": 1}
    with engine.begin() as connection:
        connection.execute(schema.tracing_log.insert().values(**values, at=text("CURRENT_TIMESTAMP")))


def test_duties_are_those_of_whoever_signs_so(audit: Audit) -> None:
    add_account(audit, "ktv", "Kỹ thuật viên", Role.TRACER, Role.ANALYST)
    audit.note("look", "case", 1, "Kỹ thuật viên")
    audit.note("import", "file", 1, "api key 0123456789ab")
    audit.at_the_command_line().note("withdraw", "file", 1, "Kỹ thuật viên")
    assert [row.roles for row in rows_of(audit.engine)] == ["analyst, tracer", "api_key", "command"]


def test_the_demonstration_is_named(tmp_path: Path) -> None:
    audit = open_chain(tmp_path, access="demonstration")
    audit.note("look", "case", 1, "ai đó")
    audit.note("export", "map", "table.csv")
    assert [(row.by, row.roles) for row in rows_of(audit.engine)] == [
        ("ai đó", "demonstration"),
        ("demonstration", "demonstration"),
    ]


def test_a_telephone_in_a_reason_is_not_kept(audit: Audit) -> None:
    audit.note("withdraw", "file", 1, "A", {"why": "gọi 0912345678", "sha256": "1" * 64})
    assert json.loads(rows_of(audit.engine)[0].detail) == {"why": "gọi •••", "sha256": "1" * 64}


def test_what_no_store_can_keep_is_left_out(audit: Audit) -> None:
    audit.note("look", "case", "1\x00\ud800", "A\nB")
    (row,) = rows_of(audit.engine)
    assert (row.key, row.by) == ("1", "A B")
    assert broken(audit) is None


def add_account(audit: Audit, login: str, signs_as: str, *roles: Role) -> None:
    with audit.engine.begin() as connection:
        values = {"login": login, "signs_as": signs_as, "is_active": True, "uniquifier": login}
        made = connection.execute(
            schema.account.insert().values(**values, created_at=text("CURRENT_TIMESTAMP"))
        )
        account_id = made.inserted_primary_key[0]
        for role in roles:
            connection.execute(schema.account_role.insert().values(account_id=account_id, role=role.value))


def test_a_sign_in_is_noted_by_login(audit: Audit) -> None:
    add_account(audit, "ktv", "Kỹ thuật viên", Role.TRACER)
    note_sign_in(audit, "sign_in", "ktv")
    (row,) = rows_of(audit.engine)
    assert (row.act, row.key, row.by, row.roles) == ("sign_in", "ktv", "Kỹ thuật viên", "tracer")


def test_what_is_no_login_is_never_kept(audit: Audit) -> None:
    note_sign_in(audit, "sign_in_failed", "a password typed one field too early")
    (row,) = rows_of(audit.engine)
    assert (row.key, row.by) == ("unknown", "unknown")


def test_a_change_of_an_account_stands_with_the_change(audit: Audit) -> None:
    with writing(audit.engine) as connection:
        note_account(audit, connection, "roles", "ktv", "Quản trị", {"roles": ["tracer"]})
    (row,) = rows_of(audit.engine)
    assert (row.act, row.what, row.key, row.detail) == (
        "account_roles",
        "account",
        "ktv",
        '{"roles":["tracer"]}',
    )
