"""Answers too large for one machine's memory: contacts and pairs as Parquet, each file there whole or not at all."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.copresence import Contacts, Pairs


def table(columns: Contacts | Pairs) -> pa.Table:
    return pa.table(vars(columns))


def write_whole(columns: Pairs, path: Path, has_pairs: bool) -> None:
    """Write one file, the F0s left out where no pairs are asked for; repeated, the same is written over it."""
    scratch = _beside(path)
    rows = table(columns) if has_pairs else table(columns).drop_columns("person_f0")
    pq.write_table(rows, scratch, compression="zstd")
    scratch.replace(path)


def read_all(folder: Path, kind: type[Any]) -> Any:
    """Every row of a folder's files as Contacts or Pairs."""
    paths = sorted(folder.glob("*.parquet"))
    read = pa.concat_tables([pq.read_table(path) for path in paths]) if paths else None
    names = [f.name for f in fields(kind)]
    return kind(*(np.empty(0, np.int64) if read is None else read.column(n).to_numpy() for n in names))


def _beside(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}-{uuid4().hex}")


class ContactsFile:
    """Contacts of one partition as they are found, counted; written where a folder is given."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self.rows = 0
        self._path = None if folder is None else folder / name
        self._scratch = None if self._path is None else _beside(self._path)
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> ContactsFile:
        return self

    def add(self, contacts: Contacts) -> None:
        self.rows += len(contacts)
        if self._scratch is None or not len(contacts):
            return
        rows = table(contacts)
        self._writer = self._writer or pq.ParquetWriter(self._scratch, rows.schema, compression="zstd")
        self._writer.write_table(rows)

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        if self._writer is None or self._path is None or self._scratch is None:
            return
        self._writer.close()
        if kind is None:
            self._scratch.replace(self._path)
        else:
            self._scratch.unlink()
