"""An audit that can't be made is said and no failure; a finding is one."""

from __future__ import annotations

import pytest

from tests.audit import npm_findings, python_findings, report


def test_a_known_weakness_fails() -> None:
    said = {"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "CVE-1"}]}]}
    assert python_findings(said) == ["x 1: CVE-1"]
    assert npm_findings({"vulnerabilities": {"y": {"severity": "high"}}}) == ["y: high"]
    assert not report("x", ["x 1: CVE-1"])


def test_a_service_that_knows_no_package_at_all_was_not_reached() -> None:
    skipped, sound = {"name": "x", "skip_reason": "not found"}, {"name": "y", "version": "1", "vulns": []}
    assert python_findings({"dependencies": [skipped]}) is None
    assert python_findings({"dependencies": [skipped, sound]}) == ["x: not looked up"]


@pytest.mark.parametrize("said", [None, {}, [], {"error": {"code": "ENOAUDIT"}}, {"message": "no network"}])
def test_a_service_without_an_answer_is_said_and_fails_nothing(said, capsys) -> None:
    assert python_findings(said) is npm_findings(said) is None
    assert report("x", None)
    assert "could not be reached" in capsys.readouterr().out


def test_nothing_found_is_said_too(capsys) -> None:
    assert python_findings({"dependencies": [{"name": "x", "version": "1", "vulns": []}]}) == []
    assert report("x", [])
    assert "no known weakness" in capsys.readouterr().out
