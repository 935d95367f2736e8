"""A country of six squares in two districts, with one commune for each state, for the exports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
from geopandas import GeoDataFrame
from shapely import Point as ShapelyPoint
from shapely import Polygon, box

from data.cells import State
from data.units import Commune, District, Units
from layers import palette
from layers.base import LATE, NO_REPORT, SUPPRESSED, Areas, Drawn, Legend, LegendClass, Notice, Point
from layers.render.sheet import Sheet

DAY = date(2021, 5, 25)
NAMES = ("Bến Đá", "Chợ Gạo", "Đồi Chè", "Gò Mía", "Hồ Sen", "Núi Thông")
HOSTILE = (
    "=HYPERLINK(1)",
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "\u202egnaiG \u200fcắB",
    "{{7*7}}`\\\x00",
)
VALUES = (0.0, 12.5, 250.0, np.nan, np.nan, np.nan)
STATES = (State.VALUE, State.VALUE, State.VALUE, State.NO_REPORT, State.LATE, State.SUPPRESSED)
CLASSES = (0, 1, 2, NO_REPORT, LATE, SUPPRESSED)


def units(names: tuple[str, ...] = NAMES) -> Units:
    """Codes 00001 to 00006; the first three lie in district 900 (Núi), the others in 901 (Biển)."""
    communes = tuple(_commune(n, name) for n, name in enumerate(names))
    return Units(communes, (District("900", "Núi", "huyện"), District("901", "Biển", "huyện")))


def _commune(n: int, name: str) -> Commune:
    lon, lat, district = 106.05 + n % 3 * 0.1, 21.05 + n // 3 * 0.1, "900" if n < 3 else "901"
    return Commune(n + 1, f"{n + 1:05d}", date(2020, 1, 1), name, "xã", district, 10_000, 100.0, lon, lat)


def geometry() -> GeoDataFrame:
    """Squares of 0.1 degree, clockwise and not in the order of Units; the first one has a hole."""
    shapes = [
        box(106 + n % 3 * 0.1, 21 + n // 3 * 0.1, 106.1 + n % 3 * 0.1, 21.1 + n // 3 * 0.1, ccw=False)
        for n in range(6)
    ]
    hole = [(106.02, 21.02), (106.04, 21.02), (106.04, 21.04), (106.02, 21.04)]
    shapes[0] = Polygon(shapes[0].exterior.coords, [hole])
    return GeoDataFrame({"unit_id": range(6, 0, -1)}, geometry=shapes[::-1], crs=4326)


def drawn() -> Drawn:
    """Cases: classes 0, below 100, from 100; one square of each state."""
    known = (("0", palette.ZERO), ("dưới 100", "#fed976"), ("từ 100", "#bd0026"))
    lines = [LegendClass(label, colour) for label, colour in known]
    lines.append(LegendClass("chưa có báo cáo", palette.NO_DATA_COLOUR, "no_report"))
    lines.append(LegendClass("báo cáo muộn", palette.NO_DATA_COLOUR, "late"))
    lines.append(LegendClass("ẩn vì dưới 5 ca", palette.NO_DATA_COLOUR, "suppressed"))
    legend = Legend("Ca 7 ngày", "ca trên 100.000 dân", tuple(lines), "Nguồn thử", False)
    arrays = np.array(VALUES), np.array(STATES, dtype=np.uint8), np.array(CLASSES, dtype=np.uint8)
    return Drawn(legend, Areas(*arrays))


def venues(name: str = "Chợ Trung Tâm") -> Drawn:
    """Two simulated venues of different size and age."""
    market = Point(1, name, "market", 106.15, 21.05, 4, 0, {})
    factory = Point(2, "Xưởng may", "factory", 106.25, 21.15, 90, 2, {})
    notice = Notice("export.people_exposed", count=2)
    return Drawn(_venue_legend(), points=(market, factory), notices=(notice,))


def _venue_legend() -> Legend:
    ages = zip(("0–7 ngày", "8–14 ngày", "15–21 ngày"), palette.VENUE_AGES, strict=True)
    lines = tuple(LegendClass(label, colour) for label, colour in ages)
    return Legend("Địa điểm phơi nhiễm", "người", lines, "Mô phỏng", True)


def province(communes: int, corners: int, venues: int) -> tuple[Units, GeoDataFrame, Drawn, Drawn]:
    """Round communes on a grid, in one district, and venues of 5 to 200 people: for questions of size."""
    places = [(106 + n % 19 * 0.06, 21 + n // 19 * 0.06) for n in range(communes)]
    plain = [_commune(0, f"Quỳnh Thượng {n}") for n in range(communes)]
    lands = tuple(replace(land, unit_id=n, code=f"{n:05d}") for n, land in enumerate(plain))
    shapes = [ShapelyPoint(place).buffer(0.029, quad_segs=corners // 4) for place in places]
    frame = GeoDataFrame({"unit_id": range(communes)}, geometry=shapes, crs=4326)
    classes = np.arange(communes) % 3
    areas = Areas(classes * 60.5, np.zeros(communes, dtype=np.uint8), classes.astype(np.uint8))
    return (
        Units(lands, (District("900", "Núi", "huyện"),)),
        frame,
        replace(drawn(), areas=areas),
        Drawn(_venue_legend(), points=tuple(_market(n, *places[n % communes]) for n in range(venues))),
    )


def _market(n: int, lon: float, lat: float) -> Point:
    return Point(n, f"Chợ Quỳnh Thượng {n}", "market", lon, lat, 5 + n % 196, n % 3, {})


def sheet(lang: str = "vi", names: tuple[str, ...] = NAMES, **changes: object) -> Sheet:
    plain = Sheet(
        title="Bản đồ thử",
        metric="cases_7d_per_100k",
        digits=1,
        day=DAY,
        lang=lang,
        units=units(names),
        snapshot_id="0123456789ab",
        snapshot_at=datetime(2021, 5, 25, 17, 5),
        held_rows=63,
        held_cases=161.0,
        credit="Bản đồ mẫu, https://example.org/licence",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
