"""Which duties one account may have, and the scope that they ask for."""

from __future__ import annotations

from collections.abc import Collection

from data.access.rights import EXACT_IN_SCOPE, NEVER_TOGETHER, Role
from data.access.scope import Commune
from data.errors import AccountRefused


def check_duties(roles: Collection[Role], scope: Collection[Commune]) -> None:
    """Raises AccountRefused for none, for two that nobody may have together, and for a scope that does not fit."""
    held, communes = set(roles), len(set(scope))
    if not held:
        raise AccountRefused(
            f"Expected one duty or more of {', '.join(Role)}, got none. Give one with --role."
        )
    for together in NEVER_TOGETHER:
        if together <= held:
            raise AccountRefused(
                f"Expected at most one of {' and '.join(sorted(together))}, got both. Make two accounts, for two people."
            )
    if Role.COMMUNE_OFFICER in held and communes != 1:
        raise AccountRefused(
            f"Expected exactly one commune for a {Role.COMMUNE_OFFICER}, got {communes}. Give one with --commune CODE."
        )
    if communes and not held & EXACT_IN_SCOPE:
        raise AccountRefused(
            f"Expected no communes for {', '.join(sorted(held))}, whose duty has no scope, got {communes}. Leave them out."
        )
