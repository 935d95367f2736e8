"""The reader of one request: who it is, what they may do, what they see."""

from __future__ import annotations

from dataclasses import dataclass

from data.access.rights import PUBLIC_RIGHTS, Right, Role
from data.access.sight import PUBLIC, WHOLE, Sight


@dataclass(frozen=True)
class Reader:
    """`name` is how acts are signed, empty where nobody signed in; `account_id` None then.

    `is_demonstration`: everybody on this machine, who may do everything with the embedded outbreak.
    """

    name: str
    roles: frozenset[Role]
    rights: frozenset[Right]
    sight: Sight
    account_id: int | None = None
    is_demonstration: bool = False

    def may(self, right: Right) -> bool:
        return right in self.rights

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None


NOBODY = Reader("", frozenset(), frozenset(), PUBLIC)
"""A stranger where the province does not open the map to the public."""

ANYBODY = Reader("", frozenset(), PUBLIC_RIGHTS, PUBLIC)
"""A stranger where it does."""

DEMONSTRATION = Reader("", frozenset(Role), frozenset(Right), WHOLE, is_demonstration=True)
