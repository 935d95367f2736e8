"""Where the figures of a subject come from: real sources, or rows that no person ever reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data import schema
from data.sources.source import Source
from data.subjects import SUBJECTS

SIMULATED = "simulated_"
"""Begins the ledger's name of a simulated table."""


@dataclass(frozen=True)
class Origin:
    """What stands behind a subject's figures: keys of the real sources, and whether any of it is simulated."""

    sources: tuple[str, ...] = ()
    is_simulated: bool = False


def load_origins(connection: Connection, sources: tuple[Source, ...]) -> Mapping[str, Origin]:
    """The origin of each subject (data/subjects.py), by the files that stand in the ledger with a row accepted."""
    f = schema.import_file.c
    standing = select(f.source, f.is_simulated).where(f.withdrawn_at.is_(None), f.accepted > 0).distinct()
    by_table = {subject.table: subject.key for subject in SUBJECTS}
    by_source = {source.key: source.subject.key for source in sources}
    real: dict[str, set[str]] = {}
    simulated: set[str] = set()
    for key, is_simulated in connection.execute(standing):
        if is_simulated:
            simulated.add(by_table.get(key.removeprefix(SIMULATED), ""))
        elif key in by_source:
            real.setdefault(by_source[key], set()).add(key)
    return {
        subject.key: Origin(tuple(sorted(real.get(subject.key, ()))), subject.key in simulated)
        for subject in SUBJECTS
    }
