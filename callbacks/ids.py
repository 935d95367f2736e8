"""Component ids, by what they mean to the reader. The clientside code in assets/ uses the same words."""

URL = "url"
PAGE = "page"

SCENE = "scene"
VIEW = "view"
ASKED = "asked"
CHOSEN = "chosen"
SORT = "sort"
ALL_ROWS = "all-rows"
FRAMED = "framed"
CHARTS_READY = "charts-ready"

SEARCH = "search"
DISTRICT = "district"
FIRST_DAY = "first-day"
LAST_DAY = "last-day"
LAYER = "layer"
OPACITY = "opacity"
VENUE_OPACITY = "venue-opacity"
DAY = "day"
AS_OF = "as-of"
RULE = "rule"
AS_OF_FIELD = "as-of-field"
AS_OF_LINE = "as-of-line"

MAP = "map"
LEGEND = "legend"
PLACE = "place"
CURVE = "curve"
RANKING = "ranking"
HISTOGRAM = "histogram"


def eye(layer_key: str) -> str:
    """The eye of a layer card: open or shut."""
    return f"eye-{layer_key}"
