"""Marks of a store: who it is, and whether its visits or its cases and venues are still what they were.

A mark is a random number, renewed with what it stands for: equal marks mean equal content, in any store and any backup.
"""

from __future__ import annotations

import secrets
from typing import Literal

from sqlalchemy import Connection, select

from data import schema

Mark = Literal["store", "visits", "world"]
"""store: never changes; visits: with any check-in; world: with any case, venue or kind of venue."""

MARKS: tuple[Mark, ...] = ("store", "visits", "world")

_WORLD = frozenset({"case_lines", "venues"})


def read_mark(connection: Connection, mark: Mark) -> str | None:
    """A mark of the store; one that was filled before there were any has none."""
    b = schema.build_info.c
    found: str | None = connection.execute(select(b.value).where(b.name == mark)).scalar()
    return found


def renew(connection: Connection, mark: Mark) -> None:
    """Another mark in the caller's transaction."""
    b = schema.build_info
    connection.execute(b.delete().where(b.c.name == mark))
    connection.execute(b.insert().values(name=mark, value=secrets.token_hex(8)))


def renew_world(connection: Connection, subject: str) -> None:
    """Note that rows of a subject came or went, if cases or venues are made of them."""
    if subject in _WORLD:
        renew(connection, "world")
