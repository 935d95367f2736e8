"""Where the desk looks: the communes chosen, and how a commune is called there."""

from __future__ import annotations

from callbacks.trace.view import TraceView
from data.access.sight import WHOLE, Sight
from data.units import Commune, District, Units
from layers.text import text


def unit_ids(units: Units, view: TraceView) -> frozenset[int] | None:
    """Numbers of the communes looked at; None: all, with what lies outside the units of today."""
    if view.commune:
        return frozenset([units.commune(view.commune).unit_id])
    if view.district:
        return frozenset(units.unit_ids[units.columns(view.district)].tolist())
    return None


def within(units: Units, sight: Sight) -> tuple[tuple[District, ...], tuple[Commune, ...]]:
    """Districts and communes that a reader can choose: those they trace in."""
    communes = tuple(c for c in units.communes if sight.units is None or c.unit_id in sight.units)
    codes = {c.district_code for c in communes}
    return tuple(d for d in units.districts if d.code in codes), communes


def place_name(units: Units, view: TraceView, sight: Sight = WHOLE) -> str:
    if view.commune:
        return units.commune(view.commune).full_name
    if view.district:
        return units.district(view.district).full_name
    return text("place.province" if sight.is_whole else "scope.mine", view.lang)


def commune_name(units: Units, unit_id: int) -> str:
    """Xã Quang Châu, Việt Yên; a dash for a commune that stands no more."""
    found = next((c for c in units.communes if c.unit_id == unit_id), None)
    return "–" if found is None else f"{found.full_name}, {units.district_of(found).name}"
