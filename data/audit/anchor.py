"""The anchor: a text file outside the store that says how far the chain had come, one line a commit.

Whoever can change the store can cut the chain at its end, or put an older copy back; the anchor remembers. It proves as
much as it is hard to reach: best on another machine, or where files can only grow.
"""

from __future__ import annotations

import fcntl
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data.errors import StoreError

_TAIL = 512
"""Bytes that hold the last line for sure."""


@dataclass(frozen=True)
class Anchor:
    """The newest entry after a commit, and when that was, local time."""

    seq: int
    digest: str
    at: str

    def __str__(self) -> str:
        return f"{self.seq} {self.digest} {self.at}"


class AnchorBroken(ValueError):
    """A line of the file is no anchor, or does not go on from the one before."""


def require_writable(path: Path) -> None:
    """Raises StoreError where no anchor can be written: then nothing may be done that has to be noted."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _opened(path).close()
    except OSError as error:
        raise StoreError(
            f"{path}: expected the anchor of the audit chain to be writable, got {error.strerror}. Nothing was done. "
            "Make it writable, or set DICHTE_AUDIT_ANCHOR."
        ) from error


def append(path: Path, anchor: Anchor) -> None:
    """Write the line to the disk. One that stands there already, or a newer one, is left alone: commits may end in
    another order than they began. What can't be written is made good by the next one."""
    try:
        with _opened(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = _last(file)
            if last is None or last.seq < anchor.seq:
                file.write(f"{anchor}\n".encode())
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        logging.error("Audit chain: entry %d is not anchored yet, %s", anchor.seq, error.strerror)


def read(path: Path) -> tuple[Anchor, ...]:
    """Every anchor; none where there is no file. Raises AnchorBroken."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines(keepends=True)
    except FileNotFoundError:
        return ()
    if lines and not lines[-1].endswith("\n"):
        lines.pop()  # The writer died over it; the next one takes its place.
    found: list[Anchor] = []
    for number, line in enumerate(lines, 1):
        made = _parsed(line)
        if made is None or (found and made.seq <= found[-1].seq):
            raise AnchorBroken(f"line {number}")
        found.append(made)
    return tuple(found)


def _opened(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "a+b")


def _last(file: IO[bytes]) -> Anchor | None:
    """The last whole line; what a writer left half done behind it is taken away."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    whole = tail.rpartition(b"\n")[0]
    if tail and not tail.endswith(b"\n"):
        file.truncate(size - len(tail) + (len(whole) + 1 if whole else 0))
    return _parsed(whole.rpartition(b"\n")[2].decode("utf-8", "replace"))


def _parsed(line: str) -> Anchor | None:
    parts = line.split()
    is_whole = len(parts) == 3 and parts[0].isascii() and parts[0].isdigit() and len(parts[1]) == 64
    return Anchor(int(parts[0]), parts[1], parts[2]) if is_whole else None
