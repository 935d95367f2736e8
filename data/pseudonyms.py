"""Keys outside the store: pseudonyms of people (HMAC-SHA-256) and the sealing of held rows (AES-256-GCM).

Each has an id; a key file belongs to its owner alone. Held rows are sealed with one key a day. The keys of "person"
are a chain: a rotation adds a key, a pseudonym goes through all of them, and the rows of before are carried over by the
new key alone, so that one person stays one pseudonym and the old one is worth nothing any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hmac import digest
from pathlib import Path

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from numpy.typing import NDArray

from data.day_keys import DayKeys, day_of_key
from data.days import now
from data.errors import SettingError, StoreError
from data.key_file import KEY_BYTES as KEY_BYTES
from data.key_file import PURPOSES as PURPOSES
from data.key_file import SecretKey as SecretKey
from data.key_file import changing, read_key_file, write_key_file
from data.key_file import new_key as new_key

_NONCE_BYTES = 12

PERSON_BIT = 1 << 62
"""Set in every pseudonym: numbers of simulated people are small, and the two never meet."""


@dataclass(frozen=True)
class Keys:
    """Keys by purpose, the oldest first; the last one for people is the one in use.

    `days` is the file in which every day has its own key for held rows; without it the last of `held` seals.
    `sealing` is the key that seals in its place.
    """

    person: tuple[SecretKey, ...]
    held: tuple[SecretKey, ...]
    days: DayKeys | None = field(default=None, repr=False, compare=False)
    sealing: SecretKey | None = field(default=None, repr=False, compare=False)

    @property
    def person_key_id(self) -> str:
        return self.person[-1].id

    def first_pseudonyms(self, kind: str, texts: Iterable[str]) -> NDArray[np.int64]:
        """What the first key of the chain makes of each `kind:text`; never stored, and the same after a rotation."""
        # The key and the kind are digested once: what is left is a third of the time.
        begun = HMAC(self.person[0].secret, SHA256())
        begun.update(f"{kind}:".encode())
        return _as_pseudonyms(b"".join(_continued(begun, texts)))

    def pseudonyms(self, first: NDArray[np.int64]) -> NDArray[np.int64]:
        """First pseudonyms carried through the rest of the chain: what the store holds."""
        for key in self.person[1:]:
            first = carry_over(first, key)
        return first

    def as_used(self, key_id: str | None) -> Keys:
        """The chain up to the key that the store's pseudonyms were made with: a rotation may have been cut off.

        Raises SettingError where the chain does not hold that key.
        """
        if key_id is None:
            return self
        ids = [key.id for key in self.person]
        if key_id not in ids:
            raise SettingError(
                f"Expected a key file that holds the key {key_id} of this store's pseudonyms, got {', '.join(ids)}. "
                "Restore the right file from your backup: with another one nobody would be recognised."
            )
        return replace(self, person=self.person[: ids.index(key_id) + 1])

    def seal(self, plain: bytes) -> bytes:
        """Encrypt a held row; the key's id stands in front."""
        key, nonce = self._sealing_key(), secrets.token_bytes(_NONCE_BYTES)
        return key.id.encode() + b"\0" + nonce + AESGCM(key.secret).encrypt(nonce, plain, None)

    def as_old_as(self, sealed: bytes) -> Keys:
        """The same keys, sealing as `sealed` was: a row that is judged again gets no longer time by it."""
        return replace(self, sealing=self._key_of(sealed))

    def opens(self, sealed: bytes | None) -> bool:
        """Whether there is something sealed, and its key is still there."""
        return sealed is not None and self._key_of(sealed) is not None

    def unseal(self, sealed: bytes) -> bytes:
        """The held row again; raises StoreError where its key is gone or another."""
        key, rest = self._key_of(sealed), sealed.partition(b"\0")[2]
        try:
            if key is not None:
                return AESGCM(key.secret).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            pass
        raise StoreError(_why_shut(key_id_of(sealed)))

    def _sealing_key(self) -> SecretKey:
        return self.sealing or (self.days.today() if self.days else self.held[-1])

    def _key_of(self, sealed: bytes) -> SecretKey | None:
        key_id = key_id_of(sealed)
        if self.days is not None:
            return self.days.find(key_id)
        return next((key for key in self.held if key.id == key_id), None)


def key_id_of(sealed: bytes) -> str:
    """The id of the key that something was sealed with."""
    return sealed.partition(b"\0")[0].decode("ascii", "replace")


def _why_shut(key_id: str) -> str:
    if day_of_key(key_id) is not None:
        return (
            f"Expected the key {key_id!r} of the day on which this held row was sealed, got a key file without it: it "
            "is destroyed when its time is over. Bring the file again if the source still has it."
        )
    return (
        f"Expected the key {key_id[:16]!r} that this held row was sealed with, got a "
        "key file without it. Put that key back, or import the file again."
    )


def _continued(begun: HMAC, texts: Iterable[str]) -> list[bytes]:
    """Eight bytes for each text."""
    made, copy = [], begun.copy
    for text in texts:
        one = copy()
        one.update(text.encode())
        made.append(one.finalize()[:8])
    return made


def carry_over(pseudonyms: NDArray[np.int64], key: SecretKey) -> NDArray[np.int64]:
    """Old pseudonyms under the next key of the chain."""
    old = np.ascontiguousarray(pseudonyms, dtype=">i8").tobytes()
    made = [digest(key.secret, old[at : at + 8], "sha256")[:8] for at in range(0, len(old), 8)]
    return _as_pseudonyms(b"".join(made))


def _as_pseudonyms(digests: bytes) -> NDArray[np.int64]:
    """Eight bytes each as a number of 62 bits with PERSON_BIT set."""
    numbers = np.frombuffer(digests, dtype=">u8").astype(np.uint64) >> np.uint64(2)
    return (numbers | np.uint64(PERSON_BIT)).astype(np.int64)


def load_keys(path: Path) -> Keys:
    """The keys in `path`; a first set is made where there is none.

    Raises SettingError for a file that others may read, or that is no key file.
    """
    if not path.exists():
        first = Keys((new_key("person"),), (new_key("held", now().date()),))
        save_keys(path, first, only_new=True)
    found = read_key_file(path)
    return Keys(found["person"], found["held"], DayKeys(path))


def save_keys(path: Path, keys: Keys, only_new: bool = False) -> None:
    """Write a key file that its owner alone may read, whole or not at all; `only_new`: unless there is one."""
    write_key_file(path, {purpose: getattr(keys, purpose) for purpose in PURPOSES}, only_new)


def save_chain(path: Path, chain: tuple[SecretKey, ...]) -> None:
    """Put another chain into the file, and leave the keys of days that came or went meanwhile as they are."""
    with changing(path) as keys:
        keys["person"] = chain
