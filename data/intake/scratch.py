"""Keys put beside the tables for the time of a connection, so that many are looked up in one join."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, MetaData, Table

from data.intake.bulk import insert_table
from data.schema import Key

_scratch = MetaData()

scratch_key = Table(
    "scratch_key",
    _scratch,
    Column("key", Key, primary_key=True, autoincrement=False),
    prefixes=["TEMPORARY"],
)
"""The keys of the file at hand, to be joined with what is there; lives as long as the connection."""


def fill_keys(connection: Connection, keys: NDArray[np.int64]) -> None:
    """Put `keys`, sorted, into the scratch table of this connection."""
    scratch_key.create(connection, checkfirst=True)
    connection.execute(scratch_key.delete())
    insert_table(connection, scratch_key, pa.table({"key": keys}))
