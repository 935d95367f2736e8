import pytest
import shapely

from tests.data.checks.asked import problem, read_one

BOX = (105.86, 21.10, 107.06, 21.65)
SQUARE = shapely.box(106.0, 21.2, 106.1, 21.3)


def test_a_polygon_is_kept_as_it_is():
    assert shapely.from_wkb(read_one("outline", SQUARE.wkt, box=BOX)).equals_exact(SQUARE, 0)


def test_several_polygons_are_one_outline():
    both = shapely.MultiPolygon([SQUARE, shapely.box(106.5, 21.3, 106.6, 21.4)])
    assert shapely.from_wkb(read_one("outline", both.wkt, box=BOX)).equals_exact(both, 0)


def test_heights_are_let_fall():
    made = read_one("outline", shapely.force_3d(SQUARE, 12.0).wkt, box=BOX)
    assert not shapely.has_z(shapely.from_wkb(made))


def test_an_outline_that_crosses_itself_is_held_and_says_where():
    text = "POLYGON ((106 21.2, 106.1 21.3, 106.1 21.2, 106 21.3, 106 21.2))"
    assert problem("outline", text, box=BOX) == (
        "outline_unreadable",
        "an outline that does not cross itself",
        "Self-intersection[106.05 21.25]",
    )


@pytest.mark.parametrize(
    ("text", "expected", "got"),
    [
        ("POINT (106 21.2)", "a polygon as WKT", "POINT (106 21.2)"),
        ("POLYGON EMPTY", "a polygon", "an empty one"),
        ("khu phố 3", "a polygon as WKT", "khu phố 3"),
        ("POLYGON ((106 21.2, 106.1 21.3))", "a polygon as WKT", "POLYGON ((106 21.2, 106.1 21.3))"),
    ],
)
def test_what_is_no_polygon_is_held(text, expected, got):
    assert problem("outline", text, box=BOX) == ("outline_unreadable", expected, got)


def test_an_outline_that_leaves_the_province_is_held():
    text = shapely.box(21.2, 106.0, 21.3, 106.1).wkt
    assert problem("outline", text, box=BOX) == (
        "coordinates_outside",
        "an outline within 105.86 to 107.06 E, 21.1 to 21.65 N",
        "21.2000 to 21.3000 E, 106.0000 to 106.1000 N",
    )


def test_collections_within_collections_are_not_followed():
    assert read_one("outline", "GEOMETRYCOLLECTION(" * 100_000, box=BOX) == "outline_unreadable"


@pytest.mark.parametrize(
    "text", ["POLYGON ((nan 1, 2 1, 2 2, nan 1))", "POLYGON ((1e999 1, 2 1, 2 2, 1e999 1))"]
)
def test_an_outline_with_endless_coordinates_is_held(text):
    assert read_one("outline", text, box=BOX) == "outline_unreadable"
