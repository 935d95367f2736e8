"""Where the desk looks: the communes chosen, and how a commune is called there."""

from __future__ import annotations

from callbacks.trace.view import TraceView
from data.units import Units
from layers.text import text


def unit_ids(units: Units, view: TraceView) -> frozenset[int] | None:
    """Numbers of the communes looked at; None: all, with what lies outside the units of today."""
    if view.commune:
        return frozenset([units.commune(view.commune).unit_id])
    if view.district:
        return frozenset(units.unit_ids[units.columns(view.district)].tolist())
    return None


def place_name(units: Units, view: TraceView) -> str:
    if view.commune:
        return units.commune(view.commune).full_name
    return units.district(view.district).full_name if view.district else text("place.province", view.lang)


def commune_name(units: Units, unit_id: int) -> str:
    """Xã Quang Châu, Việt Yên; a dash for a commune that stands no more."""
    found = next((c for c in units.communes if c.unit_id == unit_id), None)
    return "–" if found is None else f"{found.full_name}, {units.district_of(found).name}"
