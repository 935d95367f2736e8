"""Which of several versions stands: a function of the set, and of nothing else."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.resolve import Claim, State, resolve

FEW = settings(max_examples=60, deadline=None)


def claim(content: int, version: int | None = None, file: int = 1, row: int = 1, good: bool = True) -> Claim:
    return Claim(content, version, good, file, row)


CLAIMS = st.lists(
    st.builds(
        Claim,
        st.integers(1, 3),
        st.none() | st.integers(1, 3),
        st.booleans(),
        st.integers(1, 3),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda c: (c.file_id, c.row_number),
)
CHANGES = st.sampled_from(["hold", "newest_row", "newest_file"])


@FEW
@given(CLAIMS, CHANGES, st.none() | st.integers(1, 3), st.randoms())
def test_the_order_in_which_claims_are_given_changes_no_state(claims, changes, chosen, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(claims, len(claims))
    before = dict(zip(claims, resolve(claims, changes, chosen), strict=True))
    after = dict(zip(shuffled, resolve(shuffled, changes, chosen), strict=True))
    assert before == after


@FEW
@given(CLAIMS, CHANGES, st.none() | st.integers(1, 3))
def test_at_most_one_claim_stands_and_each_content_is_kept_once(claims, changes, chosen) -> None:  # type: ignore[no-untyped-def]
    states = resolve(claims, changes, chosen)
    kept = Counter(c.content_key for c, s in zip(claims, states, strict=True) if s is not State.DUPLICATE)
    assert set(kept) == {c.content_key for c in claims}
    assert set(kept.values()) == {1}
    assert sum(s in (State.CURRENT, State.HELD) for s in states) <= 1


@FEW
@given(CLAIMS, CHANGES, st.none() | st.integers(1, 3))
def test_resolving_what_is_left_without_repetitions_gives_the_same(claims, changes, chosen) -> None:  # type: ignore[no-untyped-def]
    states = resolve(claims, changes, chosen)
    left = [(c, s) for c, s in zip(claims, states, strict=True) if s is not State.DUPLICATE]
    # A repetition may be the newest word on what it says, so versions are told by the newest of each content.
    if changes == "hold" or chosen in {c.content_key for c in claims}:
        assert resolve([c for c, _ in left], changes, chosen) == [s for _, s in left]


def test_rows_that_say_the_same_are_one_record_and_repetitions_of_it() -> None:
    claims = [claim(7, file=2), claim(7, file=1), claim(7, file=3)]
    assert resolve(claims, "hold") == [State.DUPLICATE, State.CURRENT, State.DUPLICATE]


def test_a_row_that_can_be_stored_is_kept_before_an_earlier_one_that_can_not() -> None:
    claims = [claim(7, file=1, good=False), claim(7, file=2)]
    assert resolve(claims, "hold") == [State.DUPLICATE, State.CURRENT]


def test_versions_that_differ_are_contested_where_the_source_says_hold() -> None:
    assert resolve([claim(7, 1), claim(8, 2)], "hold") == [State.CONTESTED, State.CONTESTED]


def test_the_newest_version_stands_where_it_can_be_told() -> None:
    assert resolve([claim(7, 1), claim(8, 2)], "newest_row") == [State.SUPERSEDED, State.CURRENT]


def test_equal_versions_with_different_content_are_contested() -> None:
    assert resolve([claim(7, 2), claim(8, 2)], "newest_row") == [State.CONTESTED, State.CONTESTED]


def test_one_version_that_is_not_told_leaves_all_contested() -> None:
    states = resolve([claim(7, None), claim(8, 2), claim(9, 3)], "newest_row")
    assert states == [State.CONTESTED] * 3


def test_a_chosen_version_stands_and_replaces_the_others() -> None:
    assert resolve([claim(7), claim(8)], "hold", chosen=7) == [State.CURRENT, State.SUPERSEDED]


def test_a_choice_of_what_no_row_says_any_more_decides_nothing() -> None:
    assert resolve([claim(7), claim(8)], "hold", chosen=9) == [State.CONTESTED, State.CONTESTED]


def test_a_version_that_was_replaced_counts_as_accepted() -> None:
    columns = {state: state.column for state in State}
    assert columns == {
        State.CURRENT: "accepted",
        State.SUPERSEDED: "accepted",
        State.DUPLICATE: "duplicate",
        State.HELD: "held",
        State.CONTESTED: "held",
    }
