"""Mappings of sources, read from TOML files and checked before anything uses them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.errors import ImportRefused, SourceError
from data.readers.batch import ReadOptions
from data.sources.checks import flaws_of_meaning
from data.sources.fields import Codes, flaws_of_fields, read_fields
from data.sources.flaws import Flaw, near, one_of, shown
from data.sources.grammar import Document, flaws_of_form
from data.sources.source import Coverage, Rules, Source
from data.subjects import subject_of

BUILT_IN = Path(__file__).parent
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 40


def load_sources(*folders: Path) -> tuple[Source, ...]:
    """Every source: the built-in ones, then those of `folders`, of which a later one wins by key.

    A folder that is not there holds none. Sorted by key. Raises SourceError for a mapping that can't be used.
    """
    lists = _code_lists(BUILT_IN / "codes")
    files = {path.stem: path for folder in (BUILT_IN, *folders) for path in sorted(folder.glob("*.toml"))}
    return tuple(load_source(path, lists) for _, path in sorted(files.items()))


@lru_cache(maxsize=4)
def known_sources(*folders: Path) -> tuple[Source, ...]:
    """The same, read once for the whole program: a mapping that is edited counts from the next start on."""
    return load_sources(*folders)


def load_source(path: Path, lists: Mapping[str, Codes] | None = None) -> Source:
    """One mapping; `lists` are lists of answers that it may name. Raises SourceError, one line a mistake."""
    shared = _code_lists(BUILT_IN / "codes") if lists is None else lists
    document = _document(path)
    _refuse(path, _flaws_of_key(path.stem))
    _refuse(path, list(flaws_of_form(document)))
    own = {**shared, **document.get("codes", {})}
    _refuse(path, list(flaws_of_fields(document, own)))
    source = _built(path.stem, document, own)
    _refuse(path, list(flaws_of_meaning(source)))
    return source


def find_source(sources: Sequence[Source], key: str) -> Source:
    """The source of that key. Raises ImportRefused, which names keys that are near."""
    known = {source.key: source for source in sources}
    if key in known:
        return known[key]
    remedy = near(key, known, "Choose one, or write a mapping: docs/sources.md says how.")
    raise ImportRefused(f"Expected a source ({one_of(sorted(known))}), got {shown(key)}. {remedy}")


def _document(path: Path) -> Document:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        got = f"byte {error.object[error.start]:#04x} at position {error.start}"
        raise SourceError(f"{path}: expected UTF-8, got {got}. Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(
            f"{path}: expected TOML, got a mistake: {error}. Mend that line; docs/sources.md shows the form."
        ) from error


def _flaws_of_key(key: str) -> list[Flaw]:
    if _KEY.fullmatch(key) and len(key) <= _LONGEST_KEY:
        return []
    expected = f"small letters, digits and single hyphens, at most {_LONGEST_KEY}, as in qr-venues.toml"
    return [Flaw("the file's name", expected, shown(key), "Rename the file.")]


def _refuse(path: Path, flaws: list[Flaw]) -> None:
    if flaws:
        raise SourceError("\n".join(flaw.sentence(str(path)) for flaw in flaws))


def _code_lists(folder: Path) -> dict[str, Codes]:
    """Lists of answers that every mapping may name, and which no mapping has to repeat."""
    found: dict[str, Codes] = {}
    for path in sorted(folder.glob("*.toml")):
        found |= _document(path)
    return found


def _built(key: str, document: Document, lists: Mapping[str, Codes]) -> Source:
    file = document.get("file", {})
    plain = {k: document[k] for k in _PLAIN if k in document}
    plain |= {k: file[k] for k in ("time_zone", "decimal") if k in file}
    plain |= {k: tuple(file[k]) for k in ("formats", "ignored") if k in file}
    return Source(
        key=key,
        subject=subject_of(document["subject"]),
        fields=read_fields(document, lists),
        is_published=document.get("published", False),
        options=ReadOptions(**{k: file[k] for k in _READING if k in file}),
        missing=_missing(file.get("missing", [])),
        rules=Rules(**document.get("rules", {})),
        coverage=Coverage(**document.get("coverage", {})),
        **plain,
    )


_PLAIN = ("title_vi", "title_en", "note_vi", "note_en", "channel", "profile", "registry", "changes")
_READING = ("encoding", "delimiter", "sheet", "layer", "header_row")


def _missing(words: Sequence[Any]) -> tuple[str, ...]:
    """An empty cell never is an answer, whether the mapping says so or not."""
    return tuple(dict.fromkeys(("", *(word.strip() for word in words))))
