"""Known weaknesses of what Dichte runs on: python -m tests.audit, as make check does.

Both services are asked over the network. Where one can't be reached that is said and no failure; a finding is one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

SECONDS = 60
NPM = ("npm", "audit", "--json", "--omit=dev")
PIP = (sys.executable, "-m", "pip_audit", "-r", "requirements.txt", "--format=json", "--progress-spinner=off")
PIP_OPTIONS = ("--no-deps", "--disable-pip", "--timeout=10")
"""Every line is pinned: nothing has to be resolved, only asked about."""


def answer(command: Sequence[str]) -> Any:
    """The JSON that a program prints; None where it has none to print or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        return json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        return None


def python_findings(said: Any) -> list[str] | None:
    """Name, version and number of each weakness; None where the service knew nothing of any package."""
    if not isinstance(said, dict) or "dependencies" not in said:
        return None
    if all("skip_reason" in each for each in said["dependencies"]):
        return None
    unasked = [f"{each['name']}: not looked up" for each in said["dependencies"] if "skip_reason" in each]
    weak = [(each, each.get("vulns", ())) for each in said["dependencies"]]
    return unasked + [
        f"{each['name']} {each['version']}: {found['id']}" for each, vulns in weak for found in vulns
    ]


def npm_findings(said: Any) -> list[str] | None:
    if not isinstance(said, dict) or "vulnerabilities" not in said:
        return None
    return [f"{name}: {found['severity']}" for name, found in said["vulnerabilities"].items()]


def report(what: str, findings: list[str] | None) -> bool:
    """Tell what was found; false for a finding."""
    if findings is None:
        sys.stdout.write(f"{what}: not checked for known weaknesses, the service could not be reached.\n")
    else:
        sys.stdout.write("".join(f"{what}: {each}\n" for each in findings) or f"{what}: no known weakness.\n")
    return not findings


AUDITS: tuple[tuple[str, Sequence[str], Callable[[Any], list[str] | None]], ...] = (
    ("Python packages", (*PIP, *PIP_OPTIONS), python_findings),
    ("Browser libraries", NPM, npm_findings),
)


def main() -> int:
    found = [
        report(what, read(answer(command) if shutil.which(command[0]) else None))
        for what, command, read in AUDITS
    ]
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
