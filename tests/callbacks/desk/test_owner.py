"""A file is followed by the account that brought it, and by no other."""

from __future__ import annotations

import pytest

from data.readers.batch import ReadOptions
from tests.callbacks.desk.fake import BLUEZONE

MINE, ANOTHER = 3, 4


@pytest.fixture
def token(jobs, spooled) -> str:
    return jobs.begin(BLUEZONE.key, "a.csv", spooled(), ReadOptions(), MINE)


def test_the_token_of_another_account_leads_to_nothing(jobs, token) -> None:
    assert jobs.find(token, MINE) is not None
    assert jobs.find(token, ANOTHER) is None
    assert jobs.find(token) is None


def test_a_token_can_not_be_guessed(jobs, token) -> None:
    assert len(token) >= 32
    assert jobs.find(token[:-1], MINE) is None
