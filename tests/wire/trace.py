"""What the browser of a tracer sends."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.wire.desk import press

TRACER = {"by": "Người Thử", "purpose": "ổ dịch Quang Châu"}


def page(client: FlaskClient, search: str = "") -> Any:
    """Everything on the screen for an address, before the browser said who asks."""
    values = {"pathname": "/trace", "search": search}
    dependencies = client.get("/_dash-dependencies").get_json()
    [callback] = [c for c in dependencies if c["output"] == "page.children"]
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [each | {"value": values[each["property"]]} for each in callback["inputs"]],
        "state": [each | {"value": values[each["property"]]} for each in callback["state"]],
        "changedPropIds": ["url.pathname"],
    }
    return client.post("/_dash-update-component", json=body).get_json()["response"]["page"]["children"]


def ask(client: FlaskClient, search: object, tracer: object = None, done: object = None):
    """The answer to an address asked for by `tracer`."""
    return press(
        client, "trace-room.children", **{"trace-url": search, "trace-tracer": tracer, "trace-done": done}
    )


def room(client: FlaskClient, search: str, tracer: object = None) -> Any:
    answer = ask(client, search, tracer)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    return answer.get_json()["response"]["trace-room"]["children"]
