"""What a reader may do, and which roles may do it. What no role names is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """One thing that a reader may do.

    MAP: the map, with exact counts inside the reader's scope and protected ones elsewhere.
    HELD: rows that could not be placed, with the place as written.
    DESK: bring files, hold, place, correct, dismiss and withdraw.
    TRACE: contacts by pseudonym, for a stated purpose.
    ACCOUNTS: accounts, roles and scopes.
    APPROVE: the second person of an act that needs two.
    WORK: what a commune has to carry out and to report, and saying that it is done.
    """

    MAP = "map"
    HELD = "held"
    DESK = "desk"
    TRACE = "trace"
    ACCOUNTS = "accounts"
    APPROVE = "approve"
    WORK = "work"


class Role(StrEnum):
    """A duty. An account may have several; its rights are those of all of them."""

    COMMITTEE = "committee"
    ANALYST = "analyst"
    COMMUNE_OFFICER = "commune_officer"
    TRACER = "tracer"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.COMMITTEE: frozenset({Right.MAP, Right.HELD, Right.APPROVE}),
        Role.ANALYST: frozenset({Right.MAP}),
        Role.COMMUNE_OFFICER: frozenset({Right.MAP, Right.WORK}),
        Role.TRACER: frozenset({Right.MAP, Right.TRACE, Right.APPROVE}),
        Role.STEWARD: frozenset({Right.MAP, Right.HELD, Right.DESK}),
        Role.ADMINISTRATOR: frozenset({Right.MAP, Right.ACCOUNTS}),
    }
)

PUBLIC_RIGHTS = frozenset({Right.MAP})
"""Whoever has no account, where the province opens the map to the public; every count is protected then."""

EXACT_EVERYWHERE = frozenset({Role.COMMITTEE})
"""Roles that see the whole province exactly, whatever units an account names."""

EXACT_IN_SCOPE = frozenset({Role.ANALYST, Role.COMMUNE_OFFICER, Role.TRACER})
"""Roles that see the units of their account exactly. The others see what the public sees."""

NEVER_TOGETHER = (
    frozenset({Role.ADMINISTRATOR, Role.TRACER}),
    frozenset({Role.COMMITTEE, Role.COMMUNE_OFFICER}),
)
"""Duties that one account can't hold: who makes accounts never sees a contact, and who sees the whole province can't
tick off a commune's work, which would be the work of every commune."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """All that these roles may do together."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
