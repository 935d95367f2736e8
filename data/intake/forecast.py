"""What a commit would do now: the same sifting and the same rules, and nothing written."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection

from data.intake.judged import CONTESTED, Forecast, Judged
from data.intake.resolve import State, resolve
from data.intake.settle import by_key, choices, completed
from data.intake.sift import Sifted, sift
from data.intake.words import Word, gather
from data.intake.write import Arrival, as_table_rows, held_word, row_words, with_versions
from data.ledger import Tally, is_imported

NEW = 2**31 - 1
"""Number of a file that is not in the ledger yet: among equal rows, those that are there come first."""


def forecast_of(connection: Connection, judged: Judged, arrival: Arrival) -> Forecast:
    """Count what would become of every row."""
    judged = with_versions(judged, arrival)
    if is_imported(connection, judged.source.key, judged.facts.sha256):
        return _forecast(judged, True, Counter(duplicate=judged.received), Counter(), Counter())
    sifted = sift(connection, judged)
    states = _states(connection, judged, sifted)
    rows = Counter(accepted=len(sifted.fresh), duplicate=len(sifted.repeated), held=len(sifted.fresh_held))
    weights = _weights(judged, sifted)
    reasons = Counter[tuple[str, str]]()
    for n in sifted.fresh_held.tolist():
        reasons[judged.held[n].problem.reason, judged.held[n].column] += 1
    for word, state in states:
        rows[state.column] += 1
        weights[state.column] += _weight(judged, word)
        if state is State.CONTESTED:
            reasons[CONTESTED, ""] += 1
        elif state is State.HELD and word.held is not None:
            reasons[word.held["reason"], word.held["column_name"]] += 1
    return _forecast(judged, False, rows, weights, reasons)


def _states(connection: Connection, judged: Judged, sifted: Sifted) -> list[tuple[Word, State]]:
    """What would become of the rows whose records others speak of too."""
    subject, keys = judged.source.subject, sifted.keys.tolist()
    chosen = judged.rows.take(pa.array(sifted.contested)) if len(judged.rows) else judged.rows
    new = (
        row_words(as_table_rows(chosen, subject.id_column).to_pylist(), subject.id_column, NEW)
        if len(chosen)
        else []
    )
    new += [held_word(judged, NEW, judged.held[n]) for n in sifted.contested_held.tolist()]
    decided = choices(connection, subject.key, keys)
    found = []
    for key, words in by_key([*gather(connection, judged.source, keys), *new]).items():
        said = [completed(word, words) for word in words]
        states = resolve([w.claim for w in said], judged.source.changes, decided.get(key))
        found += [(w, s) for w, s in zip(said, states, strict=True) if w.claim.file_id == NEW]
    return found


def _weights(judged: Judged, sifted: Sifted) -> Counter[str]:
    """What the rows that need no settling stand for."""
    name = judged.source.subject.weight_field
    column = (
        judged.rows.column(name).to_numpy()
        if name and len(judged.rows)
        else np.ones(len(judged.rows), dtype=np.int64)
    )
    return Counter(
        accepted=int(column[sifted.fresh].sum()),
        duplicate=int(column[sifted.repeated].sum()),
        held=sum(judged.held[n].weight for n in sifted.fresh_held.tolist()),
    )


def _weight(judged: Judged, word: Word) -> int:
    name = judged.source.subject.weight_field
    if word.held is not None:
        return int(word.held["weight"])
    return int(word.row[name]) if name and word.row is not None else 1


def _forecast(
    judged: Judged,
    is_known: bool,
    rows: Counter[str],
    weights: Counter[str],
    reasons: Counter[tuple[str, str]],
) -> Forecast:
    by_reason = Counter[str]()
    for (reason, _), count in reasons.items():
        by_reason[reason] += count
    return Forecast(
        is_known=is_known,
        rows=Tally(rows["accepted"], rows["duplicate"], rows["held"]),
        weights=Tally(weights["accepted"], weights["duplicate"], weights["held"]),
        by_reason=dict(by_reason.most_common()),
        by_column=dict(reasons.most_common()),
        adjusted=judged.adjusted,
        first_day=judged.first_day,
        last_day=judged.last_day,
        communes=judged.communes,
    )
