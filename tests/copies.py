"""Copies of the built outbreak for tests that write."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from data.settings import Settings


def copied(untouched: Settings, folder: Path, has_lake: bool = False) -> Settings:
    """Settings of a copy in `folder`, a new one, of an outbreak that nobody has open.

    `has_lake`: with the columnar snapshot of its check-ins, which is made anew otherwise.
    """
    left = ("*-wal", "*-shm", "lock") + (() if has_lake else ("lake",))
    shutil.copytree(untouched.var_dir, folder, ignore=shutil.ignore_patterns(*left))
    return replace(untouched, var_dir=folder)
