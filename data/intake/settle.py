"""Settling records that several rows speak of: gather every claim, resolve, write what follows.

Claims live in three tables: the subject's (what stands), set_aside (readable rows that another one keeps out), and
held_row (rows that can't be stored, and contested ones). Settling rewrites all three for the keys at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, select

from data import schema
from data.intake.bulk import chunks
from data.intake.changes import day_of_row
from data.intake.judged import CONTESTED
from data.intake.people_table import forget_people, people_of, write_people
from data.intake.replace import replace_rows
from data.intake.resolve import State, resolve
from data.intake.words import Row, Word, gather, held_entry, pack
from data.ledger import insert_rows
from data.sources.source import Source


@dataclass
class Settled:
    """What settling changed: ledger columns by file, and the rows that stood before and stand now."""

    by_file: dict[int, Counter[str]] = field(default_factory=dict)
    gone: list[Row] = field(default_factory=list)
    come: list[Row] = field(default_factory=list)
    held_days: set[date] = field(default_factory=set)

    def count(self, file_id: int, state: State | None, by: int) -> None:
        if state is not None:
            self.by_file.setdefault(file_id, Counter())[state.column] += by


def settle(
    connection: Connection,
    source: Source,
    keys: Sequence[int],
    new: Iterable[Word] = (),
    without: int | None = None,
    key_id: str = "",
    leaving: Collection[tuple[int, int]] = (),
) -> Settled:
    """Settle `keys`, with `new` words that are just coming in, or `without` those of a file that is withdrawn.

    `leaving` are file and row of words whose place `new` ones take; what repeats them stays. `key_id` is that of the
    pseudonyms, for people who come with the rows.
    """
    subject, settled = source.subject, Settled()
    stored = [
        replace(word, is_leaving=word.claim.file_id == without or word.where in leaving)
        for word in gather(connection, source, keys)
    ]
    chosen = choices(connection, subject.key, keys)
    _erase(connection, source, keys)
    for key, said in sorted(by_key([*stored, *new]).items()):
        _settle_one(connection, source, said, chosen.get(key), settled)
    write_people(connection, people_of(settled.come), key_id)
    replace_rows(connection, source, settled.gone, settled.come)
    forget_people(connection, people_of(settled.gone))
    return settled


def by_key(words: Iterable[Word]) -> dict[int, list[Word]]:
    """Words by the record they speak of."""
    found: dict[int, list[Word]] = {}
    for word in words:
        found.setdefault(word.key, []).append(word)
    return found


def _settle_one(
    connection: Connection,
    source: Source,
    said: list[Word],
    chosen: int | None,
    settled: Settled,
) -> None:
    said = [completed(word, said) for word in said]
    settled.gone += [w.row for w in said if w.row is not None and w.before is State.CURRENT]
    said = [word for word in said if not word.is_leaving]
    states = resolve([word.claim for word in said], source.changes, chosen)
    for word, state in zip(said, states, strict=True):
        settled.count(word.claim.file_id, word.before, -1)
        settled.count(word.claim.file_id, state, 1)
        if state is State.CURRENT and word.row is not None:
            settled.come.append(word.row)
        if word.held is not None and word.held["day"] is not None:
            settled.held_days.add(word.held["day"])
        _write(connection, source, word, state)


def completed(word: Word, said: list[Word]) -> Word:
    """A repetition is kept without its row; one that says the same lends it."""
    if word.row is not None or word.held is not None:
        return word
    same = [w for w in said if w.claim.content_key == word.claim.content_key]
    lender = next((w for w in same if w.row is not None), None)
    if lender is not None and lender.row is not None:
        own = {
            "file_id": word.claim.file_id,
            "row_number": word.claim.row_number,
            "version": word.claim.version,
        }
        return replace(word, row=lender.row | own)
    held = next(w.held for w in same if w.held is not None)
    own = {"file_id": word.claim.file_id, "row_number": word.claim.row_number, "version": word.claim.version}
    return replace(word, held=held | own, claim=replace(word.claim, is_storable=False))


def _write(connection: Connection, source: Source, word: Word, state: State) -> None:
    if state is State.CURRENT:
        return
    if state is State.HELD:
        assert word.held is not None
        insert_rows(connection, schema.held_row, [word.held])
    else:
        if state is State.CONTESTED:
            insert_rows(connection, schema.held_row, [_contested(source, word)])
        insert_rows(connection, schema.set_aside, [_aside(source, word, state)])


def _aside(source: Source, word: Word, state: State) -> Row:
    file_id, row_number = word.where
    keeps = None if state is State.DUPLICATE else pack(word.row, word.held)
    return {
        "file_id": file_id,
        "row_number": row_number,
        "subject": source.subject.key,
        "record_key": word.key,
        "content_key": word.claim.content_key,
        "version": word.claim.version,
        "why": state.value,
        "row": keeps,
    }


def _contested(source: Source, word: Word) -> Row:
    """The held entry of a row whose record another row contradicts."""
    subject = source.subject
    if word.held is not None:
        said = word.held
    else:
        assert word.row is not None
        said = {
            "day": day_of_row(subject, word.row),
            "weight": word.row[subject.weight_field] if subject.weight_field else 1,
            "place": word.row.get("place") or "",
            "sealed": None,
        }
    name = subject.weight_field or subject.fields[0].name
    mapping = source.mapping(name)
    got = str(word.row[name]) if word.row is not None and subject.weight_field else "a version that differs"
    return held_entry(
        word,
        subject.key,
        reason=CONTESTED,
        column_name=(mapping.column if mapping else name)[:60],
        expected="one version of the record",
        got=got[:200],
        day=said["day"],
        weight=said["weight"],
        place=said["place"],
        sealed=said["sealed"],
        **word.dismissal,
    )


def _erase(connection: Connection, source: Source, keys: Sequence[int]) -> None:
    for some in chunks(list(keys)):
        for other in (schema.set_aside, schema.held_row):
            mine = other.c.subject == source.subject.key
            connection.execute(other.delete().where(mine, other.c.record_key.in_(some)))


def choices(connection: Connection, subject: str, keys: Sequence[int]) -> Mapping[int, int]:
    c = schema.record_choice.c
    found: dict[int, int] = {}
    for some in chunks(list(keys)):
        query = select(c.record_key, c.content_key).where(c.subject == subject, c.record_key.in_(some))
        found.update({row.record_key: row.content_key for row in connection.execute(query)})
    return found
