"""A source: how the columns of somebody's file become canonical fields. Loaded from one TOML file each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from data.readers.batch import ReadOptions
from data.subjects import Subject, subject_of


@dataclass(frozen=True)
class FieldMapping:
    """Where one canonical field comes from.

    `column` is the heading, "" where `constant` stands for every row; `also` are other headings it comes under.
    `formats` of days and moments are strptime words; each text must fit one as a whole, and they must not overlap.
    `codes` are answers as written → canonical answers (yes, no, a code of the field); an answer that is not among
    them is held. `width`: digits of a code that a spreadsheet may have shortened; 0: as written.
    """

    field: str
    column: str = ""
    also: tuple[str, ...] = ()
    constant: str = ""
    formats: tuple[str, ...] = ()
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    width: int = 0


@dataclass(frozen=True)
class Rules:
    """What is done with what can't be. Each has a safe default; `plausible_from` is an ISO day, "" for none.

    stay_beyond_cap: "cut" to the venue type's longest stay, or "hold". clock_skew_minutes: how far in the future a
    time may lie, for clocks that run ahead.
    """

    stay_beyond_cap: str = "cut"
    clock_skew_minutes: int = 10
    plausible_from: str = "2020-01-01"


@dataclass(frozen=True)
class Coverage:
    """What a file reports on: where it names no row, the count is zero and not unknown.

    communes: "all" of the province, or only those "named" in the file. days: the whole "span" from the first to the
    last day named, or only the days "named".
    """

    communes: str = "all"
    days: str = "span"


@dataclass(frozen=True)
class Source:
    """One source; `key` names it everywhere, and its TOML file.

    `channel` goes into the rows where the table has one; `profile` is the province profile it belongs to, "" for
    any; `registry` the name space of venue and enterprise codes, shared by the sources that use them; `changes`
    says what another version of a record means: "hold" both, the "newest_row" by its version column, the
    "newest_file" by when the province received it. `missing` are answers that mean none was given; `ignored`
    columns that are known and let fall, names and addresses for instance. `is_published`: its format was published
    by its owner; otherwise it was defined here.
    """

    key: str
    subject: Subject
    title_vi: str
    title_en: str
    fields: tuple[FieldMapping, ...]
    channel: str = ""
    profile: str = ""
    registry: str = ""
    changes: str = "hold"
    note_vi: str = ""
    note_en: str = ""
    is_published: bool = False
    formats: tuple[str, ...] = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet")
    options: ReadOptions = dataclasses.field(default_factory=ReadOptions)
    time_zone: str = "Asia/Ho_Chi_Minh"
    decimal: str = "."
    missing: tuple[str, ...] = ("",)
    ignored: tuple[str, ...] = ()
    rules: Rules = Rules()
    coverage: Coverage = Coverage()

    def title(self, lang: str) -> str:
        return self.title_en if lang == "en" else self.title_vi

    def note(self, lang: str) -> str:
        """What a person who brings a file of this source should know; "" for nothing."""
        return self.note_en if lang == "en" else self.note_vi

    def mapping(self, name: str) -> FieldMapping | None:
        """How a canonical field is mapped, or None where this source lacks it."""
        return next((m for m in self.fields if m.field == name), None)


__all__ = ["Coverage", "FieldMapping", "Rules", "Source", "subject_of"]
