"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket only, gone when the block ends."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

OWNERS = ("postgres", "nobody")
"""Whom the server runs as where root runs the tests: PostgreSQL refuses to run as root."""

SECONDS = 60
"""How long a server may take to answer, and to stop."""

IN_USE = {
    # Reached through the folder alone: no port that another program may hold, and nobody else gets in.
    "listen_addresses": "",
    # What is lost with the machine is lost with the tests.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
}


class NotStarted(Exception):
    """The server did not start; the message holds what it said."""


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The URL of a running server's first database, without the driver's name."""
    # The system's own folder: its name must be short for a socket, and another user must get through to it.
    folder = Path(tempfile.mkdtemp(prefix="dichte-pg-", dir="/tmp"))
    owner = _owner()
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        _make(programs, folder, owner)
        with _running(programs, folder, owner):
            yield f"postgresql://dichte@/postgres?host={quote(str(folder))}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> dict[str, Any]:
    """Arguments of subprocess that let go of root; empty for anyone else."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in OWNERS if name in known)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _make(programs: Path, folder: Path, owner: dict[str, Any]) -> None:
    cluster = ["-D", str(folder / "data"), "-U", "dichte", "-A", "trust", "-E", "UTF8", "--no-sync"]
    command = [str(programs / "initdb"), *cluster, *_collation(programs)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **owner)
    if done.returncode:
        raise NotStarted(f"initdb: {done.stdout}{done.stderr}")


def _collation(programs: Path) -> list[str]:
    """Text sorts as in Việt Nam, where the version can: what rests on the order of bytes shows."""
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    version = int(re.findall(r"\d+", said.stdout)[0])
    return ["--locale=C", *(["--locale-provider=icu", "--icu-locale=vi"] if version >= 15 else [])]


@contextmanager
def _running(programs: Path, folder: Path, owner: dict[str, Any]) -> Iterator[None]:
    options = [part for name, value in IN_USE.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *options]
    with (folder / "log").open("w") as log:
        started = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **owner)
    try:
        _await_answer(started, folder)
        yield
    finally:
        # Fast shutdown: connections that a failed test left open don't hold it up.
        started.send_signal(signal.SIGINT)
        started.wait(SECONDS)


def _await_answer(started: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + SECONDS
    while started.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(host=str(folder), user="dichte", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NotStarted(f"postgres: {(folder / 'log').read_text(errors='replace')[-2000:]}")
