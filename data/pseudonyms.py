"""Keys outside the store: pseudonyms of people (HMAC-SHA-256) and the sealing of held rows (AES-256-GCM).

One key a purpose, each with an id; a key file belongs to its owner alone. The keys of "person" are a chain: a
rotation adds a key, a pseudonym goes through all of them, and the rows of before are carried over by the new key
alone, so that one person stays one pseudonym and the old one is worth nothing any more.
"""

from __future__ import annotations

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from hmac import digest
from pathlib import Path

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from numpy.typing import NDArray

from data.errors import SettingError, StoreError

PURPOSES = ("person", "held")
KEY_BYTES = 32
_NONCE_BYTES = 12

PERSON_BIT = 1 << 62
"""Set in every pseudonym: numbers of simulated people are small, and the two never meet."""


@dataclass(frozen=True)
class SecretKey:
    """One key; `id` may be stored beside what was made with it, `secret` never."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"SecretKey({self.id})"


@dataclass(frozen=True)
class Keys:
    """Keys by purpose, the oldest first; the last one of a purpose is the one in use."""

    person: tuple[SecretKey, ...]
    held: tuple[SecretKey, ...]

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
        key, nonce = self.held[-1], secrets.token_bytes(_NONCE_BYTES)
        return key.id.encode() + b"\0" + nonce + AESGCM(key.secret).encrypt(nonce, plain, None)

    def unseal(self, sealed: bytes) -> bytes:
        """The held row again; raises StoreError where its key is gone or another."""
        key_id, _, rest = sealed.partition(b"\0")
        key = next((k for k in self.held if k.id.encode() == key_id), None)
        try:
            if key is not None:
                return AESGCM(key.secret).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            pass
        raise StoreError(
            f"Expected the key {key_id.decode('ascii', 'replace')[:16]!r} that this held row was sealed with, got a "
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
        save_keys(path, Keys(*((new_key(purpose),) for purpose in PURPOSES)), only_new=True)
    _require_private(path)
    try:
        found = json.loads(path.read_text("utf-8"))
        keys = Keys(**{purpose: tuple(_keys_of(found[purpose])) for purpose in PURPOSES})
        if not (keys.person and keys.held):
            raise ValueError("no key")
        return keys
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingError(
            f"{path}: expected keys for {', '.join(PURPOSES)} as Dichte wrote them, got something else. Restore it "
            "from your backup: without it nothing held can be opened and no person be recognised."
        ) from error


def _keys_of(entries: Iterable[dict[str, str]]) -> Iterable[SecretKey]:
    for entry in entries:
        secret = b64decode(entry["key"], validate=True)
        if len(secret) != KEY_BYTES:
            raise ValueError(entry["id"])
        yield SecretKey(entry["id"], secret)


def new_key(purpose: str) -> SecretKey:
    return SecretKey(f"{purpose[0]}-{secrets.token_hex(4)}", secrets.token_bytes(KEY_BYTES))


def save_keys(path: Path, keys: Keys, only_new: bool = False) -> None:
    """Write a key file that its owner alone may read, whole or not at all.

    `only_new` leaves one that somebody else wrote meanwhile as it is: two first starts must not each keep their own.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = {
        purpose: [{"id": k.id, "key": b64encode(k.secret).decode()} for k in getattr(keys, purpose)]
        for purpose in PURPOSES
    }
    part = path.with_suffix(f".{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(entries, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    if not only_new:
        part.replace(path)
        return
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()


def _require_private(path: Path) -> None:
    mode = path.stat().st_mode & 0o077
    if os.name == "posix" and mode:
        raise SettingError(
            f"{path}: expected a key file that its owner alone may read, got mode {path.stat().st_mode & 0o777:o}. "
            f"Run: chmod 600 {path}"
        )
