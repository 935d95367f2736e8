"""Partitions are as large as a worker's memory allows, and the most that a process took is its own."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from data.cluster.memory import BASE, BYTES_PER_ROW, MEBIBYTE, USED, partitions_for, peak, rows_for

GIBIBYTE = 1024 * MEBIBYTE


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("rows", [1, 10**6, 2 * 10**9])
def test_what_all_threads_hold_fits_the_share_that_a_worker_fills(rows: int, threads: int) -> None:
    partitions = partitions_for(rows, 8 * GIBIBYTE, threads)
    largest = -(-rows // partitions)
    assert BASE + threads * largest * BYTES_PER_ROW <= USED * 8 * GIBIBYTE
    fewer = -(-rows // (partitions - 1)) if partitions > 1 else 0
    assert partitions == 1 or BASE + threads * fewer * BYTES_PER_ROW > USED * 8 * GIBIBYTE


def test_a_worker_too_small_for_any_row_is_named_with_what_it_needs() -> None:
    assert rows_for(256 * MEBIBYTE) == 0
    with pytest.raises(ValueError, match="at least 534 MiB, got 256 MiB"):
        partitions_for(10, 256 * MEBIBYTE)


def said_by_a_process_of_its_own(code: str) -> list[int]:
    """Numbers that a fresh process prints: what this one held once depends on the tests before."""
    program = f"from data.cluster.memory import peak; {code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_the_peak_stays_when_the_memory_is_given_back() -> None:
    code = "before = peak(); block = b'1' * (before + (64 << 20)); held = peak(); del block; print(before, held, peak())"
    before, held, after = said_by_a_process_of_its_own(code)
    # The system counts in batches, a few pages to a core.
    assert after > held - 4 * MEBIBYTE
    assert held > before + 64 * MEBIBYTE


def test_a_process_does_not_inherit_the_peak_of_the_one_that_started_it() -> None:
    block = np.ones(256 * MEBIBYTE // 8)
    (theirs,) = said_by_a_process_of_its_own("print(peak())")
    assert theirs < block.nbytes < peak()
