"""Arrow columns of any flat type as text: the shortest exact one, the same that the other readers give."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from data.readers.numbers import float_text, plain_number


def is_flat(kind: pa.DataType) -> bool:
    """Is there one text for each value of this type?"""
    if types.is_dictionary(kind):
        return is_flat(kind.value_type)
    is_other = types.is_nested(kind) or types.is_union(kind) or isinstance(kind, pa.ExtensionType)
    return not (is_other or _is_bytes(kind) or types.is_duration(kind) or types.is_interval(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return any(
        is_bytes(kind)
        for is_bytes in (
            types.is_binary,
            types.is_large_binary,
            types.is_fixed_size_binary,
            types.is_binary_view,
        )
    )


def as_text(column: pa.Array) -> pa.StringArray:
    """The column as text; a missing value stays missing. Raises ArrowInvalid for text that is no UTF-8."""
    kind = column.type
    if types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if types.is_floating(kind):
        return pa.array([None if v is None else float_text(v) for v in column.to_pylist()], pa.string())
    if types.is_decimal(kind):
        return pa.array(
            [None if v is None else plain_number(f"{v:f}") for v in column.to_pylist()], pa.string()
        )
    if types.is_timestamp(kind):
        return _moments(column)
    if types.is_time(kind):
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    text = column.cast(pa.string())
    text.validate(full=True)
    return text


def _moments(column: pa.Array) -> pa.StringArray:
    """2021-05-25 17:00:00, the fraction only where there is one, and the offset where the column has a zone."""
    zone = column.type.tz
    seconds = column.cast(pa.timestamp("s", zone), safe=False)
    short, long = (pc.strftime(times, format="%Y-%m-%d %H:%M:%S") for times in (seconds, column))
    text = pc.if_else(pc.equal(seconds.cast(column.type), column), short, long)
    return pc.binary_join_element_wise(text, pc.strftime(seconds, format="%z"), "") if zone else text
