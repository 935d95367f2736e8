"""JSON and JSON Lines: flat objects, one a row. Keys are headings, in the order in which they first appear.

Rows of JSON are counted from 1, those of JSON Lines by their line; no heading takes a number. A file is read twice,
once for its keys, once for its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from data.readers.batch import Batch, FileFacts, ReadOptions
from data.readers.json_rows import Keys, NoObject, Record, keys_of, record_of, row_of
from data.readers.json_stream import JsonStream
from data.readers.json_text import DECODER, JsonFile, KeyTwice, open_json_text
from data.readers.opened import OpenFile
from data.readers.refusal import refused, shown
from data.readers.rows import batched
from data.readers.text_file import TextFile, open_text


def open_json(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read an array of flat objects, or the one under "rows" of an object that holds nothing else."""
    file = open_json_text(path, name, options.encoding)
    return _opened(partial(_array, file), file, replace(options, format="json", encoding=file.encoding))


def open_json_lines(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read a file with an object in every line; empty lines are no rows."""
    file = open_text(path, name, options.encoding)
    return _opened(partial(_lines, file), file, replace(options, format="jsonl", encoding=file.encoding))


def _opened(
    records: Callable[[], Iterator[Record]], file: JsonFile | TextFile, used: ReadOptions
) -> OpenFile:
    keys = keys_of(records(), file.name)
    facts = FileFacts(file.name, file.sha256, file.size, used, tuple(keys.values()))
    return OpenFile(facts, None, partial(_batches, records, keys))


def _batches(records: Callable[[], Iterator[Record]], keys: Keys) -> Iterator[Batch]:
    return batched((row_of(number, value, keys) for number, value in records()), tuple(keys.values()))


def _array(file: JsonFile) -> Iterator[Record]:
    text = JsonStream(file.pieces(), file.name)
    if text.peek() == "[":
        yield from _elements(text, file.name)
    else:
        yield from _under_rows(text, file.name)
    text.end()


def _under_rows(text: JsonStream, name: str) -> Iterator[Record]:
    is_found = False
    for key in text.members():
        if key != "rows":
            got = f"the key {shown(key)}"
            raise refused(name, 'an array, or an object with "rows" alone', got, "Give the array alone.")
        is_found = True
        yield from _elements(text, name)
    if not is_found:
        raise refused(name, 'an array, or an object with "rows"', "an empty object", "Export it again.")


def _elements(text: JsonStream, name: str) -> Iterator[Record]:
    text.where = f"{name}, row 1"
    for number, value in enumerate(text.elements(), 1):
        yield record_of(number, value)
        text.where = f"{name}, row {number + 1}"
    text.where = name


def _lines(file: TextFile) -> Iterator[Record]:
    number = 0
    for chunk in file.utf8():
        for line in chunk.removesuffix(b"\n").split(b"\n"):
            number += 1
            if line.strip():
                yield _line(number, line.decode("utf-8"), file.name)


def _line(number: int, line: str, name: str) -> Record:
    where = f"{name}, row {number}"
    try:
        return record_of(number, DECODER.decode(line))
    except KeyTwice as error:
        got = f"the key {shown(str(error))} twice in one"
        raise refused(where, "objects with every key once", got, "Keep one of the two.") from error
    except RecursionError as error:
        remedy = "Export it again as a plain table."
        raise refused(where, "flat values", "values nested too deep", remedy) from error
    except ValueError:
        return number, NoObject("text that is no JSON")
