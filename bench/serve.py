"""Servers under measurement: each in a process of its own, every byte of each answer counted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from dash import Dash
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from bench.rivals import plotly_patch
from data.settings import Settings

LOG = "/bench-log"


@dataclass(frozen=True)
class Request:
    """One request as the server saw it: when it came, epoch s, and the bytes of heads and bodies."""

    at: float
    path: str
    up: int
    down: int


class Counted:
    """A WSGI program with a log of what it was asked and answered; workers of the browser are in it too."""

    def __init__(self, program: Any) -> None:
        self.program = program
        self.log: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == LOG:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(self.log).encode()]
        entry = {"at": time.time(), "path": environ["PATH_INFO"], "up": _bytes_up(environ), "down": 0}
        self.log.append(entry)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            entry["down"] += len(status) + 11 + sum(len(name) + len(value) + 4 for name, value in headers)
            return start_response(status, headers, *rest)

        body = self.program(environ, start)
        return ClosingIterator(_counting(body, entry), getattr(body, "close", lambda: None))


def _bytes_up(environ: dict[str, Any]) -> int:
    heads = sum(len(name) - 5 + len(value) + 4 for name, value in environ.items() if name.startswith("HTTP_"))
    asked = len(environ["REQUEST_METHOD"]) + len(environ.get("REQUEST_URI", environ["PATH_INFO"])) + 12
    return asked + heads + int(environ.get("CONTENT_LENGTH") or 0)


def _counting(body: Iterable[bytes], entry: dict[str, Any]) -> Iterator[bytes]:
    for chunk in body:
        entry["down"] += len(chunk)
        yield chunk


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str

    def log(self, since: float = 0, until: float = float("inf")) -> list[Request]:
        """Requests that came between two moments, epoch s."""
        with urlopen(f"{self.url}{LOG}") as answer:
            entries = [Request(**entry) for entry in json.load(answer)]
        return [entry for entry in entries if since <= entry.at <= until]


@contextmanager
def serving(name: str, **options: Any) -> Iterator[Served]:
    """Serve one of PROGRAMS on a free port for the time of the block."""
    command = [sys.executable, "-m", "bench.serve", name, json.dumps(options)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        try:
            port = process.stdout.readline().strip()
            if not port:
                raise RuntimeError(f"Expected {name} to say its port, got nothing. Run: {' '.join(command)}")
            yield Served(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def dichte() -> Dash:
    """The product as it is."""
    from app import ready_app

    return ready_app(Settings.from_env())


PROGRAMS = {"dichte": dichte, "plotly_patch": plotly_patch.create_app}


def main() -> None:
    program = Counted(PROGRAMS[sys.argv[1]](**json.loads(sys.argv[2])).server.wsgi_app)
    server = make_server("127.0.0.1", 0, program, threaded=True, request_handler=_handler())
    print(server.server_port, flush=True)
    server.serve_forever()


def _handler() -> Any:
    """Werkzeug's own, silent."""
    from werkzeug.serving import WSGIRequestHandler

    class Silent(WSGIRequestHandler):
        def log(self, *_: Any, **__: Any) -> None:
            """Nothing: the log is kept by Counted."""

    return Silent


if __name__ == "__main__":
    main()
