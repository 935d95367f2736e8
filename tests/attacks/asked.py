"""What can be asked of an app, found by walking it: every address, and every callback that the server answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dash import Dash
from werkzeug.routing import IntegerConverter, Rule

from callbacks.access.demands import PAGES

CALLBACKS = "/_dash-update-component"
NONSENSE: dict[str, Any] = {"a word": "nonsense", "a number": "7", "dots": "a.b"}
VALUES: dict[str, Any] = {
    "nothing": None,
    "text": "?nonsense=1",
    "a list": [1, {"commune": "07807"}],
    "a dict": {"by": "Người Thử", "commune": "07807", "token": {"a": 1}},
    "a number": 5,
    "yes": True,
}


@dataclass(frozen=True)
class Address:
    """One rule of the app, a method of it, and a path that it takes."""

    endpoint: str
    method: str
    path: str


def addresses(app: Dash) -> Iterator[Address]:
    """Every endpoint with each of its methods; what is variable in a path is nonsense. Callbacks are asked apart."""
    bound = app.server.url_map.bind("localhost")
    for rule in app.server.url_map.iter_rules():
        if rule.rule == CALLBACKS:
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            for path in _paths(bound, rule, method):
                yield Address(rule.endpoint, method, path)


def _paths(bound: Any, rule: Rule, method: str) -> set[str]:
    if rule.endpoint == "/<path:path>":
        return {path for path in PAGES if path != "/"}
    found = set()
    for word in NONSENSE.values():
        values = {name: _fit(rule, name, word) for name in rule.arguments}
        found.add(bound.build(rule.endpoint, values, method))
    return found


def _fit(rule: Rule, name: str, word: str) -> Any:
    return 7 if isinstance(rule._converters[name], IntegerConverter) else word


def server_callbacks(app: Dash) -> dict[str, dict[str, Any]]:
    """Callbacks that run in Python, by their output as a request names it."""
    return {output: each for output, each in app.callback_map.items() if "callback" in each}


def body_of(output: str, callback: dict[str, Any], value: Any = None, **values: Any) -> dict[str, Any]:
    """A well-made request for a callback, each input and state with `value`, or its own by "id.property"."""

    def filled(part: str) -> list[dict[str, Any]]:
        return [dict(each) | {"value": values.get(_name(each), value)} for each in callback[part]]

    parts = [part.partition("@")[0] for part in output.strip(".").split("...")]
    names: list[dict[str, str]] = [
        dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts
    ]
    outputs: Any = names if output.startswith("..") else names[0]
    inputs = filled("inputs")
    changed = [_name(each) for each in inputs]
    return {
        "output": output,
        "outputs": outputs,
        "inputs": inputs,
        "state": filled("state"),
        "changedPropIds": changed,
    }


def _name(each: dict[str, Any]) -> str:
    return f"{each['id']}.{each['property']}"
