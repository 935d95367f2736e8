"""The desk of one app: the intake behind it, the files on their way, and the helpers that every gesture uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask import current_app

from callbacks.access.names import name_of
from callbacks.access.reader import reader
from callbacks.access.two_people import ask_address, missing_words
from callbacks.context import Context
from callbacks.desk.jobs import Jobs
from callbacks.desk.mask import masked
from callbacks.desk.view import read_desk
from data.errors import ApprovalMissing, DichteError
from data.intake.intake import Intake
from data.intake.judged import Receipt
from data.sources.source import Source
from layers.text import text

EXTENSION = "dichte-desk"
NAME_LENGTH, WHY_LENGTH = 60, 200
SIMULATED = "simulated"
"""Begins the name of every source that is no file of anybody's."""


@dataclass(frozen=True)
class Desk:
    """What the desk's callbacks may reach."""

    context: Context
    intake: Intake
    jobs: Jobs

    @property
    def var_dir(self) -> Path:
        return self.context.store.settings.var_dir

    def source(self, key: object) -> Source | None:
        """The source of that key, or None."""
        return next((s for s in self.intake.sources if s.key == key), None)

    def counts_cases(self, key: str) -> bool:
        """Whether a row of this source stands for a number of cases."""
        source = self.source(key)
        return source is not None and source.subject.weight_field == "new_cases"

    def title(self, key: str, lang: str) -> str:
        """Title of a source; simulated tables have one together, an unknown one is called by its key."""
        source = self.source(key)
        if source is not None:
            return source.title(lang)
        return text("source.simulated", lang) if key.startswith(SIMULATED) else key


def desk() -> Desk:
    """The desk of the app that serves this request."""
    return cast(Desk, current_app.extensions[EXTENSION])


def owner() -> int | None:
    """Whose files a request may follow; None: everybody's of this machine, where there are no accounts."""
    return reader().account_id


Asked = dict[str, Any]
"""What a form said: its fields by name, and `by`, who acts where no account says it."""

Done = dict[str, Any]
"""What became of a gesture: `words`, `is_bad`, and the address they belong to; `ask`: where a second person's grant is
asked for."""


def asked_text(asked: Asked, name: str, most: int = WHY_LENGTH) -> str:
    """One field of a form, its outer blanks off, cut at `most` characters; empty where `asked` is no form."""
    return str(_field(asked, name) or "").strip()[:most]


def asked_number(asked: Asked, name: str) -> int:
    """One whole number of a form; 0 where it is none."""
    given = str(_field(asked, name) or "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _field(asked: object, name: str) -> object:
    return asked.get(name) if isinstance(asked, dict) else None


def act(
    asked: Asked, search: object, do: Callable[[str], Receipt], told: Callable[[Receipt, str], str]
) -> Done:
    """Do what was asked in the name of who asked, and say what came of it; a refusal is said, not raised."""
    view, _ = read_desk(search)
    by = name_of(_field(asked, "by"), NAME_LENGTH)
    if not by:
        return say(search, text("desk.who_missing", view.lang), is_bad=True)
    try:
        receipt = do(by)
    except ApprovalMissing as missing:
        words = missing_words(missing, view.lang)
        return say(search, words, is_bad=True) | {"ask": ask_address(missing, view.lang)}
    except DichteError as error:
        return say(search, f"{text('desk.not_done', view.lang)} {masked(str(error))}", is_bad=True)
    return say(search, told(receipt, view.lang))


def say(search: object, words: str, is_bad: bool = False) -> Done:
    return {"words": words, "is_bad": is_bad, "search": search}
