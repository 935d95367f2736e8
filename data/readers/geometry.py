"""Geometry as text: WKT in degrees of WGS 84, longitude first, without heights."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from data.readers.refusal import refused

WGS84 = CRS.from_epsg(4326)
GEOMETRY = "geometry"
_REMEDY = "Say its reference system when exporting it (.prj), such as EPSG:9214 for VN-2000 / TM-3 107-00."


class Projection:
    """From a reference system, by name or definition, to WGS 84; raises ImportRefused where there is none."""

    def __init__(self, crs: str | None, name: str) -> None:
        try:
            self._from = CRS.from_user_input(crs or "")
        except CRSError as error:
            raise refused(
                name, "a reference system", "one that is unknown" if crs else "none", _REMEDY
            ) from error
        if not (self._from.is_geographic or self._from.is_projected):
            raise refused(name, "a reference system on the earth", "a local one", _REMEDY)

    @cached_property
    def _transformer(self) -> Transformer | None:
        same = self._from.equals(WGS84, ignore_axis_order=True)
        return None if same else Transformer.from_crs(self._from, WGS84, always_xy=True)

    def wkt(self, geometries: NDArray[np.object_]) -> tuple[list[str | None], set[int]]:
        """The WKT of each geometry, None where there is none, and the places of those beyond its system's reach."""
        flat = shapely.force_2d(geometries)
        if self._transformer:
            flat = shapely.transform(flat, self._transformer.transform, interleaved=False)
        finite = [g is None or bool(np.isfinite(shapely.get_coordinates(g)).all()) for g in flat]
        texts: list[Any] = shapely.to_wkt(flat, rounding_precision=-1).tolist()
        return texts, {place for place, is_finite in enumerate(finite) if not is_finite}
