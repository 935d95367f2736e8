"""Looking into component trees: whether made in Python or come over the wire as JSON, they are read alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plotly.utils import PlotlyJSONEncoder

Node = dict[str, Any]


def plain(tree: Any) -> Any:
    """The tree as the browser gets it: dicts with `type` and `props`, lists and text; still parts are looked into."""
    return _looked_into(json.loads(json.dumps(tree, cls=PlotlyJSONEncoder)))


def _looked_into(tree: Any) -> Any:
    if isinstance(tree, list):
        return [_looked_into(each) for each in tree]
    if not isinstance(tree, dict):
        return tree
    found = {name: _looked_into(each) for name, each in tree.items()}
    if "data-still" in found:
        return {"children": [_made(each) for each in json.loads(found["data-still"])]}
    return found


def _made(tree: Any) -> Any:
    """A node of a still part as the component it was made of."""
    if isinstance(tree, str):
        return tree
    tag, attributes, children = tree
    names = {"class": "className", "for": "htmlFor", "tabindex": "tabIndex", "colspan": "colSpan"}
    props = {names.get(name, name): value for name, value in attributes.items()}
    return {
        "namespace": "still",
        "type": tag.capitalize(),
        "props": props | {"children": [_made(child) for child in children]},
    }


def walk(tree: Any) -> Iterator[Node]:
    """Every component of a plain tree, from outside in; labels of options are looked into too."""
    if isinstance(tree, list):
        for each in tree:
            yield from walk(each)
    elif isinstance(tree, dict):
        if "namespace" in tree:
            yield tree
        for each in tree.values():
            yield from walk(each)


def find(tree: Any, kind: str | None = None, **props: Any) -> list[Node]:
    """Components of this type that hold these properties; `data_sort` stands for `data-sort`, `css` for one class."""
    css = props.pop("css", None)
    wanted = {_spelled(name): value for name, value in props.items()}
    return [
        node
        for node in walk(plain(tree))
        if kind in (None, node["type"])
        and (css is None or css in node["props"].get("className", "").split())
        and all(node["props"].get(name) == value for name, value in wanted.items())
    ]


def _spelled(name: str) -> str:
    return name.replace("_", "-") if name.startswith(("data_", "aria_")) else name


def one(tree: Any, kind: str | None = None, **props: Any) -> Node:
    """The only such component."""
    found = find(tree, kind, **props)
    assert len(found) == 1, f"expected one {kind or 'component'} {props}, found {len(found)}"
    return found[0]


def words(tree: Any) -> str:
    """The text a reader sees, inline parts joined as they stand."""
    if isinstance(tree, str | int | float) and not isinstance(tree, bool):
        return str(tree)
    if isinstance(tree, list | tuple):
        return "".join(words(each) for each in tree)
    if isinstance(tree, dict):
        props = _looked_into(tree)["props"] if "data-still" in tree["props"] else tree["props"]
        return words(props.get("children"))
    return words(plain(tree)) if hasattr(tree, "to_plotly_json") else ""


def paragraphs(tree: Any) -> list[str]:
    """The text of every paragraph."""
    return [words(node) for node in find(tree, "P")]


def table(tree: Any) -> list[list[str]]:
    """The cells of the only table in words, its head first."""
    rows = find(one(tree, "Table"), "Tr")
    return [[words(cell) for cell in row["props"]["children"]] for row in rows]
