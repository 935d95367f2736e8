"""Somebody who owns the database and lacks the key changes the audit chain: the first broken entry is named, and how."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data.audit.audit import Audit
from data.audit.entry import GENESIS, Sealed, seal
from data.engine import connect
from tests.data.audit.chains import broken, edit, free, open_chain, put, rows_of, verdict_of

ENTRIES = 9
WRONG_KEY = b"a key that the attacker made"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nine entries, anchored."""
    folder = tmp_path_factory.mktemp("chain")
    open_chain(folder, ENTRIES).engine.dispose()
    return folder


@pytest.fixture
def audit(made: Path, tmp_path: Path) -> Audit:
    """A copy of it, for the attacker."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return open_chain(tmp_path)


def rechained(rows: list[Sealed], start: int, key: bytes = WRONG_KEY) -> list[Sealed]:
    """The chain sealed anew from entry `start` on, as whoever edits one would try."""
    made = rows[: start - 1]
    for seq, row in enumerate(rows[start - 1 :], start):
        bare = replace(row, seq=seq, previous=made[-1].digest if made else GENESIS)
        made.append(replace(bare, digest=seal(key, bare)))
    return made


def test_a_chain_that_nobody_touched_is_whole(audit: Audit) -> None:
    assert (verdict_of(audit).entries, verdict_of(audit).is_whole) == (ENTRIES, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "2021-05-25T00:00:00.000+07:00"),
        ("by", "Somebody else"),
        ("roles", "committee"),
        ("act", "export"),
        ("what", "person"),
        ("key", "99"),
        ("detail", "{}"),
        ("previous", "f" * 64),
        ("digest", "f" * 64),
    ],
)
@pytest.mark.parametrize("seq", [1, 4, ENTRIES])
def test_an_edited_field_is_named(audit: Audit, seq: int, name: str, value: str) -> None:
    edit(audit.engine, seq, **{name: value})
    assert broken(audit) == (seq, "edited")


def test_a_value_of_another_kind_breaks_the_chain_and_not_the_check(audit: Audit) -> None:
    free(audit.engine)
    with audit.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET digest = x'ff00', detail = x'ff' WHERE seq = 4")
    assert broken(audit) == (4, "edited")


def test_an_entry_that_was_given_another_number_is_found_where_it_went(audit: Audit) -> None:
    edit(audit.engine, 4, seq=40)
    assert broken(audit) == (4, "swapped")


@pytest.mark.parametrize("gone", [{1}, {4}, {4, 5}, {8}])
def test_entries_deleted_in_the_middle_are_named(audit: Audit, gone: set[int]) -> None:
    put(audit.engine, [row for row in rows_of(audit.engine) if row.seq not in gone])
    assert broken(audit) == (min(gone), "missing")


@pytest.mark.parametrize("gone", [1, 4, 8])
def test_numbering_the_rest_anew_does_not_hide_a_deletion(audit: Audit, gone: int) -> None:
    left = [row for row in rows_of(audit.engine) if row.seq != gone]
    put(audit.engine, [replace(row, seq=seq) for seq, row in enumerate(left, 1)])
    assert broken(audit) == (gone, "missing")


@pytest.mark.parametrize("left", [0, 5, ENTRIES - 1])
def test_entries_deleted_at_the_end_are_named_by_the_anchor(audit: Audit, left: int) -> None:
    rows = rows_of(audit.engine)
    free(audit.engine)
    with audit.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM audit_entry WHERE seq > {left}")
    assert len(rows) == ENTRIES
    assert broken(audit) == (left + 1, "cut")


@pytest.mark.parametrize(("one", "two"), [(1, 2), (3, 4), (2, 8), (8, 9)])
def test_two_swapped_entries_are_named(audit: Audit, one: int, two: int) -> None:
    rows = rows_of(audit.engine)
    rows[one - 1], rows[two - 1] = replace(rows[two - 1], seq=one), replace(rows[one - 1], seq=two)
    put(audit.engine, rows)
    assert broken(audit) == (one, "swapped")


@pytest.mark.parametrize("seq", [1, 4, ENTRIES])
def test_an_entry_put_in_between_is_named(audit: Audit, seq: int) -> None:
    rows = rows_of(audit.engine)
    forged = replace(rows[seq - 1], by="Người khác", key="77")
    later = [replace(row, seq=row.seq + 1) for row in rows[seq - 1 :]]
    put(audit.engine, [*rows[: seq - 1], replace(forged, digest=seal(WRONG_KEY, forged)), *later])
    assert broken(audit) == (seq, "inserted")


def test_an_entry_put_at_the_end_is_not_believed(audit: Audit) -> None:
    rows = rows_of(audit.engine)
    forged = replace(rows[-1], seq=ENTRIES + 1, previous=rows[-1].digest)
    put(audit.engine, [*rows, replace(forged, digest=seal(WRONG_KEY, forged))])
    assert broken(audit) == (ENTRIES + 1, "edited")


def test_a_copy_of_an_entry_is_named(audit: Audit) -> None:
    rows = rows_of(audit.engine)
    later = [replace(row, seq=row.seq + 1) for row in rows[4:]]
    put(audit.engine, [*rows[:4], replace(rows[3], seq=5), *later])
    assert broken(audit) == (5, "inserted")


@pytest.mark.parametrize("start", [1, 4, ENTRIES])
def test_a_chain_made_anew_with_another_key_is_named_where_that_begins(audit: Audit, start: int) -> None:
    rows = rows_of(audit.engine)
    rows[start - 1] = replace(rows[start - 1], by="Người khác")
    put(audit.engine, rechained(rows, start))
    assert broken(audit) == (start, "other_key")


def test_even_the_right_key_makes_no_other_history(audit: Audit) -> None:
    rows = rows_of(audit.engine)
    rows[3] = replace(rows[3], by="Người khác")
    put(audit.engine, rechained(rows, 4, audit.key))
    assert broken(audit) == (4, "replaced")


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A copy of the store when it had five entries."""
    audit = open_chain(tmp_path, 5)
    with audit.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    audit.engine.dispose()
    copy = tmp_path / "older.sqlite"
    shutil.copy(tmp_path / "dichte.sqlite", copy)
    return copy


def rolled_back(folder: Path, older: Path) -> Audit:
    """The store goes on, and the older copy takes its place."""
    audit = open_chain(folder, 4)
    audit.engine.dispose()
    for name in ("dichte.sqlite", "dichte.sqlite-wal", "dichte.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(older, folder / "dichte.sqlite")
    return replace(audit, engine=connect(audit.settings.store_url))


def test_an_older_copy_of_the_store_is_named(tmp_path: Path, older: Path) -> None:
    audit = rolled_back(tmp_path, older)
    assert broken(audit) == (6, "cut")


@pytest.mark.parametrize("more", [1, 4, 20])
def test_an_older_copy_that_goes_on_is_named_too(tmp_path: Path, older: Path, more: int) -> None:
    audit = rolled_back(tmp_path, older)
    for number in range(more):
        audit.note("look", "case", 100 + number, "Cán bộ B")
    assert broken(audit) == (6, "replaced")


def test_without_its_anchor_a_cut_can_not_be_seen_and_verify_says_so(audit: Audit) -> None:
    audit.settings.anchor_path.unlink()
    put(audit.engine, rows_of(audit.engine)[:-2])
    verdict = verdict_of(audit)
    assert verdict.broken is None and "missing" in verdict.unproved and not verdict.is_whole


def test_an_anchor_that_was_cut_itself_is_told(audit: Audit) -> None:
    path = audit.settings.anchor_path
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:3]))
    assert "ends at entry 3" in verdict_of(audit).unproved


@pytest.mark.parametrize("forged", ["no anchor at all\n", "3 {digest} 2021-05-25\n"])
def test_a_line_of_the_anchor_that_does_not_go_on_is_told(audit: Audit, forged: str) -> None:
    with audit.settings.anchor_path.open("a") as file:
        file.write(forged.format(digest="f" * 64))
    assert f"line {ENTRIES + 1}" in verdict_of(audit).unproved


def test_an_anchor_with_another_digest_contradicts_the_chain(audit: Audit) -> None:
    path = audit.settings.anchor_path
    path.write_text(path.read_text().replace(rows_of(audit.engine)[6].digest, "f" * 64))
    assert broken(audit) == (7, "replaced")
