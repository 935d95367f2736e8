"""The checks of a declarations file in polars, as one lazy plan; the pseudonyms in Python, as there is no other way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl

from bench.rivals.ingest_rules import (
    MOBILE,
    MOMENT,
    NEW,
    OLD,
    SEX,
    SYMPTOMS,
    UTC_OFFSET,
    YES_NO,
    Rules,
    folded,
    pseudonym,
)


def check(path: Path, rules: Rules) -> pl.DataFrame:
    """Every row of the file: the columns of the table, and whether it is held or repeats another one."""
    raw = pl.read_csv(path, infer_schema=False, row_index_name="row_number", row_index_offset=2)
    digits = pl.col("Số điện thoại").str.replace_all(r"[\s.()-]", "").str.replace(r"^(?:\+84|0)", "")
    today = digits.str.replace(OLD, NEW.replace("\\1", "${1}").replace("\\2", "${2}"))
    yes_no = [pl.col(name).replace_strict(YES_NO, default=None) for name in SYMPTOMS]
    made = raw.select(
        pl.col("row_number").cast(pl.Int64),
        pl.col("Mã tờ khai").alias("record"),
        declared_at=pl.col("Thời điểm khai").str.to_datetime(MOMENT, strict=False).dt.epoch("s") - UTC_OFFSET,
        phone=pl.when(today.str.contains(MOBILE)).then(pl.lit("+84") + today),
        birth_year=pl.col("Năm sinh").cast(pl.Int64, strict=False),
        sex=pl.col("Giới tính").replace_strict(SEX, default=None),
        symptoms=pl.sum_horizontal([answer * 2**n for n, answer in enumerate(yes_no)], ignore_nulls=False),
        district="Huyện",
        commune="Xã",
    )
    made = made.join(_units(made, rules), on=["district", "commune"], how="left", maintain_order="left")
    made = made.join(_people(made, rules), on="phone", how="left", maintain_order="left")
    needed = ["declared_at", "unit_id", "person_id", "birth_year", "sex", "symptoms"]
    made = made.drop("district", "commune", "phone").with_columns(
        is_repeated=~pl.col("record").is_first_distinct()
    )
    return made.with_columns(is_held=~pl.col("is_repeated") & pl.any_horizontal(pl.col(needed).is_null()))


def write(made: pl.DataFrame, store: Path) -> None:
    """Into a table of SQLite, with the index that counting needs; plain tuples, as polars' own writer is pandas'."""
    rows = made.filter(~pl.col("is_held") & ~pl.col("is_repeated")).drop("is_held", "is_repeated")
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute(f"CREATE TABLE declaration ({', '.join(rows.columns)})")
        marks = ", ".join("?" * rows.width)
        connection.executemany(f"INSERT INTO declaration VALUES ({marks})", rows.iter_rows())
        connection.execute("CREATE INDEX counted ON declaration (declared_at, unit_id, symptoms)")


def _units(made: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    pairs = made.select("district", "commune").unique()
    units = [rules.places.get((folded(district), folded(commune))) for district, commune in pairs.iter_rows()]
    return pairs.with_columns(unit_id=pl.Series(units, dtype=pl.Int64))


def _people(made: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    phones = made["phone"].drop_nulls().unique()
    people = [pseudonym(rules.secret, phone) for phone in phones.to_list()]
    return pl.DataFrame({"phone": phones, "person_id": pl.Series(people, dtype=pl.Int64)})
