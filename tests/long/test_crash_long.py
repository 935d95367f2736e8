"""Two hundred imports killed at random moments: all or nothing, every time."""

from __future__ import annotations

from random import Random

import pytest

from tests.data.intake.killing import Trial, killed, prepare
from tests.data.intake.test_crash import require_all_or_nothing

pytestmark = pytest.mark.long

ROWS = 10_000
KILLS = 200
IN_COMMIT = 0.25
"""Share of the kills that are aimed at the commit, which is short and would else be hit seldom."""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return prepare(tmp_path_factory.mktemp("crash"), ROWS)


@pytest.mark.parametrize("number", range(KILLS))
def test_an_import_killed_at_a_random_moment_is_whole_or_not_there(trial: Trial, number: int) -> None:
    random, pace = Random(number), trial.pace
    if random.random() < IN_COMMIT:
        found = killed(trial, random.random() * (pace.whole - pace.until_commit), after="commit")
    else:
        found = killed(trial, random.random() * pace.whole)
    require_all_or_nothing(trial, found)
