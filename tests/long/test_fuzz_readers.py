"""A minute of spoiled files for every reader: batches or a refusal come out, soon, and in little memory."""

from __future__ import annotations

import multiprocessing
import resource
import time
from pathlib import Path
from random import Random

import pytest

from data.errors import ImportRefused
from data.readers.batch import BATCH_ROWS, ReadOptions
from data.readers.reader import FORMATS, open_file
from data.readers.vietnamese_codes import encode_tcvn3, encode_vni
from tests.data.readers.corpus import (
    csv_text,
    geojson,
    shapefile_parts,
    write_gpkg,
    write_parquet,
    write_xlsx,
    write_zip,
)
from tests.long.mutations import spoiled

SECONDS = 60
MOST_SECONDS_A_FILE = 20
MOST_BYTES = 1 << 30

Seed = tuple[bytes, str]
"""A good file and its declared encoding."""


def good_files(key: str, folder: Path) -> list[Seed]:
    """Good files of a format."""
    rows = [(f"D{n}", f"Xã Tân Dĩnh {n}", "2021-05-25", str(n)) for n in range(40)]
    if key in ("csv", "tsv"):
        return _texts("\t" if key == "tsv" else ",")
    if key == "xlsx":
        return [
            (write_xlsx(folder / "seed.xlsx", {"a": [("a", "b", "c", "d"), *rows], "b": []}).read_bytes(), "")
        ]
    if key == "json":
        return [
            (b'[{"a": 1, "b": "x"}, {"a": 2.50, "c": null, "b": true}]', ""),
            (b'{"rows": [{"a": 1}]}', ""),
        ]
    if key == "jsonl":
        return [(b'{"a": 1, "b": "x"}\n{"a": 2.50, "c": null}\n' * 5, "")]
    if key == "parquet":
        columns = {"a": [row[0] for row in rows], "n": list(range(40)), "x": [n / 7 for n in range(40)]}
        return [(write_parquet(folder / "seed.parquet", columns).read_bytes(), "")]
    if key == "geojson":
        return [
            (geojson().encode(), ""),
            (geojson(crs={"type": "name", "properties": {"name": "EPSG:3405"}}).encode(), ""),
        ]
    if key == "gpkg":
        return [(write_gpkg(folder / "seed.gpkg").read_bytes(), "")]
    return [(write_zip(folder / "seed.zip", shapefile_parts(folder)).read_bytes(), "")]


def _texts(delimiter: str) -> list[Seed]:
    text = csv_text(delimiter=delimiter) * 3
    return [
        (text.encode(), ""),
        (text.encode("utf-16"), ""),
        (text.encode("utf-16-le"), "utf-16-le"),
        (encode_tcvn3(text.lower()), "tcvn3"),
        (encode_vni(text), "vni"),
        (text.encode("cp1258", "replace"), "windows-1258"),
    ]


def read_whole(path: Path, options: ReadOptions) -> None:
    """Read a file to its end; every batch has to keep its promises."""
    file = open_file(path, options)
    last = 0
    for batch in file.batches():
        assert 0 < batch.rows <= BATCH_ROWS
        assert tuple(batch.columns) == file.facts.headings
        assert {len(column) for column in batch.columns.values()} == {len(batch.row_numbers)}
        numbers = batch.row_numbers.to_pylist()
        assert numbers == sorted(set(numbers))
        assert not numbers or numbers[0] > last
        last = max([last, *numbers])


def fuzz(key: str, seconds: float, folder: Path, seed: int) -> None:
    """Read spoiled files until the time is over; what fails lies in the folder. Runs in a process of its own."""
    random = Random(seed)
    seeds = good_files(key, folder)
    path = folder / f"spoiled-{key}"
    ends = time.monotonic() + seconds
    while (started := time.monotonic()) < ends:
        content, encoding = random.choice(seeds)
        path.write_bytes(spoiled(content, random))
        options = ReadOptions(format=key if random.random() < 0.5 else "", encoding=encoding)
        try:
            read_whole(path, options)
        except ImportRefused as refused:
            assert "expected" in str(refused)
            assert len(str(refused)) < 1_000
        assert time.monotonic() - started < MOST_SECONDS_A_FILE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MOST_BYTES


@pytest.mark.long
@pytest.mark.parametrize("key", FORMATS)
def test_a_minute_of_spoiled_files_gives_batches_or_a_refusal(key: str, tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=fuzz, args=(key, SECONDS, tmp_path, 20210602)
    )
    process.start()
    process.join(SECONDS + 4 * MOST_SECONDS_A_FILE)
    hangs = process.is_alive()
    process.kill()
    assert not hangs
    assert process.exitcode == 0, f"the file is {tmp_path / f'spoiled-{key}'}"
