"""Parts of a page that are plain HTML: each is sent as one tree and built in the browser by assets/still.js.

Dash tells every component on the page of every new one: a table of a thousand cells would stand after seconds. As
one tree it is one component. What stands in it is HTML alone: its links, buttons and forms are heard by the page's
scripts, which listen at the document.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes

_NAMES = {"className": "class", "htmlFor": "for"}
_OF_HTML = "dash_html_components"


@dataclass(frozen=True)
class Plain:
    """An element that Dash has no component for, such as a field that no callback reads."""

    tag: str
    props: dict[str, Any] = field(default_factory=dict)


def plain(tag: str, **props: Any) -> Any:
    """Such an element with its attributes; it may stand in a `still` only."""
    return Plain(tag, props)


def still(*children: Any) -> Component:
    """These parts as one component; raises TypeError for what is no plain HTML."""
    tree = json.dumps([_tree(each) for each in children], ensure_ascii=False, separators=(",", ":"))
    return html.Div(className="still", **attributes(data_still=tree))


def _tree(node: Any) -> Any:
    """Text, or a list of tag, attributes and children."""
    if node is None or isinstance(node, str):
        return node or ""
    if isinstance(node, int | float):
        return str(node)
    if isinstance(node, Plain):
        return [node.tag, _attributes(node.props), []]
    found = _plotly_json(node) if isinstance(node, Component) else {}
    if found.get("namespace") != _OF_HTML:
        raise TypeError(f"expected plain HTML in a still part, got {node!r}")
    props = dict(found["props"])
    if "data-still" in props:
        return ["div", {"class": "still"}, json.loads(props["data-still"])]
    children = props.pop("children", None)
    listed = children if isinstance(children, list | tuple) else [children]
    return [
        found["type"].lower(),
        _attributes(props),
        [_tree(child) for child in listed if child is not None],
    ]


def _plotly_json(component: Any) -> dict[str, Any]:
    found: dict[str, Any] = component.to_plotly_json()
    return found


def _attributes(props: dict[str, Any]) -> dict[str, Any]:
    """Names and values as HTML has them; what is false or nothing is left out."""
    return {
        _NAMES.get(name, name.lower()): _value(value)
        for name, value in props.items()
        if value is not None and value is not False
    }


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ";".join(f"{name}:{each}" for name, each in value.items())
    return "" if value is True else str(value)
