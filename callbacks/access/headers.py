"""What every answer tells the browser beside its body: which code may run, and to whom nothing is told.

Documents and data carry it all that bears on them; code and outlines, which hold nobody's data, the least: every header
is paid for by each of some thirty requests before the first map. An answer that says one itself keeps its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dash import Dash
from flask import Response, current_app, request

from data.settings import Settings

CSP = "Content-Security-Policy"
POLICY = "dichte-policy"

NOTHING = "default-src 'none'"
"""Of what is no document and runs nothing: data, pictures, files."""

WORKER = "default-src 'self'"
"""Of modules: MapLibre's worker is one, and its own answer says what it may fetch."""

PAGE: Mapping[str, str] = MappingProxyType(
    {
        "default-src": "'none'",
        "script-src": "'self' {hashes}",
        # Plotly and Dash's own controls write style attributes; a style runs nothing.
        "style-src": "'self' 'unsafe-inline'",
        # The icon is a data URL; Plotly and MapLibre make pictures in memory.
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
)

NO_SNIFFING = ("X-Content-Type-Options", "nosniff")
OURS_ALONE = ("Cross-Origin-Resource-Policy", "same-origin")
TLS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")

OFF = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "serial", "usb",
)  # fmt: skip
"""What no page of ours asks of a machine."""

OF_DOCUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF),
    }
)
DOCUMENTS = ("text/html", "image/svg+xml")
"""What a browser opens as a page, scripts and all."""

CODE = ("/_dash-component-suites/", "/assets/", "/geometry/", "/lib/")
MODULE = ".mjs"


def register(app: Dash, settings: Settings) -> None:
    """Tell it after every answer, errors too. Only Dash's one inline script runs, known by its digest."""
    hashes = " ".join(app.csp_hashes())
    app.server.extensions[POLICY] = "; ".join(f"{name} {said}" for name, said in PAGE.items()).format(
        hashes=hashes
    )
    app.server.after_request(tell)
    if settings.is_behind_tls:
        app.server.after_request(tell_https_only)


def tell(response: Response) -> Response:
    """Add the headers that bear on this kind of answer."""
    if request.path.startswith(CODE):
        response.headers.pop(
            "Content-Disposition", None
        )  # Flask's; says nothing about a script, and costs more than ours.
    headers = dict([NO_SNIFFING])
    if response.mimetype in DOCUMENTS:
        page: str = current_app.extensions[POLICY]
        headers |= {CSP: page if response.mimetype == "text/html" else NOTHING, **OF_DOCUMENTS}
    elif not request.path.startswith(CODE):
        headers |= dict([OURS_ALONE, (CSP, NOTHING)])
    elif request.path.endswith(MODULE):
        headers[CSP] = WORKER
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def tell_https_only(response: Response) -> Response:
    response.headers[TLS_ONLY[0]] = TLS_ONLY[1]
    return response
