"""The web server that `make run` starts, without the versions of what it runs on in every answer."""

from __future__ import annotations

from werkzeug.serving import WSGIRequestHandler


class Nameless(WSGIRequestHandler):
    """Werkzeug's own, which would tell its version and Python's."""

    def version_string(self) -> str:
        return "Dichte"
