"""The drawing of a contact network: shapes and colours tell generations, the thickness of lines the minutes together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from callbacks.charts import INK
from callbacks.trace.graphs import frame
from callbacks.trace.network_layout import main_sources, positions
from callbacks.trace.network_looks import (
    LOOKS,
    WIDTHS,
    generation_words,
    minutes_words,
    thickness,
)
from data.tracing.answers import Network, Node
from data.tracing.person_code import person_code
from layers.text import number, text

Ints = NDArray[np.int64]

PALE, PLAIN = "rgba(82,96,109,.10)", "rgba(82,96,109,.6)"
PIXELS_AROUND = 1500


def network_figure(network: Network, lang: str) -> go.Figure:
    """Pale lines first, chains over them, then people, cases on top."""
    generation, ends, minutes = columns(network)
    parent = main_sources(generation, ends[:, 0], ends[:, 1], minutes)
    x, y = positions(generation, parent)
    is_main = is_chain(ends, parent)
    figure = go.Figure()
    for trace in (
        *_lines(x, y, ends, np.where(is_main, thickness(minutes), -1), lang),
        *_people(x, y, network, lang),
    ):
        figure.add_trace(trace)
    margin = {"l": 4, "r": 4, "t": 4, "b": 4}
    figure.update_layout(**frame(lang, hovermode="closest", margin=margin, showlegend=False))
    figure.update_xaxes(visible=False, range=[-1.2, 1.2])
    figure.update_yaxes(visible=False, range=[-1.2, 1.2], rangemode="normal")
    return figure


def columns(network: Network) -> tuple[Ints, Ints, Ints]:
    """Generations of the people; of the contacts both ends, as positions of people, and minutes."""
    place = {node.person_id: n for n, node in enumerate(network.nodes)}
    generation = np.array([node.generation for node in network.nodes], dtype=np.int64)
    ends = np.array([(place[e.source], place[e.target]) for e in network.edges], dtype=np.int64)
    return (
        generation,
        ends.reshape(-1, 2),
        np.array([e.overlap_minutes for e in network.edges], dtype=np.int64),
    )


def is_chain(ends: Ints, parent: Ints) -> NDArray[np.bool_]:
    """Contacts that join somebody to whoever exposed them longest."""
    found: NDArray[np.bool_] = parent[ends[:, 1]] == ends[:, 0]
    return found


def pale_contacts(network: Network) -> int:
    """How many contacts are drawn pale."""
    generation, ends, minutes = columns(network)
    parent = main_sources(generation, ends[:, 0], ends[:, 1], minutes)
    return int(len(ends) - is_chain(ends, parent).sum())


def _lines(x: Any, y: Any, ends: Ints, classes: Ints, lang: str) -> list[go.Scatter]:
    looks = {-1: (PALE, 0.5, text("network.others", lang))}
    looks |= {n: (PLAIN, width, minutes_words(n, lang)) for n, width in enumerate(WIDTHS)}
    found = []
    for n, (colour, width, name) in looks.items():
        chosen = ends[classes == n]
        if not chosen.size:
            continue
        # A gap after every two points: one trace draws all lines of a kind.
        gaps = np.full(len(chosen), np.nan)
        xs, ys = (np.column_stack([of[chosen[:, 0]], of[chosen[:, 1]], gaps]).ravel() for of in (x, y))
        line = {"width": width, "color": colour}
        found.append(go.Scatter(x=xs, y=ys, mode="lines", line=line, name=name, hoverinfo="skip"))
    return found


def _people(x: Any, y: Any, network: Network, lang: str) -> list[go.Scatter]:
    before = Counter(edge.target for edge in network.edges)
    after = Counter(edge.source for edge in network.edges)
    found = []
    for n in reversed(range(len(LOOKS))):
        at = [i for i, node in enumerate(network.nodes) if node.generation == n]
        if not at:
            continue
        nodes = [network.nodes[i] for i in at]
        told = [hover(node, before[node.person_id], after[node.person_id], lang) for node in nodes]
        found.append(
            go.Scatter(
                x=x[at],
                y=y[at],
                mode="markers",
                name=generation_words(n, len(at), lang),
                marker=_marker(n, len(at)),
                customdata=told,
                hovertemplate="%{customdata}<extra></extra>",
                hoverlabel={"bgcolor": "#fff", "font": {"color": INK}},
            )
        )
    return found


def _marker(generation: int, count: int) -> dict[str, Any]:
    """Smaller where many stand on a ring."""
    symbol, colour, most = LOOKS[generation]
    size = min(most, max(4, 4 * PIXELS_AROUND / max(count, 1)))
    return {"symbol": symbol, "color": colour, "size": size, "line": {"width": 1, "color": "#fff"}}


def hover(node: Node, before: int, after: int, lang: str) -> str:
    """Pseudonym, generation, own case, who exposed them and whom they met."""
    kind = text(f"network.generation_{node.generation}", lang)
    if node.case_id is not None:
        kind = f"{kind}, {text('network.hover_case', lang, case=node.case_id)}"
    names = {"person": person_code(node.person_id), "generation": kind}
    return text("network.hover", lang, None, **names, before=number(before, lang), after=number(after, lang))
