"""An import that is killed leaves the store as it was, or whole; nobody ever sees half of one."""

from __future__ import annotations

import pytest

from tests.data.intake.killing import STORE_FILES, Outcome, Trial, killed, prepare

ROWS = 10_000
BEFORE_COMMIT = (0.02, 0.25, 0.5, 0.7, 0.9)
"""Shares of the time until the commit begins."""
IN_COMMIT = (0.0, 0.3, 0.7)
"""Shares of the time that the commit takes."""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return prepare(tmp_path_factory.mktemp("crash"), ROWS)


def require_all_or_nothing(trial: Trial, found: Outcome) -> None:
    """The store as before or as after, for readers too; a second try brings it in; nothing else is left on the disk."""
    assert found.left in (trial.before, trial.after)
    assert found.seen <= trial.seen
    assert found.again == trial.after
    assert found.files <= STORE_FILES
    assert found.personal == ()


def test_an_import_that_nobody_kills_changes_the_store(trial: Trial) -> None:
    assert trial.before != trial.after
    assert len(trial.seen) == 2


@pytest.mark.parametrize("share", BEFORE_COMMIT)
def test_an_import_killed_on_its_way_leaves_the_store_as_it_was(trial: Trial, share: float) -> None:
    require_all_or_nothing(trial, killed(trial, share * trial.pace.until_commit))


@pytest.mark.parametrize("share", IN_COMMIT)
def test_an_import_killed_while_it_commits_is_whole_or_not_there(trial: Trial, share: float) -> None:
    commit = trial.pace.whole - trial.pace.until_commit
    require_all_or_nothing(trial, killed(trial, share * commit, after="commit"))
