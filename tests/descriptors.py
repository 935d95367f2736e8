"""Files that this process has open."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def open_below(folder: Path) -> int:
    """Descriptors on files below a folder, removed ones too.

    Those elsewhere don't count: what other tests left open is closed whenever the garbage collector comes to it.
    """
    found = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found += str(descriptor.readlink()).startswith(f"{folder}/")
    return found
