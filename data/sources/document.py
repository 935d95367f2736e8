"""The table of sources in docs/sources.md, made from the mappings, so that it can't say anything else than they do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.sources.explain import columns
from data.sources.load import load_sources
from data.sources.source import Source

DOCUMENT = Path(__file__).parents[2] / "docs" / "sources.md"
BEGIN, END = "<!-- begin: made from data/sources/*.toml -->", "<!-- end -->"
_HEAD = "| Source | Rows | Format | Columns | Answers |\n|---|---|---|---|---|"
_MOST_ANSWERS = 8


def sources_table(sources: Sequence[Source]) -> str:
    """One line a source: who sends what, whose format it is, its columns, what its answers mean."""
    return "\n".join([_HEAD, *(_line(source) for source in sources)])


def write_table(document: Path, sources: Sequence[Source]) -> None:
    """Put the table between the two marks of the document, in place of what stands there."""
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n{sources_table(sources)}\n{END}{after}", encoding="utf-8")


def _line(source: Source) -> str:
    title = f"`{source.key}`<br>{source.title_vi}<br>{source.title_en}"
    status = "published" if source.is_published else "defined here"
    cells = (
        title,
        source.subject.key,
        f"{status}; {', '.join(source.formats)}",
        _columns(source),
        _answers(source),
    )
    return f"| {' | '.join(cells)} |"


def _columns(source: Source) -> str:
    """Headings, required ones in bold, and what stands for every row without one."""
    headings = [f"**{m.column}**" if f.is_required else m.column for m, f in columns(source)]
    return ", ".join([*headings, *(f"{m.field} = {m.constant}" for m in source.fields if m.constant)])


def _answers(source: Source) -> str:
    """Each list of answers once, behind the columns that it is for."""
    lists: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for mapping, _ in columns(source):
        if mapping.codes:
            lists.setdefault(tuple(mapping.codes.items()), []).append(mapping.column)
    return "<br>".join(f"{', '.join(headings)}: {_shown(answers)}" for answers, headings in lists.items())


def _shown(answers: tuple[tuple[str, str], ...]) -> str:
    told = ", ".join(f"{answer} → {meaning}" for answer, meaning in answers[:_MOST_ANSWERS])
    return told if len(answers) <= _MOST_ANSWERS else f"{told} … ({len(answers)})"


if __name__ == "__main__":
    write_table(DOCUMENT, load_sources())
