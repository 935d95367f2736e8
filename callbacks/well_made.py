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
    changed = asked.get("changedPropIds", [])
    return (
        _names_outputs(asked.get("outputs", []), asked["output"])
        and all(_same(asked.get(part, []), callback[part]) for part in ("inputs", "state"))
        and isinstance(changed, list)
        and all(isinstance(each, str) for each in changed)
    )


def _names_outputs(given: object, output: str) -> bool:
    """`output` is "id.property" or "..id.property...id.property.."; its list says the same, or is left out."""
    parts = [part.rpartition(".") for part in output.strip(".").split("...")]
    named = [{"id": component, "property": name} for component, _, name in parts]
    # Behind an "@" stands a digest, where several callbacks write to one property; Dash leaves it out or not.
    plain = [each | {"property": each["property"].partition("@")[0]} for each in named]
    outputs = given if isinstance(given, list) else [given]
    return given == [] or _same(outputs, named) or _same(outputs, plain)


def _same(given: object, expected: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(expected):
        return False
    return all(
        isinstance(one, dict) and (one.get("id"), one.get("property")) == (two["id"], two["property"])
        for one, two in zip(given, expected, strict=True)
    )
