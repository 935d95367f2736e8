"""A venue made by hand: two windows, three hours, one F1 and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from data.tracing.answers import (
    CarriedOut,
    Edge,
    Hour,
    ListedVenue,
    Network,
    NextVenue,
    Node,
    VenueAction,
    VenueTrace,
    WhatIf,
    Window,
)
from geo.exposure_rule import ExposureRule
from tests.callbacks.trace.fake import FACTORY, HOUR, MARKET, MAY_20, MAY_25, at, met

OLDER = Window(at(MAY_20, 22), at(MAY_20, 26), 1)
NEWER = Window(at(MAY_25, 8), at(MAY_25, 10.5), 2)
TESTED = VenueAction("test", datetime(2021, 5, 25, 17, 5), "Người Thử", "công văn 12", "bac_giang")
DONE = CarriedOut("done", datetime(2021, 5, 26, 8, 30), "Cán bộ xã", "xong cả hai ca")
STUCK = CarriedOut("not_possible", datetime(2021, 5, 26, 8, 30), "Cán bộ xã", "")


def listed(**changes: Any) -> ListedVenue:
    return replace(ListedVenue(MARKET, (OLDER, NEWER), 0, 3, 20, 5, None), **changes)


def venue_trace(**changes: Any) -> VenueTrace:
    hours = tuple(Hour(NEWER.begin + n * HOUR, 30 + n, 2 * n) for n in range(3))
    onward = (NextVenue(FACTORY, 4, 6, at(MAY_25, 20)),)
    plain = VenueTrace(
        MARKET, (OLDER, NEWER), (4, 31), hours, (12, 13), 20, 5, (met(),), onward, (TESTED,), ExposureRule()
    )
    return replace(plain, **changes)


def network(**changes: Any) -> Network:
    """One F0 who met two F1s, one of them a case as well, and an F2 whom both of these met."""
    nodes = (Node(1, 0, 12), Node(2, 1, None), Node(3, 1, 31), Node(4, 2, None))
    edges = (
        Edge(1, 2, 90, at(MAY_20, 8), 1),
        Edge(1, 3, 500, at(MAY_20, 9), 2),
        Edge(2, 4, 10, at(MAY_20, 10), 1),
        Edge(3, 4, 40, at(MAY_20, 11), 1),
    )
    return replace(Network(nodes, edges, 0, ExposureRule()), **changes)


def what_if(rule: ExposureRule = ExposureRule(), **changes: Any) -> WhatIf:  # noqa: B008
    curve = tuple((minutes, 1000 - 10 * minutes) for minutes in range(1, 61))
    return replace(WhatIf(rule, 40, 7, 900, 90, curve, 1_000, 40_000), **changes)
