"""One held row: what is wrong with it, the rows held alike, its cells, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.choose import choose_forms
from callbacks.desk.correct import correct_form
from callbacks.desk.desk import Desk
from callbacks.desk.dismiss import dismiss_form
from callbacks.desk.mask import KEPT, masked
from callbacks.desk.place import place_form
from callbacks.desk.view import DeskView
from callbacks.desk.words import column_label, facts, link, problem_words
from data.errors import DichteError
from data.held_groups import HeldLine, count_alike, held_line, lines_alike, versions
from data.intake.judged import BLANKED
from data.sources.headings import heading_key
from data.sources.source import Source
from layers.text import day_text, number, text

MOST_ALIKE = 30


def row_panel(desk: Desk, view: DeskView) -> list[Component]:
    """The panel of the row in the address; nothing where none is named."""
    if view.file is None or view.row is None:
        return []
    with desk.context.store.read() as connection:
        line = held_line(connection, view.file, view.row)
        if line is None:
            return [_panel([html.P(text("desk.row_gone", view.lang, row=view.row), role="status")], view)]
        alike, counts = lines_alike(connection, line, MOST_ALIKE), count_alike(connection, line)
        rivals = versions(connection, line) if line.is_contested else ()
    told, gestures = _told(desk, line, view.lang), _gestures(desk, line, counts, rivals, view.lang)
    return [_panel([*told, *gestures, _alike(alike, counts[0], line, view)], view)]


def _panel(children: Sequence[Component | None], view: DeskView) -> Component:
    shut = link(f"× {text('desk.close', view.lang)}", view.search(file=None, row=None), "shut")
    return html.Aside(
        [shut, *children], className="panel", **attributes(aria_label=text("desk.row", view.lang))
    )


def _told(desk: Desk, line: HeldLine, lang: str) -> list[Component]:
    """Where the row is, why it is held, and what can be done, in words; expected and got as the check said them."""
    source = desk.source(line.source)
    cases = number(line.weight, lang) if desk.counts_cases(line.source) else None
    return [
        html.H2(text("desk.row_of", lang, row=number(line.row_number, lang), file=line.file_name)),
        html.P(problem_words(line.reason, line.got, lang), className="warn-line"),
        html.P(text(f"held.remedy.{line.reason}", lang)),
        facts(
            [
                (text("desk.held.column", lang), column_label(line.column, source, lang)),
                (text("desk.held.expected", lang), html.Span(line.expected, lang="en")),
                (text("desk.held.got", lang), masked(line.got)),
                (text("desk.held.day", lang), None if line.day is None else day_text(line.day)),
                (text("desk.held.cases", lang), cases),
                (text("desk.held.source", lang), desk.title(line.source, lang)),
            ]
        ),
    ]


def _gestures(
    desk: Desk, line: HeldLine, counts: tuple[int, int], rivals: tuple[HeldLine, ...], lang: str
) -> list[Component]:
    """What can be done with this row, the likeliest first; nothing where its source is not known."""
    if desk.source(line.source) is None:
        return [html.P(text("desk.row_fixed", lang), className="small")]
    cells = _cells(desk, line)
    found = [place_form(desk, line, counts, lang)] if line.can_be_placed else []
    found += choose_forms(
        rivals, [_cells(desk, rival) or {rival.column: rival.got} for rival in rivals], lang
    )
    found += [correct_form(line, in_order(cells, line, desk.source(line.source)), lang)] if cells else []
    return [*found, dismiss_form(line, counts[0], lang)]


def _cells(desk: Desk, line: HeldLine) -> Mapping[str, str]:
    """The row as it came, personal answers blanked; nothing where it can't be opened."""
    try:
        cells = desk.intake.open_row(line.file_id, line.row_number)
    except DichteError:
        return {}
    kept = headings_of(desk.source(line.source), KEPT)
    return {name: cell if heading_key(name) in kept else hidden(cell) for name, cell in cells.items()}


def headings_of(source: Source | None, fields: Sequence[str]) -> set[str]:
    """Headings, folded, under which a source's file may bring these fields."""
    mappings = [m for m in (source.fields if source else ()) if m.field in fields]
    return {heading_key(heading) for m in mappings for heading in (m.column, *m.also)}


def hidden(cell: str) -> str:
    """A cell as a reader may see it: blanked as a whole where a number in it may be a person's."""
    return cell if masked(cell) == cell else BLANKED


def in_order(cells: Mapping[str, str], line: HeldLine, source: Source | None) -> dict[str, str]:
    """The cell that failed first, then the others as the source lists them."""
    listed = [heading_key(h) for m in (source.fields if source else ()) for h in (m.column, *m.also)]
    places = {key: n for n, key in reversed(list(enumerate(listed)))}
    order = sorted(
        cells, key=lambda name: (name != line.column, places.get(heading_key(name), len(places)), name)
    )
    return {name: cells[name] for name in order}


def _alike(alike: tuple[HeldLine, ...], count: int, line: HeldLine, view: DeskView) -> Component | None:
    """The rows that are held for the same reason."""
    if count < 2:
        return None
    items = [html.Li(_one_alike(each, line, view)) for each in alike]
    more = count - len(alike)
    rest = [html.P(text("desk.and_more", view.lang, more), className="small")] if more else []
    title = text("desk.rows_alike", view.lang, count)
    return html.Details([html.Summary(title), html.Ul(items), *rest], className="alike desk-gesture")


def _one_alike(each: HeldLine, line: HeldLine, view: DeskView) -> Component:
    day = "" if each.day is None else f" · {day_text(each.day)}"
    words = (
        f"{text('desk.row_of', view.lang, row=number(each.row_number, view.lang), file=each.file_name)}{day}"
    )
    return html.B(words) if each == line else link(words, view.search(file=each.file_id, row=each.row_number))
