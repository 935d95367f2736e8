"""Parquet: flat columns of any type as text. Rows are counted from 1, no heading takes a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from data.readers.arrow_rows import as_batch, small_parts
from data.readers.arrow_text import is_flat
from data.readers.batch import BATCH_ROWS, Batch, FileFacts, ReadOptions
from data.readers.digest import sha256_of
from data.readers.headings import all_named
from data.readers.opened import OpenFile, no_rows
from data.readers.refusal import listed, refused

_MOST_GROUP_BYTES = 1 << 30
_TEXT = (pa.string(), pa.large_string())


def open_parquet(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read the schema of a file."""
    with _opened(path, name) as file:
        rows, schema = file.metadata.num_rows, file.schema_arrow
        _check_size(file, name)
    if not rows:
        raise no_rows(name)
    nested = [field.name for field in schema if not is_flat(field.type)]
    if nested:
        remedy = "Leave them out, or write them as text; geometry comes as GeoPackage."
        raise refused(name, "flat columns", f"lists, objects or bytes in {listed(nested)}", remedy)
    headings = all_named(schema.names, name)
    used = replace(options, format="parquet")
    facts = FileFacts(name, sha256_of(path), path.stat().st_size, used, headings)
    return OpenFile(facts, rows, partial(_batches, path, name, headings, _texts(schema)))


def _texts(schema: pa.Schema) -> list[str]:
    return [field.name for field in schema if field.type in _TEXT]


@contextmanager
def _opened(path: Path, name: str, texts: list[str] | None = None) -> Iterator[parquet.ParquetFile]:
    """The file, texts kept once each and not once a row: a small file may repeat a long one a million times."""
    try:
        with parquet.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:
            yield file
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        remedy = "It may have been cut off: get it again."
        raise refused(name, "a whole Parquet file", "a damaged one", remedy) from error


def _check_size(file: parquet.ParquetFile, name: str) -> None:
    groups = range(file.metadata.num_row_groups)
    largest = max((file.metadata.row_group(n).total_byte_size for n in groups), default=0)
    if largest > _MOST_GROUP_BYTES:
        remedy = "Write it again in smaller row groups."
        raise refused(name, "row groups of at most 1 GiB", f"{largest >> 20} MiB", remedy)


def _batches(path: Path, name: str, headings: tuple[str, ...], texts: list[str]) -> Iterator[Batch]:
    first = 1
    with _opened(path, name, texts) as file:
        for rows in file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
            for part in small_parts(rows):
                yield as_batch(dict(zip(headings, part.columns, strict=True)), first)
                first += len(part)
