"""Snapshots: known by content, newest last."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data import schema
from data.rollup import rebuild, refresh
from data.snapshots import find_newest
from tests.world import DAYS


def test_before_the_first_refresh_there_is_none(world: Connection) -> None:
    assert find_newest(world) is None


def test_its_id_is_twelve_hex_digits(world: Connection) -> None:
    digits = rebuild(world).id
    assert (len(digits), set(digits) <= set("0123456789abcdef")) == (12, True)


def test_every_day_of_the_span_has_a_digest(world: Connection) -> None:
    rebuild(world)
    assert (
        tuple(world.execute(select(schema.rollup_day.c.day).order_by(schema.rollup_day.c.day)).scalars())
        == DAYS
    )


def test_what_a_refresh_returns_is_what_the_store_says_is_newest(world: Connection) -> None:
    assert refresh(world) == find_newest(world)
