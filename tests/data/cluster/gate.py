"""What the workers of the tests preload: a gate beside the partitions stops each of them within one, until it is gone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.cluster import part
from data.cluster.files import ContactsFile

GATE = "gate"
SECONDS = 300
"""How long a busy machine may take, kernels compiled and all."""


@contextmanager
def gate(partitions: Path, after: int = 0) -> Iterator[Callable[[int], list[int]]]:
    """Stops workers once so many files of contacts are whole; what is given waits for so many to stand there.

    It returns their process numbers, and is open again when the block ends.
    """
    shut = partitions.parent / GATE
    shut.write_text(str(after))

    def wait_for(workers: int) -> list[int]:
        until = time.monotonic() + SECONDS
        while len(found := list(shut.parent.glob(f"{GATE}-*"))) < workers:
            assert time.monotonic() < until, f"expected {workers} workers at the gate, got {found}"
            time.sleep(0.01)
        return [int(each.name.rpartition("-")[2]) for each in found]

    try:
        yield wait_for
    finally:
        shut.unlink()
        for marker in shut.parent.glob(f"{GATE}-*"):
            marker.unlink()


class Worker:
    """Its one thread: where it reads, and where it puts contacts."""

    partitions = contacts = Path()
    expose, add = staticmethod(part.expose_part), staticmethod(ContactsFile.add)

    def expose_part(self, path: Path, *more: Any) -> part.Part:
        self.partitions, self.contacts = path.parent, more[-1].contacts or Path("/nowhere")
        return self.expose(path, *more)

    def add_contacts(self, file: ContactsFile, contacts: Any) -> None:
        self.add(file, contacts)
        shut = self.partitions.parent / GATE
        with suppress(FileNotFoundError):
            while len(list(self.contacts.glob("*.parquet"))) >= int(shut.read_text()):
                shut.with_name(f"{GATE}-{os.getpid()}").touch()
                time.sleep(0.01)


def dask_setup(_worker: object) -> None:
    """Called by Dask in a worker, before its first task."""
    here = Worker()
    part.expose_part = here.expose_part  # type: ignore[assignment]
    ContactsFile.add = lambda file, contacts: here.add_contacts(file, contacts)  # type: ignore[method-assign]
