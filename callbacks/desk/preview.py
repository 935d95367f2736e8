"""The first rows of a judged file: what was read, where each was placed, what is wrong and at which cell."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.mask import masked
from callbacks.desk.words import field_label, problem_words, scrolling
from data.intake.judged import Judged, SampleRow
from layers.text import number, text


def preview(judged: Judged, lang: str) -> Component:
    """A table of the sample; its headings say the field in words and, below, the heading of the file."""
    names = sample_fields(judged)
    told = text(
        "desk.preview_told", lang, shown=number(len(judged.sample), lang), all=number(judged.received, lang)
    )
    body = html.Tbody([_row(row, names, judged, lang) for row in judged.sample])
    table = html.Table([html.Thead(_head(judged, names, lang)), body], className="desk-table preview-table")
    return html.Section(
        [
            html.H2(text("desk.preview", lang)),
            html.P(told, className="small"),
            scrolling(table, text("desk.preview", lang), "preview-scroll"),
        ],
        className="preview",
    )


def sample_fields(judged: Judged) -> list[str]:
    """Fields that the file gives, in the order of the source."""
    given = set().union(*(row.cells for row in judged.sample), judged.headings)
    return [mapping.field for mapping in judged.source.fields if mapping.field in given]


def _head(judged: Judged, names: list[str], lang: str) -> Component:
    fixed = [html.Th(text(f"desk.preview.{name}", lang), scope="col") for name in ("row", "outcome")]
    fields = [html.Th(_heading(judged, name, lang), scope="col") for name in names]
    return html.Tr([*fixed, *fields])


def _heading(judged: Judged, name: str, lang: str) -> list[Component | str]:
    """The field in words, and below it the heading of the file, where that says it otherwise."""
    label, heading = field_label(name, judged.source, lang), judged.headings.get(name, "")
    return [label, html.Span("" if heading == label else heading, className="small under")]


def _row(row: SampleRow, names: list[str], judged: Judged, lang: str) -> Component:
    failed = failed_field(row, judged)
    cells = [_cell(row, name, name == failed, lang) for name in names]
    return html.Tr(
        [
            html.Td(number(row.row_number, lang), className="number"),
            html.Td(_outcome(row, failed in names, lang)),
            *cells,
        ],
        className="is-held" if row.problem else "",
    )


def failed_field(row: SampleRow, judged: Judged) -> str:
    """The field that a row's problem lies in; "" where the row has none, or no one cell is to blame."""
    if row.problem is None:
        return ""
    by_heading = {heading: name for name, heading in judged.headings.items()}
    return by_heading.get(row.column, row.column)


def _outcome(row: SampleRow, is_told_at_cell: bool, lang: str) -> list[Component | str]:
    if row.problem is None:
        words = text("desk.outcome.good", lang)
        place = [html.Span(row.place, className="small under")] if row.place else []
        decided = (
            [html.Span(text("desk.placed_by_person", lang), className="desk-mark")]
            if row.placed_by == "person"
            else []
        )
        return [html.Span(words, className="good"), *place, *decided]
    reason = [] if is_told_at_cell else [html.Span(_why(row, lang), className="small under")]
    return [html.Span(text("desk.outcome.held", lang), className="held-word"), *reason]


def _cell(row: SampleRow, name: str, is_failed: bool, lang: str) -> Component:
    shown = masked(row.cells.get(name, ""), name)
    if not is_failed:
        return html.Td(shown)
    why = html.Span(_why(row, lang), className="small under")
    return html.Td(
        [html.Span(shown or text("desk.empty", lang)), why], className="bad-cell", **attributes(data_bad=name)
    )


def _why(row: SampleRow, lang: str) -> str:
    assert row.problem is not None
    return problem_words(row.problem.reason, row.problem.got, lang)
