"""Files of the snapshot: whole or not there, for their owner alone, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkstemp
from typing import BinaryIO

UNFINISHED = ".part-"
"""How the names of files begin that nobody may read yet."""

SEGMENT = ".visits"
"""How the names of segments end."""

LOCK = "lock"


@contextmanager
def writing_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place, on the disk, when the block ends well."""
    number, part = mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time, in a folder that is made if need be; a killed one lets go by itself."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep(folder: Path, kept: Collection[str]) -> None:
    """Remove segments that are not `kept`, and what a killed writer left; who has one mapped goes on reading it."""
    for path in folder.glob(f"*{SEGMENT}"):
        if path.name not in kept:
            path.unlink()
    for path in folder.glob(f"{UNFINISHED}*"):
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink()
