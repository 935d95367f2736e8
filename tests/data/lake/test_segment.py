"""One day in one file: what was written is read, and what was not is refused."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.lake.segment import DamagedSegment, Segment, is_sound, is_there, open_segment, write_segment
from geo.copresence import Visits, cluster
from tests.descriptors import open_below

DAY = date(2021, 5, 8)


@pytest.fixture
def visits() -> Visits:
    """Three check-ins, an odd number, so that columns of four bytes need filling up."""
    columns = ([7, 2**51, 7], [1_620_435_600, 1_620_439_200, 1_620_435_600], [-1, 0, 60], [2**62, 5, 2**62 + 1])
    return cluster(*(np.array(column, np.int64) for column in columns))


@pytest.fixture
def segment(tmp_path: Path, visits: Visits) -> Segment:
    return write_segment(tmp_path, DAY, visits)


def test_what_was_written_is_read_in_the_same_types(tmp_path: Path, segment: Segment, visits: Visits) -> None:
    found = open_segment(tmp_path, segment)
    for f in fields(Visits):
        written, read = getattr(visits, f.name), getattr(found, f.name)
        assert (read.dtype, read.tolist()) == (written.dtype, written.tolist())


def test_columns_can_only_be_read(tmp_path: Path, segment: Segment) -> None:
    with pytest.raises(ValueError, match="read-only"):
        open_segment(tmp_path, segment).t_in[0] = 0


def test_the_same_rows_have_the_same_name_and_others_another(
    tmp_path: Path, segment: Segment, visits: Visits
) -> None:
    assert write_segment(tmp_path, DAY, visits) == segment
    other = replace(visits, stay=visits.stay + np.int32(1))
    assert write_segment(tmp_path, DAY, other).name != segment.name


def test_an_open_segment_needs_no_descriptor_and_outlives_its_file(
    tmp_path: Path, segment: Segment, visits: Visits
) -> None:
    found = [open_segment(tmp_path, segment) for _ in range(5)]
    assert open_below(tmp_path) == 0
    (tmp_path / segment.name).unlink()
    assert found[-1].person.tolist() == visits.person.tolist()


def test_only_its_owner_may_read_it(tmp_path: Path, segment: Segment) -> None:
    assert (tmp_path / segment.name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("length", [0, 8, 24, 100, -1, 1000])
def test_a_file_of_another_length_is_refused(tmp_path: Path, segment: Segment, length: int) -> None:
    path = tmp_path / segment.name
    os.truncate(path, length if length >= 0 else segment.size + length)
    assert not is_there(tmp_path, segment)
    with pytest.raises(DamagedSegment):
        open_segment(tmp_path, segment)


@pytest.mark.parametrize("at", [0, 7, 8, 16, 40, 56])
def test_a_file_that_says_something_else_of_its_size_is_refused(
    tmp_path: Path, segment: Segment, at: int
) -> None:
    path = tmp_path / segment.name
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DamagedSegment):
        open_segment(tmp_path, segment)


def test_a_single_wrong_bit_is_found_by_reading_all(tmp_path: Path, segment: Segment) -> None:
    path = tmp_path / segment.name
    assert is_sound(tmp_path, segment)
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)
    assert (is_there(tmp_path, segment), is_sound(tmp_path, segment)) == (True, False)


def test_a_missing_file_is_neither_there_nor_sound(tmp_path: Path, segment: Segment) -> None:
    (tmp_path / segment.name).unlink()
    assert (is_there(tmp_path, segment), is_sound(tmp_path, segment)) == (False, False)
    with pytest.raises(DamagedSegment):
        open_segment(tmp_path, segment)
