"""The checks of a declarations file in pandas, column by column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import create_engine

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


def check(path: Path, rules: Rules) -> pd.DataFrame:
    """Every row of the file: the columns of the table, and whether it is held or repeats another one."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    moment = pd.to_datetime(raw["Thời điểm khai"], format=MOMENT, errors="coerce")
    phone = _phones(raw["Số điện thoại"])
    made = pd.DataFrame(
        {
            "row_number": range(2, len(raw) + 2),
            "record": raw["Mã tờ khai"],
            "declared_at": moment.astype("datetime64[s]").astype("int64") - UTC_OFFSET,
            "unit_id": _units(raw, rules),
            "person_id": _mapped(phone, lambda text: pseudonym(rules.secret, text), "Int64"),
            "birth_year": pd.to_numeric(raw["Năm sinh"], errors="coerce"),
            "sex": raw["Giới tính"].map(SEX),
            "symptoms": sum(raw[name].map(YES_NO) * 2**n for n, name in enumerate(SYMPTOMS)),
        }
    )
    needed = ["unit_id", "person_id", "birth_year", "sex", "symptoms"]
    made["is_repeated"] = made["record"].duplicated()
    made["is_held"] = ~made["is_repeated"] & (moment.isna() | made[needed].isna().any(axis=1))
    return made


def write(made: pd.DataFrame, store: Path) -> None:
    """Into a table of SQLite, with the index that counting needs."""
    rows = made[~made["is_held"] & ~made["is_repeated"]].drop(columns=["is_held", "is_repeated"])
    engine = create_engine(f"sqlite:///{store}")
    with engine.begin() as connection:
        rows.to_sql("declaration", connection, index=False, chunksize=50_000)
        connection.exec_driver_sql("CREATE INDEX counted ON declaration (declared_at, unit_id, symptoms)")
    engine.dispose()


def _phones(texts: pd.Series[str]) -> pd.Series[Any]:
    digits = texts.str.replace(r"[\s.()-]", "", regex=True).str.replace(r"^(?:\+84|0)", "", regex=True)
    today = digits.str.replace(OLD, NEW, regex=True)
    return ("+84" + today).where(today.str.match(MOBILE))


def _units(raw: pd.DataFrame, rules: Rules) -> pd.Series[Any]:
    """Every distinct name is folded once."""
    district, commune = (_mapped(raw[name], folded) for name in ("Huyện", "Xã"))
    pairs = pd.MultiIndex.from_arrays([district, commune])
    known = pd.Series(rules.places)
    return pd.Series(known.reindex(pairs).to_numpy(), index=raw.index)


def _mapped(texts: pd.Series[Any], way: Callable[[str], Any], dtype: str = "object") -> pd.Series[Any]:
    """`way` of each distinct text, once; missing stays missing, and whole numbers of 62 bits stay whole."""
    distinct = texts.dropna().unique()
    return texts.map(pd.Series([way(text) for text in distinct], distinct, dtype=dtype))
