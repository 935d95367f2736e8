"""Keys of a batch: which record each row speaks of, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.intake.canon import Canon
from data.intake.digests import Words, as_keys, combine, record_keys, venue_ids, words
from data.sources.source import Source
from data.subjects import PERSON, PLACE

NO_CONTENT = {"record", "version", *(f.name for f in (*PLACE, *PERSON))}
"""Fields that are no part of what a row says: its name, its age, and what place and person stand for."""


@dataclass(frozen=True)
class RowKeys:
    """Per row: number of the record, digest of the content."""

    record: NDArray[np.int64]
    content: NDArray[np.int64]


def scope_of(source: Source) -> str:
    """The name space of a source's record numbers; registers share theirs with the sources that refer to them."""
    if source.subject.key == "enterprises":
        return f"enterprise {source.registry}"
    return f"{source.subject.key} {source.key}"


def row_keys(canon: Canon, person: NDArray[np.int64]) -> RowKeys:
    """Keys from canonical values alone: not from the commune a row was put in, which a person may change."""
    source = canon.source
    said = {name: words(canon.column(name)) for name in canon.checked if name not in NO_CONTENT}
    if source.subject.is_placed:
        said["place"] = canon.place_word
    if any(canon.has(f.name) for f in PERSON):
        said["person"] = words(pa.array(person, mask=person == 0))
    content = as_keys(combine(said, f"{scope_of(source)} content", canon.rows))
    return RowKeys(_record_keys(canon, said, content), content)


def _record_keys(canon: Canon, said: dict[str, Words], content: NDArray[np.int64]) -> NDArray[np.int64]:
    """By the source's number; where it gives none, by the natural key or by all that is said."""
    scope, natural = scope_of(canon.source), canon.source.subject.natural_key
    if natural and natural != ("record",):
        unnumbered = as_keys(combine({name: said[name] for name in natural}, scope, canon.rows))
    else:
        unnumbered = content
    if not canon.has("record"):
        return unnumbered
    texts = canon.column("record").cast(pa.string())
    if canon.source.subject.key == "venues":
        return venue_ids(canon.source.registry, texts)
    return np.where(canon.known("record"), record_keys(scope, texts), unnumbered)
