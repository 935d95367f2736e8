import numpy as np
import pytest
import shapely


def array(*polygons):
    result = np.empty(len(polygons), dtype=object)
    result[:] = polygons
    return result


@pytest.fixture
def grid():
    """Four cells of 0.1° with wavy common borders, a coverage: SW, SE, NW, NE."""
    wave = np.linspace(0, 0.1, 41)
    swing = 0.004 * np.sin(np.linspace(0, 6 * np.pi, 41)).round(9)
    east = np.c_[106.1 + swing, 21.0 + wave]
    north = np.c_[106.0 + wave, 21.1 + swing]
    lines = [
        shapely.linestrings(np.vstack([east, east[1:] + np.array([0, 0.1])]).round(6)),
        shapely.linestrings(np.vstack([north, north[1:] + np.array([0.1, 0])]).round(6)),
        shapely.box(106, 21, 106.2, 21.2).exterior,
    ]
    cells = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    return array(*sorted(cells, key=lambda c: (c.centroid.y > 21.1, c.centroid.x > 106.1)))
