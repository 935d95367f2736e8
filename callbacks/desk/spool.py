"""The spool: an uploaded file on disk, for as long as it is being judged and no longer.

The folder is private (0700). A file in use is locked; one that nobody holds is what a program that was killed left
behind, and is deleted at the next start.
"""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

FOLDER = "spool"
_ENDING = re.compile(r"\.[a-z0-9]{1,8}$")


class TooLarge(Exception):
    """More bytes came than a file may have."""


@dataclass(frozen=True)
class SpooledFile:
    """An uploaded file; `lock` is the descriptor that says it is in use."""

    path: Path
    lock: int

    def delete(self) -> None:
        """Remove the file from the disk; once is enough, twice does no harm."""
        if self.path.exists():
            self.path.unlink()
            os.close(self.lock)


def spool(var_dir: Path, name: str, chunks: Iterable[bytes], limit: int) -> SpooledFile:
    """Write `chunks` to a private file; raises TooLarge past `limit` bytes. Nothing is left behind by a failure."""
    folder = var_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    ending = _ENDING.search(name.lower())
    lock, path = tempfile.mkstemp(suffix=ending.group() if ending else "", dir=folder)
    fcntl.flock(lock, fcntl.LOCK_EX)
    spooled = SpooledFile(Path(path), lock)
    with ExitStack() as undo:
        undo.callback(spooled.delete)
        _write(lock, chunks, limit)
        undo.pop_all()
    return spooled


def _write(descriptor: int, chunks: Iterable[bytes], limit: int) -> None:
    written = 0
    for chunk in chunks:
        written += len(chunk)
        if written > limit:
            raise TooLarge
        view = memoryview(chunk)
        while view:
            view = view[os.write(descriptor, view) :]


def sweep(var_dir: Path) -> int:
    """Delete what a killed program left in the spool; returns how many files."""
    return sum(_delete_unless_used(path) for path in sorted((var_dir / FOLDER).glob("*")) if path.is_file())


def _delete_unless_used(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        path.unlink(missing_ok=True)
    return True
