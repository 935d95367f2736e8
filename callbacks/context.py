"""What every callback may reach: the store and the built boundaries of this very app, and the View behind a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from urllib.parse import parse_qsl

from flask import current_app, g, has_request_context, request

from callbacks.access.reader import looks_at_contacts, reader
from data.access.acting import DASHBOARD, TRACER
from data.access.rights import Right
from data.access.sight import WHOLE
from data.boundaries import Manifest
from data.cube import Cube
from data.days import now
from data.store import Store
from data.view import BadValue, Choices, View, from_query
from geo.exposure_rule import DEFAULT_RULE
from layers import AREA_LAYERS, OVERLAYS

CHANGES_NO_FIGURE = frozenset({Right.MAP, Right.TRACE})
"""Requests by these rights change neither rollups nor accounts: what they show is of the state that they first saw."""

_STORE = "dichte.store"
"""Where a request keeps the store as it has it; no header can be called so."""

AREAS_EYE = "areas"
EYES = (AREAS_EYE, *(layer.key for layer in OVERLAYS))


@dataclass(frozen=True)
class Context:
    """One app's own store and boundaries; two apps in one process never share it."""

    store: Store
    manifest: Manifest
    rights: frozenset[Right] = frozenset(Right)

    def may(self, right: Right) -> bool:
        """Whether the reader of the request may do this; what no request asked for is the program's own."""
        return right in self.rights

    @property
    def plain(self) -> Cube:
        """What is no secret to anybody: communes, days and the snapshot. No figure of it may be shown."""
        return self.store.seen_by(WHOLE).cube()

    def at(self, view: View) -> Context:
        """The same context as it was known at the view's moment, and by its definition of exposure."""
        return replace(self, store=self.store.at(view.as_of).under(view.rule))

    def choices(self) -> Choices:
        """What a View may choose from, as the newest snapshot has it."""
        cube = self.plain
        first, last = cube.days[0], cube.days[-1]
        return Choices(
            layers=tuple(layer.key for layer in AREA_LAYERS),
            overlays=EYES,
            districts=frozenset(d.code for d in cube.units.districts),
            communes=frozenset(c.code for c in cube.units.communes),
            first_day=first,
            last_day=last,
            default_day=min(max(self.store.settings.opening_day, first), last),
            # What was believed before tells, beside what is known now, more than either does.
            now=now().replace(tzinfo=None) if self.store.sight.is_whole else datetime.min,
        )


def current() -> Context:
    """The context of the app that serves this request, as its reader may see it; without a reader as the public may."""
    context = cast(Context, current_app.extensions["dichte"])
    who, role = reader(), TRACER if looks_at_contacts() else DASHBOARD
    return replace(context, store=_of_request(context.store).seen_by(who.sight, role), rights=who.rights)


def _of_request(store: Store) -> Store:
    """The store as this request has it: the same for all of its answer, and another one for every other request."""
    if not has_request_context() or g.get("demand") not in CHANGES_NO_FIGURE:
        return store
    # Not in g: where one context serves several requests, each must ask anew.
    return cast(Store, request.environ.setdefault(_STORE, store.asking_once()))


def query_of(search: object) -> dict[str, str]:
    """Parameters of a query string, "?" in front or not; the last of a name counts, as in the browser."""
    return dict(parse_qsl(search.removeprefix("?"))) if isinstance(search, str) else {}


def looked_at(raw: object) -> tuple[Context, View]:
    """The View in `raw`, and the context as it was known at its moment: what every answer is made of."""
    view, _ = read_view(raw)
    return current().at(view), view


def read_view(raw: object) -> tuple[View, tuple[BadValue, ...]]:
    """The View in `raw`, the URL's parameters by name; what is not text counts as a bad value."""
    query = raw if isinstance(raw, Mapping) else {}
    context = current()
    texts = {str(name): value if isinstance(value, str) else repr(value) for name, value in query.items()}
    view, bad = from_query(texts, context.choices())
    if context.store.sight.is_whole or view.rule == DEFAULT_RULE:
        return view, bad
    return view.but(rule=DEFAULT_RULE), (*bad, BadValue("rule", texts["rule"]))
