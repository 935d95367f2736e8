"""Exposure in polars: lazy joins on venue and bucket of time, in memory."""

from __future__ import annotations

import polars as pl

from bench.exposure_world import DAYS, World
from bench.rivals.exposure_answer import (
    F0_WEIGHT,
    NEEDED,
    PERSON_WEIGHT,
    PRIME,
    TAIL,
    Answer,
    Outcome,
    believed,
    clocked,
    f0s,
    turns,
)

LONGEST = 12 * 3600
DAY = 86_400


def measure(world: World) -> Outcome:
    (visits, cases), loading = clocked(lambda: load(world))
    ways = {
        f"{name}, {engine}": (lambda w=width, e=engine: pairs(visits, cases, w).collect(engine=e))
        for name, width in (("day buckets", DAY), ("buckets of 6 h", DAY // 4))
        for engine in ("in-memory", "streaming")
    }
    seconds = turns(ways)
    return Outcome(_answer(pairs(visits, cases, DAY).collect()), seconds, loading)


def load(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Visits sorted by venue and time, which polars is told; the cases."""
    visits = pl.concat([pl.DataFrame(believed(world, number)) for number in range(DAYS)])
    visits = visits.sort("venue", "t_in").with_columns(pl.col("venue").set_sorted())
    cases = pl.DataFrame(vars(f0s(world))).cast(pl.Int32)
    return visits, cases


def pairs(visits: pl.DataFrame, cases: pl.DataFrame, width: int) -> pl.LazyFrame:
    """f0, person, overlap; every stay stands once in each bucket in which a visit that meets it may begin."""
    v = visits.lazy()
    stay = (
        v.join(cases.lazy(), on="person")
        .filter(pl.col("t_in") < pl.col("until"), pl.col("t_left") > pl.col("since"))
        .select(
            "venue",
            "f0",
            pl.col("person").alias("case"),
            pl.max_horizontal("t_in", "since").alias("t_from"),
            (pl.min_horizontal("t_left", "until") + TAIL).alias("t_clear"),
        )
        .unique()
    )
    cut = stay.with_columns(
        pl.int_ranges(_bucket(pl.col("t_from") - LONGEST, width), _bucket(pl.col("t_clear"), width) + 1)
        .cast(pl.List(pl.Int32))
        .alias("bucket")
    ).explode("bucket")
    overlap = pl.min_horizontal("t_left", "t_clear") - pl.max_horizontal("t_in", "t_from")
    return (
        v.with_columns(_bucket(pl.col("t_in"), width).alias("bucket"))
        .join(cut, on=["venue", "bucket"])
        .with_columns(overlap.alias("overlap"))
        .filter(pl.col("overlap") >= NEEDED, pl.col("person") != pl.col("case"))
        .group_by("f0", "person")
        .agg(pl.col("overlap").cast(pl.Int64).sum())
    )


def _bucket(seconds: pl.Expr, width: int) -> pl.Expr:
    """Number of the bucket of local time; with a day's width it is the local day."""
    return (seconds + 25_200) // width


def _answer(found: pl.DataFrame) -> Answer:
    mixed = (
        pl.col("f0").cast(pl.Int64) * F0_WEIGHT + pl.col("person").cast(pl.Int64) * PERSON_WEIGHT
    ) % PRIME
    row = found.select(
        pl.len(),
        pl.col("person").n_unique().alias("people"),
        pl.col("overlap").sum(),
        (mixed * pl.col("overlap") % PRIME).sum().alias("checksum"),
    )
    return Answer(*map(int, row.row(0)))
