"""The page around an exported map: one file that a browser opens without a network, and may not leave."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from branca.element import Figure
from folium.template import Template

from layers.render.captions import Captions
from layers.render.leaflet import Leaflet

_HERE = Path(__file__).parent


class Page(Figure):
    """A folium figure with our own frame: header, map, legends, notes, table of the same numbers.

    Text is escaped by the template; `legends` and `patterns` hold markup of our own making, `words`, `labels`
    and `rows` plain words.
    """

    def __init__(
        self,
        lang: str,
        words: Captions,
        labels: Mapping[str, str],
        legends: Sequence[Mapping[str, Any]],
        rows: Sequence[Mapping[str, Any]],
        patterns: str,
        leaflet: Leaflet,
    ) -> None:
        super().__init__()
        self.lang, self.words, self.labels, self.patterns = lang, words, labels, patterns
        self.legends, self.rows, self.leaflet = legends, rows, leaflet
        self.style = leaflet.style + (_HERE / "export.css").read_text(encoding="utf-8")
        self.header._children.clear()

    def render(self, **kwargs: object) -> str:
        """The whole document. Children are rendered first: they write into header, html and script."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        script = self.script.render(**kwargs)
        return str(
            Template((_HERE / "export.html").read_text(encoding="utf-8")).render(
                page=self,
                head=self.header.render(**kwargs),
                map=self.html.render(**kwargs),
                library=self.leaflet.script,
                script=script,
                policy=policy(self.leaflet.script, script),
            )
        )


def policy(*scripts: str) -> str:
    """A content security policy: these scripts alone may run, and nothing may be fetched."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    rules = ["default-src 'none'", f"script-src {allowed}", "style-src 'unsafe-inline'", "img-src data:"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
