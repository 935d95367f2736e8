"""The contact network of a case, or of the cases of a place: drawn by generation, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.gone import gone_lines
from callbacks.still import still
from callbacks.trace.columns import head, in_order, on_page, pages, sort_choice
from callbacks.trace.filters import choice, filters
from callbacks.trace.graphs import graph
from callbacks.trace.links import go
from callbacks.trace.looks import note_look
from callbacks.trace.moments import moment
from callbacks.trace.network_chart import network_figure, pale_contacts
from callbacks.trace.network_looks import legend
from callbacks.trace.network_seeds import MOST_SEEDS, Seeds, seeds_of
from callbacks.trace.scope_words import withheld_line
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.tracer import Tracer
from callbacks.trace.tracer_line import people_hidden
from callbacks.trace.venue_words import simulated_mark
from callbacks.trace.view import TraceView
from data.tracing.answers import Edge, Network
from data.tracing.network import network
from data.tracing.person_code import person_code
from layers.text import number, text

MOST, PER_PAGE = 2000, 25
BACK = (1, 3, 7, 14, 21, 28)
COLUMNS = ("source", "target", "minutes", "first_at", "venues")
DEFAULT = "-minutes"
KEYS: Mapping[str, Any] = {
    "minutes": lambda edge: (edge.overlap_minutes, -edge.first_at, edge.source, edge.target),
    "first_at": lambda edge: (edge.first_at, edge.source, edge.target),
    "venues": lambda edge: (edge.venues, edge.overlap_minutes, edge.source, edge.target),
}


def network_tab(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """Where the network begins above, then the network; a sentence where there is nothing to begin with."""
    seeds = seeds_of(context, view)
    choices = [
        choice(
            "generations",
            text("network.generations", view.lang),
            _generations(view),
            str(view.generations),
            "sort",
        )
    ]
    choices += [] if view.case is not None else [_back(view)]
    found = _network(context, seeds, view, tracer) if seeds.case_ids else [_nothing(view)]
    return [html.Section([filters(context, view, choices), *found], className="list network")]


def _generations(view: TraceView) -> list[tuple[str, str]]:
    return [(str(n), text(f"network.to_f{n}", view.lang)) for n in (1, 2)]


def _back(view: TraceView) -> Component:
    days = sorted({*BACK, view.back})
    options = [(str(n), text("network.last_days", view.lang, n)) for n in days]
    return choice("back", text("network.days", view.lang), options, str(view.back), "case")


def _nothing(view: TraceView) -> Component:
    is_chosen = view.case is not None or view.district or view.commune
    words = text("network.none" if is_chosen else "network.no_place", view.lang)
    told = html.P(text("network.none_told", view.lang), className="small")
    to_cases = go(text("network.to_cases", view.lang), view, tab="cases", case=None, page=1, sort="")
    return html.Div([html.P(words), *([told] if is_chosen else []), to_cases], className="empty")


def _network(context: Context, seeds: Seeds, view: TraceView, tracer: Tracer | None) -> list[Component]:
    found = network(context.store, seeds.case_ids, view.rule, view.generations, MOST)
    lang, gone = view.lang, seeds.gone(context, view)
    title = html.H2([text("network.title", lang), *simulated_mark(context, lang)])
    unknown = ["gone.network_unknown"] if not found.edges else []
    told = [html.P(seeds.words, className="network-of"), *gone_lines(gone, context, lang, *unknown)]
    told += _left_out(found, seeds, lang)
    told += withheld_line(found.withheld, lang)
    counts = generation_table(found, lang)
    if tracer is None:
        return [title, *told, people_hidden(lang), counts]
    note_look(context, tracer, view, "network", seeds.key, len(found.nodes))
    counts_of = {"people": number(len(found.nodes), lang), "links": number(len(found.edges), lang)}
    drawing = graph(
        "network-graph",
        network_figure(found, lang),
        text("network.label", lang, None, **counts_of),
        "network",
    )
    chains = text("network.chains", lang, pale_contacts(found))
    explained = html.P(f"{chains} {text('network.drawn', lang)}", className="small")
    return [title, *told, drawing, legend(found, lang), explained, counts, *_edges(found.edges, view)]


def _left_out(found: Network, seeds: Seeds, lang: str) -> list[Component]:
    lines = []
    if seeds.all_cases > len(seeds.case_ids):
        lines.append(
            text("network.left_seeds", lang, most=number(MOST_SEEDS, lang), all=number(seeds.all_cases, lang))
        )
    if found.left_out:
        lines.append(text("network.left_out", lang, found.left_out, most=number(MOST, lang)))
    return [html.P(line, className="warn-line") for line in lines]


def generation_table(found: Network, lang: str) -> Component:
    """How many there are in each generation, and how many of them are cases themselves."""
    names = ("generation", "people", "of_them_cases")
    heads = [
        html.Th(text(f"network.{n}", lang), scope="col", className="" if n == "generation" else "number")
        for n in names
    ]
    rows = []
    for generation in sorted({node.generation for node in found.nodes}):
        members = [node for node in found.nodes if node.generation == generation]
        counts = (len(members), sum(node.case_id is not None for node in members))
        cells = [html.Td(number(count, lang), className="number") for count in counts]
        rows.append(html.Tr([html.Th(text(f"network.generation_{generation}", lang), scope="row"), *cells]))
    return still(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="desk-table network-counts")
    )


def _edges(edges: Sequence[Edge], view: TraceView) -> list[Component]:
    if not edges:
        return []
    rows = on_page(in_order(edges, view.sort, KEYS, DEFAULT), view, PER_PAGE)
    sort = html.Div(sort_choice(labels_of(view.lang), view, KEYS, DEFAULT), className="trace-filters")
    title = html.H3(text("network.table", view.lang, len(edges)))
    return [title, sort, edge_table(rows, view), *pages(view, len(edges), PER_PAGE)]


def labels_of(lang: str) -> dict[str, str]:
    return {name: text(f"network.{name}", lang) for name in COLUMNS}


def edge_table(rows: Sequence[Edge], view: TraceView) -> Component:
    columns = [
        Column(name, words, name in ("minutes", "venues")) for name, words in labels_of(view.lang).items()
    ]
    heads = [head(c.name, c.words, view, KEYS, DEFAULT, c.css) for c in columns]
    lines = [Row(_cells(each, view)) for each in rows]
    return data_table(columns, lines, text("network.contacts", view.lang), "edge-table", heads)


def _cells(each: Edge, view: TraceView) -> dict[str, Any]:
    source, target = (person_code(person) for person in (each.source, each.target))
    return {
        "source": go(source, view, "code", person=source, venue=None, people=1),
        "target": go(target, view, "code", person=target, venue=None, people=1),
        "minutes": number(each.overlap_minutes, view.lang),
        "first_at": moment(each.first_at),
        "venues": number(each.venues, view.lang),
    }
