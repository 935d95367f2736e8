"""An import in a process of its own, killed at a chosen moment, and what a store holds to the last row."""

from __future__ import annotations

import multiprocessing
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from unittest import mock

from sqlalchemy import Connection, event

from data.engine import connect
from data.intake import intake as facade
from data.intake import write
from data.intake.intake import Intake
from data.intake.judged import Receipt
from tests.data.intake.tiny import open_tiny, reopen_tiny
from tests.world import COMMUNES, DISTRICTS

CAME = datetime(2021, 6, 1, 8)
SOURCE = "bluezone-declarations"
PHONE, NAME = "0912", "Trần Thị Bịa"
"""How every telephone in the files begins, and whose they all are; neither may reach the disk."""

CLOCKS = {"imported_at", "seconds", "created_at", "sealed"}
"""Columns that no two imports share: the clock's, and cells sealed with a nonce of their own."""

_LARGE = 1_000
"""A load counts as large here from so many rows on: the long way round is the one to be killed on."""


def write_declarations(path: Path, rows: int, first: int = 0, seed: int = 1) -> Path:
    """Declarations of three weeks; every thousandth row is of no commune, so that it is held."""
    random, districts = Random(seed), {d.code: d.name for d in DISTRICTS}
    lines = ["Mã tờ khai,Thời điểm khai,Số điện thoại,Họ và tên,Huyện,Xã,Sốt,Ho"]
    for n in range(first, first + rows):
        place = random.choice(COMMUNES)
        commune = "Không Đâu" if n % 1000 == 7 else place.full_name
        day, minute = random.randrange(1, 22), random.randrange(1440)
        when = f"{day:02}/05/2021 {minute // 60:02}:{minute % 60:02}:00"
        phone, ill = f"{PHONE}{random.randrange(10**6):06}", random.choice(("Có", "Không"))
        where = f"{districts[place.district_code]},{commune}"
        lines.append(f"BZ{n:08},{when},{phone},{NAME},{where},{ill},Không")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def import_file(intake: Intake, path: Path) -> Receipt:
    return intake.commit(intake.judge(path, SOURCE), "Lan", CAME)


def prepared(folder: Path) -> Intake:
    """A store in which a small file stands already."""
    intake = open_tiny(folder)
    import_file(intake, write_declarations(folder.parent / "first.csv", 3_000))
    return intake


def _import(folder: Path, path: Path, scratch: Path, told: Pipe) -> None:
    """The child's whole life: tell when it begins, when it comes to its commit, and when that is over."""
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(scratch)
    intake = reopen_tiny(folder)
    event.listen(intake.engine, "commit", partial(_tell_commit, told))
    with mock.patch.object(write, "LARGE", _LARGE), mock.patch.object(facade, "LARGE", _LARGE):
        _tell(told, "begin")
        import_file(intake, path)
    _tell(told, "done")


def _tell_commit(told: Pipe, connection: Connection) -> None:
    """Reading ends with a commit too, of nothing."""
    if connection.get_execution_options().get("dichte_writer"):
        _tell(told, "commit")


def _tell(told: Pipe, word: str) -> None:
    """The word and when it was said, by the clock that all processes share: who hears it may be kept waiting."""
    told.send((word, time.monotonic()))


@dataclass(frozen=True)
class Child:
    """An import under way in another process."""

    process: BaseProcess
    told: Pipe
    begun: float = 0.0

    def wait_for(self, word: str) -> float:
        """When the child said so; raises EOFError where it ends before."""
        while True:
            said, at = self.told.recv()
            if said == word:
                return float(at)

    def has_told(self) -> bool:
        """Whether there is something to hear."""
        return self.told.poll()

    def kill(self) -> None:
        """SIGKILL: nothing in the child can answer it."""
        self.process.kill()
        self.process.join()


@contextmanager
def importing(folder: Path, path: Path, scratch: Path) -> Iterator[Child]:
    """A child that imports `path`, on its way when the block begins."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])
    here, there = server.Pipe(duplex=False)
    process = server.Process(target=_import, args=(folder, path, scratch, there), daemon=True)
    process.start()
    there.close()
    child = Child(process, here)
    try:
        yield replace(child, begun=child.wait_for("begin"))
    finally:
        child.kill()
        here.close()


@dataclass(frozen=True)
class Pace:
    """How long an import takes until it comes to its commit, and until it is done; seconds."""

    until_commit: float
    whole: float


def measure(folder: Path, path: Path, scratch: Path) -> Pace:
    """One import that nobody kills."""
    with importing(folder, path, scratch) as child:
        commit, done = child.wait_for("commit"), child.wait_for("done")
        return Pace(commit - child.begun, done - child.begun)


def contents(folder: Path) -> Mapping[str, str]:
    """A digest of every table, of the schema with its indexes, and what SQLite says of the file's health."""
    with closing(sqlite3.connect(folder / "dichte.sqlite")) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        found = {name: _digest(store, name) for (name,) in names if not name.startswith("sqlite_")}
        found["schema"] = str(sorted(store.execute("SELECT type, name, sql FROM sqlite_master").fetchall()))
        health = ("integrity_check", "foreign_key_check")
        return found | {pragma: str(store.execute(f"PRAGMA {pragma}").fetchall()) for pragma in health}


def _digest(store: sqlite3.Connection, table: str) -> str:
    left = SEALS if table == "audit_entry" else CLOCKS
    columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})") if row[1] not in left]
    rows = store.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(columns)}").fetchall()
    said = _SEALED.sub("", repr(rows))
    return f"{len(rows)} rows {sha256(said.encode()).hexdigest()}"


SEALS = {"at", "previous", "digest"}
"""Of an entry of the audit chain: when it was, and the seals that rest on it."""

_SEALED = re.compile(r'"sealed": "[^"]*"')


Seen = tuple[tuple[int, ...], ...]


class Reader:
    """Somebody who looks at a store again and again, at rows, ledger and rollups in one transaction."""

    def __init__(self, folder: Path) -> None:
        self._engine = connect(f"sqlite:///{folder / 'dichte.sqlite'}")

    def look(self) -> Seen:
        queries = (
            "SELECT count(*) FROM declaration",
            "SELECT count(*), coalesce(sum(received), 0), coalesce(sum(held), 0) FROM import_file",
            "SELECT count(*) FROM held_row",
            "SELECT coalesce(sum(value), 0) FROM rollup_cell WHERE measure = 'declarations'",
        )
        with self._engine.connect() as connection, connection.begin():
            return tuple(tuple(connection.exec_driver_sql(query).one()) for query in queries)

    def close(self) -> None:
        self._engine.dispose()


_PERSONAL = re.compile(rf"\b(?:0|\+84){PHONE[1:]}\d{{6}}\b|{NAME}".encode())


def personal_traces(*folders: Path) -> list[str]:
    """Files that hold a telephone or a name in plain bytes."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if _PERSONAL.search(path.read_bytes())]
