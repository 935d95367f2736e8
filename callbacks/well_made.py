"""Whether the body of a callback is one that a page of ours could send: Dash believes it, and fails where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_well_made(asked: object, known: Mapping[str, Any]) -> bool:
    """Whether the body names a server callback out of `known` with exactly its outputs, inputs and state, in order."""
    if not isinstance(asked, dict) or not isinstance(asked.get("output"), str):
        return False
    callback: Mapping[str, Any] = known.get(asked["output"], {})
    if "callback" not in callback:
        return False
    written = _written_to(asked["output"])
    outputs, changed = asked.get("outputs", written), asked.get("changedPropIds", [])
    return (
        _same(outputs if isinstance(outputs, list) else [outputs], written)
        and all(_same(asked.get(part, []), callback[part]) for part in ("inputs", "state"))
        and isinstance(changed, list)
        and all(isinstance(each, str) for each in changed)
    )


def _written_to(output: str) -> list[dict[str, str]]:
    """Components and properties of an output, written "id.property" or "..id.property...id.property..", with "@" and a
    digest behind where another callback writes there too."""
    written = [each.partition("@")[0].rpartition(".") for each in output.strip(".").split("...")]
    return [{"id": component, "property": name} for component, _, name in written]


def _same(given: object, expected: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(expected):
        return False
    return all(
        isinstance(one, dict) and (one.get("id"), one.get("property")) == (two["id"], two["property"])
        for one, two in zip(given, expected, strict=True)
    )
