"""Partitions hold every visit once, by venue, in order, and appear whole."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from data.cluster import write
from data.cluster.partitions import MANIFEST, read_manifest, read_partition
from data.cluster.write import cut, follow_in_time, rows_by_venue, write_partitions
from data.errors import ClusterError
from geo.copresence import Visits, cluster
from tests.data.cluster.world import Province

PROVINCE = Province(20_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_partitions(PROVINCE, tmp_path, 8)


def parts(folder: Path) -> list[Visits]:
    return [read_partition(folder / p.name) for p in read_manifest(folder).partitions]


def rows_of(visits: Visits) -> list[tuple[int, ...]]:
    venue = np.repeat(visits.venue, np.diff(visits.start))
    return list(zip(*(c.tolist() for c in (venue, visits.t_in, visits.person, visits.stay)), strict=True))


def test_every_visit_is_in_one_partition_and_none_is_new(folder: Path) -> None:
    venue, t_in, stay, person = (c.tolist() for c in PROVINCE.columns)
    written = [row for part in parts(folder) for row in rows_of(part)]
    assert sorted(written) == sorted(zip(venue, t_in, person, stay, strict=True))


def test_rows_are_ordered_by_venue_check_in_and_person(folder: Path) -> None:
    for part in parts(folder):
        ordered = [row[:3] for row in rows_of(part)]
        assert ordered == sorted(ordered)


def test_what_is_read_is_the_segment_that_the_same_rows_make(folder: Path) -> None:
    for part in parts(folder):
        made = cluster(
            *(np.array(c) for c in zip(*[(v, t, s, p) for v, t, p, s in rows_of(part)], strict=True))
        )
        for name, column in vars(made).items():
            read = getattr(part, name)
            assert read.dtype == column.dtype
            np.testing.assert_array_equal(read, column)


def test_a_venue_is_never_divided_and_the_ranges_are_those_of_the_manifest(folder: Path) -> None:
    manifest = read_manifest(folder)
    spans = [(part.venue[0], part.venue[-1]) for part in parts(folder)]
    assert spans == [(p.first_venue, p.last_venue) for p in manifest.partitions]
    assert all(last < first for (_, last), (first, _) in pairwise(spans))


def test_partitions_are_about_equal_where_no_venue_is_too_large(folder: Path) -> None:
    busiest = max(rows_by_venue(PROVINCE.segments)[1])
    sizes = [p.rows for p in read_manifest(folder).partitions]
    assert len(sizes) == 8
    assert max(sizes) - min(sizes) <= 2 * busiest


def test_more_partitions_than_venues_are_not_made() -> None:
    venues, rows = np.array([4, 9]), np.array([10, 10])
    assert list(cut(venues, rows, 50)) == [(4, 4), (9, 9)]


def test_one_venue_that_holds_nearly_all_rows_leaves_no_partition_empty() -> None:
    ranges = list(cut(np.arange(5), np.array([1, 1, 1000, 1, 1]), 3))
    assert [v for first, last in ranges for v in range(first, last + 1)] == [0, 1, 2, 3, 4]


def test_a_file_names_its_layout_its_venues_and_its_order(folder: Path) -> None:
    file = pq.ParquetFile(folder / "part-00000.parquet")
    last = read_manifest(folder).partitions[0].last_venue
    assert file.schema_arrow.metadata[b"dichte.layout"] == b"1"
    assert file.schema_arrow.metadata[b"dichte.venues"] == f"3-{last}".encode()
    order = [c.column_index for c in file.metadata.row_group(0).sorting_columns]
    assert [file.schema_arrow.names[k] for k in order] == ["venue", "t_in", "person"]


def test_a_partition_of_several_row_groups_reads_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = parts(write_partitions(PROVINCE, tmp_path / "whole", 1))
    monkeypatch.setattr(write, "ROW_GROUP", 999)
    cut = parts(write_partitions(PROVINCE, tmp_path / "cut", 1))
    assert [rows_of(part) for part in cut] == [rows_of(part) for part in whole]


def test_segments_that_overlap_in_time_are_written_in_order_too(folder: Path, tmp_path: Path) -> None:
    shuffled = replace(PROVINCE, seed=PROVINCE.seed)
    odd = np.arange(PROVINCE.rows) % 2 == 1
    vars(shuffled)["segments"] = [cluster(*(c[rows] for c in PROVINCE.columns)) for rows in (odd, ~odd)]
    assert not follow_in_time(shuffled.segments) and follow_in_time(PROVINCE.segments)
    written = parts(write_partitions(shuffled, tmp_path / "other", 8))
    assert [rows_of(part) for part in written] == [rows_of(part) for part in parts(folder)]


def test_the_same_visits_are_not_written_again(folder: Path, tmp_path: Path) -> None:
    before = (folder / MANIFEST).stat().st_mtime_ns
    assert write_partitions(PROVINCE, tmp_path, 8) == folder
    assert (folder / MANIFEST).stat().st_mtime_ns == before


def test_of_older_versions_only_the_newest_stays(tmp_path: Path) -> None:
    folders = []
    for seed in range(4):
        folders.append(write_partitions(Province(100, seed=seed), tmp_path, 2))
        # One a second: two within a tick of the file system's clock would be of the same age.
        os.utime(folders[-1], (seed, seed))
    assert [folder.exists() for folder in folders] == [False, False, True, True]


def test_what_breaks_while_it_is_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(write, "write_manifest", full)
    with pytest.raises(OSError, match="no space"):
        write_partitions(PROVINCE, tmp_path, 2)
    assert list(tmp_path.iterdir()) == []


def test_no_visits_make_no_partitions(tmp_path: Path) -> None:
    manifest = read_manifest(write_partitions(Province(0), tmp_path, 4))
    assert (manifest.rows, manifest.partitions, manifest.largest) == (0, (), 0)


def test_a_folder_without_partitions_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="found none"):
        read_manifest(tmp_path)


def test_partitions_of_another_layout_are_refused(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text.replace('"layout": 1', '"layout": 99'))
    with pytest.raises(ClusterError, match="expected layout 1, got 99"):
        read_manifest(folder)
