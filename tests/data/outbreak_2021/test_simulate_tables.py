"""Tables: what a writer gets, and what the digest sees."""

from datetime import date, datetime

import numpy as np
import pytest

from data.outbreak_2021.simulate.tables import NULL, Table, digest_tables


def table(**changes) -> Table:
    parts = {
        "name": "trial",
        "columns": {
            "day": np.array([18755, NULL], dtype=np.int32),
            "word": np.array([1, NULL], dtype=np.int8),
            "lon": np.array([np.nan, 106.5]),
            "came": np.array([NULL, 0], dtype=np.int64),
        },
        "nulls": {"day": NULL, "word": NULL, "lon": float("nan"), "came": NULL},
        "labels": {"word": ("a", "b")},
        "kinds": {"day": "day", "came": "moment"},
    }
    return Table(**(parts | changes))


def test_rows_speak_in_words_dates_and_none():
    assert list(table().rows()) == [
        (date(2021, 5, 8), "b", None, None),
        (None, None, 106.5, datetime(1970, 1, 1, 7)),
    ]


def test_a_part_of_the_rows_can_be_had():
    assert list(table().rows(1, 2)) == list(table().rows())[1:]


def test_a_column_knows_its_nulls():
    assert table().is_null("lon").tolist() == [True, False]


def test_a_column_that_is_never_null_says_so():
    assert not table(nulls={}).is_null("came").any()


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="expected columns of one length"):
        Table("trial", {"a": np.zeros(2), "b": np.zeros(3)})


def test_the_digest_sees_one_changed_value():
    changed = table().columns | {"came": np.array([NULL, 1], dtype=np.int64)}
    assert digest_tables([table()]) != digest_tables([table(columns=changed)])


def test_the_digest_sees_a_changed_word():
    assert digest_tables([table()]) != digest_tables([table(labels={"word": ("a", "c")})])


def test_the_digest_does_not_depend_on_byte_order():
    turned = {name: values.astype(values.dtype.newbyteorder(">")) for name, values in table().columns.items()}
    assert digest_tables([table()]) == digest_tables([table(columns=turned)])
