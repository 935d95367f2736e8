"""How a contact network looks, on the drawing and in the legend beside it, which on a phone would lie over the drawing."""

from __future__ import annotations

from collections import Counter

import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

from callbacks.still import still
from data.tracing.answers import Network
from layers.text import number, text

Ints = NDArray[np.int64]

LOOKS = (("diamond", "#a50026", 13), ("circle", "#0b5cad", 9), ("square", "#e0a100", 7))
"""Symbol, colour and largest size by generation; told apart without colour too."""

SIGNS = ("◆", "●", "■")
MINUTES = (30, 120, 480)
WIDTHS = (0.7, 1.5, 2.6, 4.0)


def thickness(minutes: Ints) -> Ints:
    """Class of each contact in WIDTHS."""
    return np.searchsorted(np.array(MINUTES), minutes, side="right")


def minutes_words(n: int, lang: str) -> str:
    if n == 0:
        return text("network.minutes_under", lang, high=MINUTES[0])
    if n == len(MINUTES):
        return text("network.minutes_over", lang, low=MINUTES[-1])
    return text("network.minutes_between", lang, low=MINUTES[n - 1], high=MINUTES[n])


def legend(network: Network, lang: str) -> Component:
    """Signs of the generations with their counts, and lines from thin to thick with their minutes."""
    counts = Counter(node.generation for node in network.nodes)
    people = [
        html.Li([html.Span(sign, style={"color": colour}), f" {generation_words(n, counts[n], lang)}"])
        for n, (sign, (_, colour, _)) in enumerate(zip(SIGNS, LOOKS, strict=True))
        if counts[n]
    ]
    lines = [
        html.Li(
            [html.Span(className="line", style={"border-top-width": f"{width}px"}), minutes_words(n, lang)]
        )
        for n, width in enumerate(WIDTHS)
    ]
    return still(html.Ul([*people, *lines], className="network-legend"))


def generation_words(n: int, count: int, lang: str) -> str:
    return f"{text(f'network.generation_{n}', lang)} ({number(count, lang)})"
