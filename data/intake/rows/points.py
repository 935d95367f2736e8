"""Points of a batch: inside the province, and in the commune that the row names."""

from __future__ import annotations

import numpy as np

from data.checks.rows import check_in_commune, check_points
from data.intake.canon import Canon


def point_check(canon: Canon) -> None:
    """Rows whose point can't be are failed; a row without any point is none of them."""
    lon, lat = canon.checked.get("lon"), canon.checked.get("lat")
    canon.fail_all("lon", check_points(lon, lat, canon.world.profile.box))
    world = canon.world
    if world.polygons is None or lon is None or lat is None:
        return
    rows = np.flatnonzero(lon.known & lat.known & (canon.unit_id > 0) & canon.is_good())
    if not rows.size:
        return
    at = np.searchsorted(world.units.unit_ids, canon.unit_id[rows])
    names = [c.full_name for c in world.units.communes]
    outside = check_in_commune(lon.values[rows], lat.values[rows], at, world.polygons, names)
    canon.fail_all("lon", {int(rows[n]): problem for n, problem in outside.items()})
