"""One import killed at a moment of its life, and everything that can be seen of it afterwards."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from tempfile import mkdtemp

from tests.data.intake.crash import (
    Pace,
    Reader,
    Seen,
    contents,
    import_file,
    importing,
    measure,
    personal_traces,
    prepared,
    write_declarations,
)
from tests.data.intake.tiny import reopen_tiny

STORE_FILES = {"dichte.sqlite", "dichte.sqlite-wal", "audit.anchor", "secrets.json", "dichte.sqlite-shm"}


@dataclass(frozen=True)
class Trial:
    """A store and a file to import into copies of it; what the store holds before and after, and what readers see."""

    folder: Path
    file: Path
    pace: Pace
    before: Mapping[str, str]
    after: Mapping[str, str]
    seen: frozenset[Seen]

    def copy(self, name: str) -> Path:
        copied = Path(mkdtemp(prefix=name, dir=self.folder)) / "store"
        shutil.copytree(self.folder / "store", copied)
        return copied


def prepare(folder: Path, rows: int) -> Trial:
    """Import the file once undisturbed, for its end and for how long it takes."""
    prepared(folder / "store").engine.dispose()
    file = write_declarations(folder / "file.csv", rows, first=2_000, seed=2)
    whole = folder / "whole"
    shutil.copytree(folder / "store", whole)
    before, seen_before = contents(whole), _look(whole)
    pace = measure(whole, file, _scratch(whole))
    seen = frozenset({seen_before, _look(whole)})
    return Trial(folder, file, pace, before, contents(whole), seen)


def _look(store: Path) -> Seen:
    reader = Reader(store)
    try:
        return reader.look()
    finally:
        reader.close()


def _scratch(store: Path) -> Path:
    """Where the child may put what it does not keep."""
    scratch = store.parent / f"{store.name}-scratch"
    scratch.mkdir()
    return scratch


@dataclass(frozen=True)
class Outcome:
    """What a killed import left: the store, what a reader saw meanwhile, files, and the store after a second try."""

    left: Mapping[str, str]
    seen: frozenset[Seen]
    files: frozenset[str]
    personal: tuple[str, ...]
    again: Mapping[str, str]


def killed(trial: Trial, seconds: float, after: str = "begin") -> Outcome:
    """Kill the import so many seconds after it told that word, `begin` or `commit`."""
    store = trial.copy(after)
    scratch = _scratch(store)
    seen = _kill(store, trial.file, scratch, seconds, after)
    files = {path.name for folder in (store, scratch) for path in folder.iterdir()}
    personal = personal_traces(store, scratch)
    left = contents(store)
    intake = reopen_tiny(store)
    import_file(intake, trial.file)
    intake.engine.dispose()
    found = Outcome(left, seen, frozenset(files), tuple(personal), contents(store))
    shutil.rmtree(store.parent)
    return found


def _kill(store: Path, file: Path, scratch: Path, seconds: float, after: str) -> frozenset[Seen]:
    """Look at the store all the while; what was seen, to the end and once more after it."""
    reader, seen = Reader(store), set[Seen]()
    with importing(store, file, scratch) as child:
        due = child.begun + seconds if after == "begin" else inf
        while time.monotonic() < due and not (after == "commit" and child.has_told()):
            seen.add(reader.look())
        if after == "commit":
            due = child.wait_for("commit") + seconds
        time.sleep(max(0.0, due - time.monotonic()))
        child.kill()
    seen.add(reader.look())
    reader.close()
    return frozenset(seen)
