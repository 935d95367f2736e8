"""What a source expects of a file: its columns, their formats, and templates to begin from."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.words import field_label, format_words, heading, scrolling
from data.sources.source import FieldMapping, Source
from data.sources.template import suffixes
from layers.text import text

COLUMNS = ("column", "meaning", "form")
_ANSWERS = ("yes", "no")
MOST_CODES = 6


def expects(source: Source, lang: str) -> Component:
    """The card below the choice of source."""
    return html.Div(
        [
            html.P(text("desk.formats", lang, formats=_files(source)), className="small"),
            html.P(source.note(lang), className="small") if source.note(lang) else None,
            _templates(source, lang),
            scrolling(_columns(source, lang), text("desk.expected_columns", lang), "desk-columns"),
            _fallen(source, lang),
        ],
        className="desk-expects",
    )


def _files(source: Source) -> str:
    return ", ".join(name.upper() for name in source.formats)


def _templates(source: Source, lang: str) -> Component:
    links = [
        html.A(
            text("desk.template", lang, format=name.upper()),
            href=f"desk/template/{source.key}.{name}?lang={lang}",
            download=f"{source.key}.{name}",
        )
        for name in template_formats(source)
    ]
    schema = html.A(text("desk.table_schema", lang), href=f"desk/schema/{source.key}.json", target="_blank")
    return html.P([*links, schema], className="desk-links")


def template_formats(source: Source) -> tuple[str, ...]:
    """csv, xlsx, geojson, json: what a template of the source can be."""
    return tuple(suffix.removeprefix(".") for suffix in suffixes(source))


def _columns(source: Source, lang: str) -> Component:
    head = html.Tr([html.Th(text(f"desk.expects.{name}", lang), scope="col") for name in COLUMNS])
    rows = [_column(source, mapping, lang) for mapping in source.fields]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="desk-table")


def _column(source: Source, mapping: FieldMapping, lang: str) -> Component:
    field = source.subject.field(mapping.field)
    marks = [text("desk.required", lang)] if field.is_required else []
    marks += [text("desk.personal", lang)] if field.is_personal else []
    return html.Tr(
        [
            html.Td([heading(mapping.column or "–"), *_others(mapping)]),
            html.Td(
                [
                    field_label(mapping.field, source, lang),
                    *(html.Span(m, className="desk-mark") for m in marks),
                ]
            ),
            html.Td(_form(mapping, lang), className="small"),
        ]
    )


def _others(mapping: FieldMapping) -> list[Component]:
    return [html.Span(", ".join(mapping.also), className="small under")] if mapping.also else []


def _form(mapping: FieldMapping, lang: str) -> str | list[Component]:
    if mapping.constant:
        return text("desk.constant", lang, value=mapping.constant)
    if mapping.codes:
        return _codes(mapping, lang)
    words = format_words(mapping)
    return [html.Span(f"{each}{',' if each != words[-1] else ''} ", className="format") for each in words]


def _codes(mapping: FieldMapping, lang: str) -> str:
    """The first codes with their meanings; a long list is cut, the table schema holds it whole."""
    told = [
        f"{written} = {_answer(code, lang)}" for written, code in list(mapping.codes.items())[:MOST_CODES]
    ]
    rest = len(mapping.codes) - len(told)
    return ", ".join(told) + (f" {text('desk.more_codes', lang, rest)}" if rest else "")


def _answer(code: str, lang: str) -> str:
    return text(f"desk.{code}", lang) if code in _ANSWERS else code


def _fallen(source: Source, lang: str) -> Component | None:
    """Columns that are known and never kept."""
    if not source.ignored:
        return None
    return html.P(
        text("desk.ignored", lang, columns=", ".join(source.ignored)),
        className="small",
        **attributes(data_ignored="true"),
    )
