"""Who exposed whom, from a few F0s on: a network of people by generation, the strongest ties first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.stays import MINUTE
from data.store import Store
from data.tracing.answers import Edge, Network, Node, Withheld
from data.tracing.cases import case_rows, period_of
from data.tracing.known import case_ids_of
from data.tracing.onward import Generation, met_after, met_by
from data.tracing.scope import Scope, scope_of
from data.tracing.world import World, world_of
from geo.copresence import Ints, Periods
from geo.exposure_rule import ExposureRule

MOST = 2_000


def network(
    store: Store, case_ids: Sequence[int], rule: ExposureRule, generations: int = 2, most: int = MOST
) -> Network:
    """The F0s of `case_ids`, those they exposed (1), and those whom these exposed in turn (2).

    At most `most` people: the F0s as they were given, then F1s and then F2s, whoever shared most time first. An edge
    leads from an F0 to whom they exposed, another F0 of the network included, and from an F1 to an F2.
    F0s outside the reader's scope are not there, and of the others' meetings those within it.
    """
    world, scope = world_of(store, rule), scope_of(store, rule)
    with store.read() as connection:
        f0s, periods = _f0s(connection, case_ids, rule, scope)
        found, unseen = _generations(connection, world, f0s, periods, rule, generations, scope)
        people = [f0s, *(_by_overlap(each, f0s) for each in found)]
        nodes, left_out = _nodes(connection, people, most, scope)
    kept = np.array([node.person_id for node in nodes], np.int64)
    edges = tuple(edge for each in found for edge in _edges(each, kept))
    return Network(nodes, edges, left_out, rule, Withheld(unseen))


def _f0s(
    connection: Connection, case_ids: Sequence[int], rule: ExposureRule, scope: Scope
) -> tuple[Ints, Periods]:
    """Persons in the order of their cases, once each, and every period of theirs."""
    rows = [row for row in case_rows(connection, case_ids) if scope.has_case(row.person_id)]
    periods = [(row.person_id, *period) for row in rows if (period := period_of(row, rule)) is not None]
    table = np.array(periods, np.int64).reshape(len(periods), 3)
    persons = np.array(list(dict.fromkeys(row.person_id for row in rows)), np.int64)
    return persons, Periods(*(np.ascontiguousarray(column) for column in table.T))


def _generations(
    connection: Connection,
    world: World,
    f0s: Ints,
    periods: Periods,
    rule: ExposureRule,
    generations: int,
    scope: Scope,
) -> tuple[list[Generation], int]:
    """Generations within scope, and how many people of them lie outside."""
    if generations < 1:
        return [], 0
    first = met_by(world, periods, rule)
    found, everybody = [first.within(scope, connection, rule)], [first]
    if generations > 1:
        second = met_after(world, first, f0s, rule, first.unseen(found[0]))
        everybody.append(second)
        found.append(second.within(scope, connection, rule))
    hidden = [each.unseen(shown) for each, shown in zip(everybody, found, strict=True)]
    return found, len(np.setdiff1d(np.concatenate(hidden), f0s))


def _by_overlap(generation: Generation, f0s: Ints) -> Ints:
    """The people exposed, F0s left out: the longest time shared in all first."""
    met = generation.pairs
    person, at = np.unique(met.person, return_inverse=True)
    shared = np.bincount(at, weights=met.overlap_seconds, minlength=len(person))
    order = np.lexsort((person, -shared))
    found: Ints = person[order][~np.isin(person[order], f0s)]
    return found


def _nodes(
    connection: Connection, people: Sequence[Ints], most: int, scope: Scope
) -> tuple[tuple[Node, ...], int]:
    numbered = [(person, n) for n, persons in enumerate(people) for person in persons.tolist()]
    kept = numbered[:most]
    persons = np.array([person for person, _ in kept], np.int64)
    cases = case_ids_of(connection, persons[scope.has_cases(persons)].tolist())
    return tuple(Node(p, n, cases.get(p)) for p, n in kept), len(numbered) - len(kept)


def _edges(generation: Generation, kept: Ints) -> list[Edge]:
    """One a pair of people in the network, by source and target."""
    stays, met = generation.stays, generation.meetings
    source, target, venue = stays.person[met.stay], met.person, stays.venue[met.stay]
    rows = np.flatnonzero(np.isin(source, kept) & np.isin(target, kept))
    rows = rows[np.lexsort((venue[rows], target[rows], source[rows]))]
    if not rows.size:
        return []
    source, target, venue = source[rows], target[rows], venue[rows]
    first = _firsts(source, target)
    columns = (
        source[first],
        target[first],
        np.add.reduceat(met.overlap[rows].astype(np.int64), first) // MINUTE,
        np.minimum.reduceat(met.begin[rows], first),
        np.add.reduceat(_is_new(source, target, venue).astype(np.int64), first),
    )
    return [Edge(*figures) for figures in zip(*(c.tolist() for c in columns), strict=True)]


def _firsts(*columns: Ints) -> Ints:
    return np.flatnonzero(_is_new(*columns))


def _is_new(*columns: Ints) -> NDArray[np.bool_]:
    """Whether any column differs from the row before."""
    new = np.ones(len(columns[0]), np.bool_)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return new
