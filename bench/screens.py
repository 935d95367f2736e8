"""The pictures of the README: python -m bench.screens writes docs/screens/*.png from the store of DICHTE_VAR."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.chromium import chromium
from bench.serve import serving

FOLDER = Path(__file__).parent.parent / "docs" / "screens"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
DAY = "layer=cases_7d_per_100k&day=2021-05-25"
_IS_READY = """() => document.querySelector('#map')?.dataset.drawn
    && document.querySelectorAll('.js-plotly-plot .main-svg').length >= 2 && window.dichteMap.map.loaded()"""


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving("dichte") as served, chromium() as browser:
        for device, (width, height) in SIZES.items():
            for lang in ("vi", "en"):
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{served.url}/?{DAY}&lang={lang}")
                page.wait_for_function(_IS_READY)
                page.wait_for_timeout(800)
                page.screenshot(path=FOLDER / f"{device}-{lang}.png")
                page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
