"""Bytes to a browser: compressed once, cached for ever under a URL that names their content."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
from flask import Response, request

FOR_EVER = "public, max-age=31536000, immutable"
FOR_EVER_MINE = "private, max-age=31536000, immutable"
"""For figures: a cache between the reader and us asks nobody's right, so the reader's own browser alone keeps them."""

ASK_AGAIN = "private, no-cache"
MIME_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".css": "text/css",
    ".geojson": "application/geo+json",
    ".bin": "application/octet-stream",
}


def compressed(body: bytes, quality: int = 9) -> dict[str, bytes]:
    """`body` as it is, by gzip and by Brotli."""
    return {"": body, "gzip": gzip.compress(body, 9, mtime=0), "br": brotli.compress(body, quality=quality)}


def answer(bodies: dict[str, bytes], mime_type: str, cache: str = FOR_EVER) -> Response:
    """The smallest body that this browser accepts."""
    offered = [name for name in ("br", "gzip") if name in bodies]
    encoding = request.accept_encodings.best_match(offered) or ""
    response = Response(bodies[encoding], mimetype=mime_type)
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def file_bodies(path: Path) -> dict[str, bytes]:
    """A file named by the digest of its content, with its compressed forms: those built beside it, or made here.

    What stands beside it under the same name is of the same content, whatever its time: a copied folder has new times.
    """
    body = path.read_bytes()
    bodies = {"": body}
    for encoding, ending in (("gzip", ".gz"), ("br", ".br")):
        sibling = path.with_name(path.name + ending)
        if sibling.is_file():
            bodies[encoding] = sibling.read_bytes()
    return bodies if len(bodies) == 3 else compressed(body)
