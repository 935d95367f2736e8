"""One key a day: made once by whoever is first, gone for everybody when it is destroyed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from data import day_keys
from data.day_keys import day_of_key, destroy_keys
from data.days import VIET_NAM, now
from data.errors import SettingError, StoreError
from data.key_file import SecretKey, changing, new_key, read_key_file
from data.pseudonyms import Keys, key_id_of, load_keys, save_chain, save_keys

MAY_8, MAY_9 = date(2021, 5, 8), date(2021, 5, 9)
OLD = SecretKey("h-0a1b2c3d", b"3" * 32)
PERSON = SecretKey("p-one", b"1" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch):
    """`on_day(day)`: from here on it is that day."""

    def turn(day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=VIET_NAM)
        monkeypatch.setattr(day_keys, "now", lambda: moment)

    return turn


def ids(path: Path) -> list[str]:
    return [key.id for key in read_key_file(path)["held"]]


def test_the_id_of_a_days_key_says_its_day() -> None:
    assert day_of_key(new_key("held", MAY_8).id) == MAY_8
    assert (day_of_key(OLD.id), day_of_key("h-test")) == (None, None)


def test_each_day_seals_with_a_key_of_its_own(path: Path, on_day) -> None:
    keys, sealed = load_keys(path), []
    for day in (MAY_8, MAY_8, MAY_9):
        on_day(day)
        sealed.append(keys.seal(b"a row"))
    assert [day_of_key(key_id_of(each)) for each in sealed] == [MAY_8, MAY_8, MAY_9]
    assert [keys.unseal(each) for each in sealed] == [b"a row"] * 3
    assert len(ids(path)) == 3


def test_what_another_program_sealed_on_the_same_day_opens(path: Path, on_day) -> None:
    one, two = load_keys(path), load_keys(path)
    on_day(MAY_8)
    sealed = one.seal(b"a row")
    assert (two.unseal(sealed), key_id_of(two.seal(b"a row"))) == (b"a row", key_id_of(sealed))


def test_many_who_begin_a_day_at_once_agree_on_one_key(path: Path, on_day) -> None:
    load_keys(path)
    on_day(MAY_8)
    with ThreadPoolExecutor(8) as threads:
        sealed = list(threads.map(lambda _: load_keys(path).seal(b"a row"), range(16)))
    assert len({key_id_of(each) for each in sealed}) == 1


def test_a_destroyed_key_opens_nothing_even_for_who_had_it_open(path: Path, on_day) -> None:
    keys = load_keys(path)
    on_day(MAY_8)
    sealed = keys.seal(b"a row")
    assert destroy_keys(path, MAY_9, set()) == 1
    assert not keys.opens(sealed)
    with pytest.raises(StoreError, match="of the day on which this held row was sealed"):
        keys.unseal(sealed)


def test_keys_of_days_that_are_kept_stay_and_so_do_those_of_people(path: Path, on_day) -> None:
    keys = load_keys(path)
    (today,) = ids(path)
    for day in (MAY_8, MAY_9):
        on_day(day)
        keys.seal(b"a row")
    destroy_keys(path, MAY_9, set())
    first, second = ids(path)
    assert (first, day_of_key(second)) == (today, MAY_9)
    assert load_keys(path).person == keys.person


def test_the_one_key_of_before_opens_while_it_is_needed(path: Path) -> None:
    save_keys(path, Keys((PERSON,), (OLD,)))
    sealed = Keys((PERSON,), (OLD,)).seal(b"a row")
    assert load_keys(path).unseal(sealed) == b"a row"
    assert destroy_keys(path, MAY_9, {OLD.id}) == 0
    assert load_keys(path).unseal(sealed) == b"a row"
    assert destroy_keys(path, MAY_9, set()) == 1
    assert not load_keys(path).opens(sealed)


def test_a_row_judged_again_keeps_its_key(path: Path, on_day) -> None:
    keys = load_keys(path)
    on_day(MAY_8)
    sealed = keys.seal(b"a row")
    on_day(MAY_9)
    assert key_id_of(keys.as_old_as(sealed).seal(b"another")) == key_id_of(sealed)


def test_the_file_before_is_written_over(path: Path, on_day) -> None:
    keys = load_keys(path)
    on_day(MAY_8)
    keys.seal(b"a row")
    with path.open("rb") as old:
        before = old.read()
        destroy_keys(path, MAY_9, set())
        old.seek(0)
        after = old.read()
    assert b"h-20210508-" in before
    assert (len(after), b"h-20210508-" in after) == (len(before), False)


def test_a_copy_by_hard_link_is_somebodys_own(path: Path) -> None:
    load_keys(path)
    os.link(path, path.with_name("mine.json"))
    destroy_keys(path, now().date() + timedelta(1), set())
    assert read_key_file(path.with_name("mine.json"))["held"]


def test_nothing_is_written_where_nothing_changes(path: Path) -> None:
    load_keys(path)
    before = path.stat().st_ino
    assert destroy_keys(path, MAY_9, set()) == 0
    assert path.stat().st_ino == before


def test_a_rotation_leaves_the_keys_of_days(path: Path, on_day) -> None:
    keys = load_keys(path)
    on_day(MAY_8)
    sealed = load_keys(path).seal(b"a row")
    save_chain(path, (*keys.person, new_key("person")))
    assert (len(load_keys(path).person), load_keys(path).unseal(sealed)) == (2, b"a row")


def test_the_file_stays_its_owners_alone(path: Path, on_day) -> None:
    keys = load_keys(path)
    on_day(MAY_8)
    keys.seal(b"a row")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_can_not_be_written_is_explained(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_keys(path)

    def read_only(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("data.key_file.write_key_file", read_only)
    with (
        pytest.raises(SettingError, match="expected a key file that this program may change"),
        changing(path) as keys,
    ):
        keys["held"] = ()
