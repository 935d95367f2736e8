"""Two worker processes give the answer of one, within their memory, also where one is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed import Client, KilledWorker

from data.cluster import client
from data.cluster.expose import Answer, expose
from data.cluster.files import read_all
from data.cluster.memory import BASE, BYTES_PER_ROW, MEBIBYTE, USED, partitions_for
from data.cluster.merge import by_whomever, totals
from data.cluster.partitions import read_manifest
from data.cluster.write import write_partitions
from data.errors import ClusterError
from geo.copresence import Contacts, Pairs
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data.cluster.gate import gate
from tests.data.cluster.running import SECONDS, cluster, scheduler
from tests.data.cluster.world import Province, in_one_piece, onward_in_one_piece, rows_of

PROVINCE = Province(150_000)
RULE = ExposureRule()
ROWS = 40_000
MEMORY = int((BASE + ROWS * BYTES_PER_ROW) / USED) + 1
"""A worker with room for so many rows: about a quarter of what is there."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster"), 2, MEMORY) as address:
        yield address


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler on a busy machine takes its time to answer."""
    monkeypatch.setattr(client, "SECONDS", SECONDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Partitions as large as the workers' memory allows."""
    partitions = partitions_for(PROVINCE.rows, MEMORY)
    assert partitions > 2
    return write_partitions(PROVINCE, tmp_path_factory.mktemp("partitions"), partitions)


def ask(folder: Path, address: str, rule: ExposureRule, out: Path | None = None) -> Answer:
    return expose(
        folder, PROVINCE.periods, PROVINCE.limits(rule), rule, address, has_onward=rule == RULE, out=out
    )


def test_two_workers_give_the_answer_of_one_process_f2_included(
    address: str, folder: Path, tmp_path: Path
) -> None:
    first, second = in_one_piece(PROVINCE, RULE), onward_in_one_piece(PROVINCE, RULE)
    answer = ask(folder, address, RULE, tmp_path)
    assert answer.exposed == totals(first.pairs, len(first.contacts))
    assert answer.onward == totals(by_whomever(second.pairs), len(second.contacts))
    assert rows_of(read_all(tmp_path / "pairs", Pairs)) == rows_of(first.pairs)
    assert rows_of(read_all(tmp_path / "onward-contacts", Contacts)) == rows_of(second.contacts)


def test_both_workers_work_and_each_stays_within_its_memory(address: str, folder: Path) -> None:
    with ThreadPoolExecutor(1) as thread, gate(folder) as wait_for:
        asked = thread.submit(ask, folder, address, PRESETS["place"])
        wait_for(2)
    answer = asked.result()
    assert len(answer.peaks) == 2
    assert str(os.getpid()) not in {process.split(":")[1] for process in answer.peaks}
    assert all(100 * MEBIBYTE < peak < MEMORY for peak in answer.peaks.values()), answer.peaks


def test_a_worker_killed_in_mid_run_loses_nothing(address: str, tmp_path: Path) -> None:
    rule, out = PRESETS["place"], tmp_path / "out"
    small = write_partitions(PROVINCE, tmp_path, 60)
    whole = in_one_piece(PROVINCE, rule)
    with ThreadPoolExecutor(1) as thread, gate(small, after=5) as wait_for:
        asked = thread.submit(ask, small, address, rule, out)
        victim = wait_for(1)[0]
        assert 5 <= len(list((out / "contacts").glob("*.parquet"))) < len(read_manifest(small).partitions)
        assert list(out.rglob(".*")) != []
        os.kill(victim, signal.SIGKILL)
    answer = asked.result()
    assert answer.exposed == totals(whole.pairs, len(whole.contacts))
    assert rows_of(read_all(out / "contacts", Contacts)) == rows_of(whole.contacts)
    assert rows_of(read_all(out / "pairs", Pairs)) == rows_of(whole.pairs)
    assert list(out.rglob(".*")) == []


class Dying:
    """Stands for a cluster whose workers all die of a partition, as of one that is larger than it said."""

    def compute(self, task: object) -> Dying:
        return self

    def result(self) -> None:
        raise KilledWorker("expose_part", SimpleNamespace(address="tcp://10.0.0.9:1"), 3)

    def scheduler_info(self, n_workers: int) -> dict[str, dict[str, object]]:
        return {"workers": {}}


def test_workers_that_die_again_and_again_are_named_with_the_remedy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "connected", lambda _address: nullcontext(Dying()))
    with pytest.raises(ClusterError, match="Write smaller partitions"):
        ask(folder, "tcp://somewhere:1", RULE)


def test_partitions_too_large_for_the_workers_are_refused_with_the_number_that_fits(
    address: str, tmp_path: Path
) -> None:
    one = write_partitions(PROVINCE, tmp_path, 1)
    fitting = partitions_for(PROVINCE.rows, MEMORY)
    with pytest.raises(ClusterError, match=f"Expected room for 150,000 rows.*Write {fitting} partitions"):
        ask(one, address, RULE)


def test_partitions_that_workers_can_not_see_are_named(address: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text((folder / "manifest.json").read_text())
    with pytest.raises(ClusterError, match="in a folder that all machines share"):
        ask(tmp_path, address, RULE)


def test_a_cluster_that_is_not_there_is_named_with_the_remedy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9.*DICHTE_DASK"):
        ask(folder, "tcp://127.0.0.1:9", RULE)


def test_an_address_that_is_none_is_named_with_the_remedy(folder: Path) -> None:
    with pytest.raises(ClusterError, match=r"got: .*Start it \(docs/scale\.md\)"):
        ask(folder, "nonsense://x", RULE)


def hurried(client: Client, wait: Callable[..., None], n_workers: int, timeout: float) -> None:
    """Workers that never come are not waited for as long as a scheduler is that is slow to answer."""
    wait(client, n_workers, timeout=0.5)


def test_a_scheduler_without_workers_is_named_with_the_remedy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Client, "wait_for_workers", partialmethod(hurried, Client.wait_for_workers))
    with (
        scheduler(tmp_path) as address,
        pytest.raises(ClusterError, match=r"Expected workers at .*, got none"),
    ):
        ask(folder, address, RULE)
