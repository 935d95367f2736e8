"""Dask's own cluster by address, and in words what can keep it from working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dask

from data.cluster.memory import MEBIBYTE, Room, here, partitions_for, rows_for
from data.cluster.partitions import Manifest
from data.errors import ClusterError

SECONDS = 10
"""How long a scheduler may take to answer, and its first worker to come."""

_QUIET = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}
"""Periods and limits travel in the graph, on purpose: what is sent otherwise is lost with its holder."""


def on_cluster(address: str, task: Any, manifest: Manifest) -> Any:
    """The result of one task, computed by the workers of the scheduler at `address`."""
    from distributed import KilledWorker

    with dask.config.set(_QUIET), connected(address) as client:
        _require_room(client, manifest)
        try:
            return client.compute(task).result()
        except KilledWorker as error:
            raise ClusterError(
                f"Expected workers that live through a partition, got several that died of one: {error}. Write "
                "smaller partitions (--partitions), or give workers more memory."
            ) from error
        except FileNotFoundError as error:
            raise ClusterError(
                f"Expected the partitions on every worker under the same name, got: {error}. Put them in a folder "
                "that all machines share."
            ) from error


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at `address`, with a worker at least."""
    import distributed

    client_of: Any = distributed.Client

    how = "Start it (docs/scale.md), give its address by --cluster or DICHTE_DASK, or leave both out to work here."
    try:
        client = client_of(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"Expected a Dask scheduler at {address}, got: {error}. {how}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError as error:
            raise ClusterError(f"Expected workers at {address}, got none. {how}") from error
        yield client


def room(address: str) -> list[Room]:
    """What each worker of the scheduler at `address` has."""
    with connected(address) as client:
        return _room(client)


def _room(client: Any) -> list[Room]:
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    # A worker without a limit has what its machine has; where it does not say, it is as large as this one.
    return [Room(worker["memory_limit"] or here().memory, worker["nthreads"]) for worker in workers]


def _require_room(client: Any, manifest: Manifest) -> None:
    """Raise ClusterError where a worker could not hold as many partitions as it has threads."""
    for worker in _room(client):
        limit, threads = worker.memory, worker.threads
        if rows_for(limit, threads) < manifest.largest:
            raise ClusterError(
                f"Expected room for {manifest.largest:,} rows a thread, got a worker of {limit // MEBIBYTE} MiB for "
                f"{threads} threads, which has room for {rows_for(limit, threads):,}. {_remedy(manifest, limit, threads)}"
            )


def _remedy(manifest: Manifest, limit: int, threads: int) -> str:
    if not rows_for(limit, threads):
        return "Give it more memory or fewer threads."
    return f"Write {partitions_for(manifest.rows, limit, threads)} partitions, or give it more memory."
