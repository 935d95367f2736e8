"""Numbers made of what a row says: the same for ever, and apart where the rows are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.intake.digests import (
    KEY_BIT,
    VENUE_BITS,
    as_keys,
    combine,
    record_keys,
    text_word,
    venue_ids,
    words,
)


def test_the_word_of_a_text_is_the_same_in_every_version() -> None:
    assert text_word("Nếnh") == 14352462631298230888
    assert text_word("") == 16476032584258269876


def test_keys_of_records_are_the_same_in_every_version() -> None:
    assert record_keys("declarations x", ["A", "B"]).tolist() == [
        6224914937653142431,
        8253346921570489744,
    ]
    assert venue_ids("qr", ["V1"]).tolist() == [3156756818341257]


def test_a_column_gives_the_same_words_whole_or_in_parts() -> None:
    texts = ["a", "b", None, "a", ""]
    whole = words(pa.array(texts, pa.string()))
    parts = np.concatenate([words(pa.array(texts[:2], pa.string())), words(pa.array(texts[2:], pa.string()))])
    chunked = words(pa.chunked_array([pa.array(texts[:3]), pa.array(texts[3:])]))
    assert whole.tolist() == parts.tolist() == chunked.tolist()


def test_no_answer_is_neither_zero_nor_an_empty_text() -> None:
    nothing, zero = words(pa.array([None, 0], pa.int64())).tolist()
    no_text, empty = words(pa.array([None, ""], pa.string())).tolist()
    assert nothing == no_text == words(pa.nulls(1)).tolist()[0]
    assert len({nothing, zero, empty}) == 3


def test_false_is_not_unanswered() -> None:
    no, unanswered = words(pa.array([False, None])).tolist()
    assert no != unanswered


def test_a_number_is_not_its_text_and_not_the_fraction_it_equals() -> None:
    whole, fraction, text = (words(pa.array([one])).tolist()[0] for one in (1, 1.0, "1"))
    assert len({whole, fraction, text}) == 3


def test_minus_zero_is_the_same_place_as_zero() -> None:
    assert len(set(words(pa.array([0.0, -0.0])).tolist())) == 1


def test_the_width_of_a_number_does_not_matter() -> None:
    assert words(pa.array([7], pa.int8())).tolist() == words(pa.array([7], pa.int64())).tolist()


def test_the_order_of_columns_does_not_matter_and_their_names_do() -> None:
    a, b = words(pa.array([1])), words(pa.array([2]))
    assert combine({"x": a, "y": b}, "s", 1) == combine({"y": b, "x": a}, "s", 1)
    assert combine({"x": a, "y": b}, "s", 1) != combine({"x": b, "y": a}, "s", 1)
    assert combine({"x": a}, "s", 1) != combine({"x": a}, "t", 1)


def test_keys_never_meet_the_small_numbers_of_simulated_rows() -> None:
    keys = record_keys("s", [str(n) for n in range(1000)])
    assert len(set(keys.tolist())) == 1000
    assert bool(((keys.view(np.uint64) & KEY_BIT) == KEY_BIT).all())
    assert as_keys(np.zeros(1, np.uint64)).tolist() == [1 << 62]


def test_numbers_of_venues_are_counted_exactly_by_a_browser() -> None:
    numbers = venue_ids("qr", [str(n) for n in range(1000)])
    assert len(set(numbers.tolist())) == 1000
    assert bool((numbers < 1 << 53).all() and (numbers >= 1 << VENUE_BITS).all())


def test_registers_of_different_names_number_the_same_code_differently() -> None:
    assert venue_ids("qr", ["V1"]) != venue_ids("zalo", ["V1"])
