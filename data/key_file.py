"""The key file: keys by purpose, each with an id, for its owner alone; what is taken out of it is written over."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from data.errors import SettingError

PURPOSES = ("person", "held")
KEY_BYTES = 32
_TRIES = 3
"""How often a file that was replaced while it was read is read again."""


@dataclass(frozen=True)
class SecretKey:
    """One key; `id` may be stored beside what was made with it, `secret` never."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"SecretKey({self.id})"


KeySets = dict[str, tuple[SecretKey, ...]]
"""Keys by purpose, the oldest first."""


def new_key(purpose: str, day: date | None = None) -> SecretKey:
    """A fresh key; of one day, whose id says so, where a day is given."""
    dated = "" if day is None else f"{day:%Y%m%d}-"
    return SecretKey(f"{purpose[0]}-{dated}{secrets.token_hex(4)}", secrets.token_bytes(KEY_BYTES))


def read_key_file(path: Path) -> KeySets:
    """The keys in `path`; raises SettingError for a file that others may read, or that is no key file."""
    for _ in range(_TRIES - 1):
        _require_private(path)
        # The file before is written over: who had opened it already reads the one in its place.
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            return _parsed(path)
    try:
        return _parsed(path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingError(
            f"{path}: expected keys for {', '.join(PURPOSES)} as Dichte wrote them, got something else. Restore it "
            "from your backup: without it nothing held can be opened and no person be recognised."
        ) from error


def _parsed(path: Path) -> KeySets:
    found = json.loads(path.read_text("utf-8"))
    keys = {purpose: tuple(_keys_of(found[purpose])) for purpose in PURPOSES}
    if not keys["person"]:
        raise ValueError("no key")
    return keys


def _keys_of(entries: Iterable[dict[str, str]]) -> Iterable[SecretKey]:
    for entry in entries:
        secret = b64decode(entry["key"], validate=True)
        if len(secret) != KEY_BYTES:
            raise ValueError(entry["id"])
        yield SecretKey(entry["id"], secret)


def write_key_file(path: Path, keys: Mapping[str, Iterable[SecretKey]], only_new: bool = False) -> None:
    """Write a key file that its owner alone may read, whole or not at all, and write over the one before.

    `only_new` leaves one that somebody else wrote meanwhile as it is: two first starts must not each keep their own.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = {
        purpose: [{"id": k.id, "key": b64encode(k.secret).decode()} for k in keys[purpose]]
        for purpose in PURPOSES
    }
    part = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(entries, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    if only_new:
        with suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
        return
    with _writing_over(path):
        part.replace(path)
        _sync_folder(path.parent)


@contextmanager
def _writing_over(path: Path) -> Iterator[None]:
    """Once another file has the name, noise stands where the old one was; a hard link of somebody's is left alone."""
    old: BinaryIO | None = path.open("rb+") if path.exists() else None
    try:
        yield
        if old is not None and os.fstat(old.fileno()).st_nlink == 0:
            old.write(secrets.token_bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())
    finally:
        if old is not None:
            old.close()


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def changing(path: Path) -> Iterator[KeySets]:
    """The keys as they are now, to be changed by one process at a time; written when the block ends well.

    Raises SettingError where the file can't be written.
    """
    try:
        with path.with_suffix(".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            keys = read_key_file(path)
            before = dict(keys)
            yield keys
            if keys != before:
                write_key_file(path, keys)
    except OSError as error:
        raise SettingError(
            f"{path}: expected a key file that this program may change, for held rows are sealed with a key a day, "
            f"got: {error.strerror}. Let it write to the folder {path.parent}."
        ) from error


def _require_private(path: Path) -> None:
    mode = path.stat().st_mode & 0o077
    if os.name == "posix" and mode:
        raise SettingError(
            f"{path}: expected a key file that its owner alone may read, got mode {path.stat().st_mode & 0o777:o}. "
            f"Run: chmod 600 {path}"
        )
