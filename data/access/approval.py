"""One request for a second person, as the store has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row


@dataclass(frozen=True)
class Approval:
    """`decided_by` is the second person; None where nobody decided yet."""

    approval_id: int
    act: str
    key: str
    people: int
    asked_by: str
    asked_at: datetime
    why: str
    expires_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    is_granted: bool | None
    used_at: datetime | None

    def state(self, moment: datetime) -> str:
        """open, granted, refused, used or over."""
        if self.used_at is not None:
            return "used"
        if self.is_granted is False:
            return "refused"
        if self.expires_at <= moment:
            return "over"
        return "open" if self.is_granted is None else "granted"

    def is_own(self, by: str) -> bool:
        return same_person(self.asked_by, by)


def approval(row: Row[Any]) -> Approval:
    """A row of the table."""
    return Approval(**{name: getattr(row, name) for name in Approval.__dataclass_fields__})


def same_person(one: str, two: str) -> bool:
    """Capitals and blanks make nobody another one."""
    return " ".join(one.split()).casefold() == " ".join(two.split()).casefold()
