"""Keys outside the store: who is whom, who may read, and what a wrong key file is told."""

from __future__ import annotations

import hmac
import json
from pathlib import Path

import numpy as np
import pytest

from data.errors import SettingError, StoreError
from data.pseudonyms import PERSON_BIT, Keys, SecretKey, carry_over, load_keys, new_key, save_keys

ONE, TWO = SecretKey("p-one", b"1" * 32), SecretKey("p-two", b"2" * 32)
HELD, OTHER_HELD = SecretKey("h-one", b"3" * 32), SecretKey("h-two", b"4" * 32)
KEYS = Keys((ONE,), (HELD,))
ROTATED = Keys((ONE, TWO), (HELD,))


def test_a_pseudonym_is_the_same_in_every_version() -> None:
    plain = hmac.digest(b"1" * 32, b"phone:+84912000001", "sha256")[:8]
    made = KEYS.first_pseudonyms("phone", ["+84912000001"]).tolist()
    assert made == [int.from_bytes(plain) >> 2 | PERSON_BIT] == [7934137118193934064]


def test_another_key_another_kind_or_another_text_is_another_person() -> None:
    made = {
        KEYS.first_pseudonyms("phone", ["1"])[0],
        KEYS.first_pseudonyms("phone", ["2"])[0],
        KEYS.first_pseudonyms("id_number", ["1"])[0],
        Keys((TWO,), (HELD,)).first_pseudonyms("phone", ["1"])[0],
    }
    assert len(made) == 4


def test_pseudonyms_never_meet_the_numbers_of_simulated_people() -> None:
    made = KEYS.first_pseudonyms("phone", map(str, range(500)))
    assert bool(((made & PERSON_BIT) == PERSON_BIT).all())
    assert len(set(made.tolist())) == 500


def test_first_pseudonyms_survive_a_rotation_and_stored_ones_are_carried_over() -> None:
    first = KEYS.first_pseudonyms("phone", ["1", "2"])
    assert first.tolist() == ROTATED.first_pseudonyms("phone", ["1", "2"]).tolist()
    stored = KEYS.pseudonyms(first)
    assert carry_over(stored, TWO).tolist() == ROTATED.pseudonyms(first).tolist()
    assert stored.tolist() == first.tolist() != ROTATED.pseudonyms(first).tolist()


def test_nobody_is_no_pseudonym() -> None:
    assert carry_over(np.empty(0, dtype=np.int64), TWO).tolist() == []


def test_the_chain_ends_at_the_key_that_the_store_uses() -> None:
    assert ROTATED.as_used("p-one").person == (ONE,)
    assert ROTATED.as_used("p-two") == ROTATED.as_used(None) == ROTATED


def test_a_key_file_of_another_store_is_refused() -> None:
    with pytest.raises(SettingError) as refused:
        Keys((TWO,), (HELD,)).as_used("p-one")
    assert str(refused.value) == (
        "Expected a key file that holds the key p-one of this store's pseudonyms, got p-two. Restore the right file "
        "from your backup: with another one nobody would be recognised."
    )


def test_what_was_sealed_opens_with_its_key_and_no_two_sealings_are_equal() -> None:
    sealed = KEYS.seal(b"a row")
    assert (KEYS.unseal(sealed), sealed == KEYS.seal(b"a row")) == (b"a row", False)
    assert b"a row" not in sealed


def test_what_an_older_key_sealed_opens_while_that_key_is_kept() -> None:
    assert Keys((ONE,), (HELD, OTHER_HELD)).unseal(KEYS.seal(b"a row")) == b"a row"


@pytest.mark.parametrize(
    "keys",
    [Keys((ONE,), (OTHER_HELD,)), Keys((ONE,), (SecretKey("h-one", b"9" * 32),))],
    ids=["gone", "another of that name"],
)
def test_what_another_key_sealed_stays_shut(keys: Keys) -> None:
    with pytest.raises(StoreError) as refused:
        keys.unseal(KEYS.seal(b"a row"))
    assert str(refused.value) == (
        "Expected the key 'h-one' that this held row was sealed with, got a key file without it. Put that key back, or "
        "import the file again."
    )


@pytest.mark.parametrize("cut", [5, 8, 20])
def test_a_sealed_row_that_was_cut_stays_shut(cut: int) -> None:
    with pytest.raises(StoreError):
        KEYS.unseal(KEYS.seal(b"a row")[:cut])


def test_a_first_key_file_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.json"
    keys = load_keys(path)
    assert (path.stat().st_mode & 0o777, load_keys(path)) == (0o600, keys)
    assert len(keys.person[0].secret) == len(keys.held[0].secret) == 32
    assert [each.name for each in path.parent.iterdir()] == ["keys.json"]


def test_two_first_starts_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    save_keys(path, KEYS, only_new=True)
    save_keys(path, Keys((TWO,), (OTHER_HELD,)), only_new=True)
    assert load_keys(path) == KEYS


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    save_keys(path, KEYS)
    path.chmod(0o640)
    with pytest.raises(SettingError) as refused:
        load_keys(path)
    assert str(refused.value) == (
        f"{path}: expected a key file that its owner alone may read, got mode 640. Run: chmod 600 {path}"
    )


ENTRY = {"id": "p-1", "key": "MTEx"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"person": [], "held": []}',
        json.dumps({"person": [ENTRY], "held": [ENTRY]}),
        "\udcff",
    ],
    ids=["empty", "list", "no keys", "empty lists", "short key", "bytes"],
)
def test_what_is_no_key_file_is_refused_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    path.chmod(0o600)
    with pytest.raises(
        SettingError, match="expected keys for person, held as Dichte wrote them, got something else"
    ):
        load_keys(path)
    assert path.read_bytes() == content.encode("utf-8", "surrogateescape")


def test_a_secret_is_in_no_representation() -> None:
    key = new_key("person")
    assert (repr(key), repr(KEYS)) == (
        f"SecretKey({key.id})",
        "Keys(person=(SecretKey(p-one),), held=(SecretKey(h-one),))",
    )
