"""Component ids of the tracer's desk; assets/trace.js uses the same words."""

URL = "trace-url"
ROOM = "trace-room"
TRACER = "trace-tracer"
WHO = "trace-who"
PURPOSE = "trace-purpose"
DONE = "trace-done"

DECIDE = "trace-decide"

ACTS = (DECIDE,)
"""Stores, one a gesture: assets/trace.js writes what the reader's form says, a callback acts on it."""
