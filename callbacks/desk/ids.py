"""Component ids of the data desk; assets/desk.js uses the same words."""

URL = "desk-url"
ROOM = "desk-room"
WHO = "desk-who"
DONE = "desk-done"

SOURCE = "desk-source"
EXPECTS = "desk-expects"
TOKEN = "desk-token"
TICK = "desk-tick"
WORK = "desk-work"
COMMUNE = "desk-commune"

COMMIT = "desk-commit"
DISCARD = "desk-discard"
WITHDRAW = "desk-withdraw"
PLACE = "desk-place"
CORRECT = "desk-correct"
CHOOSE = "desk-choose"
DISMISS = "desk-dismiss"

ACTS = (COMMIT, DISCARD, WITHDRAW, PLACE, CORRECT, CHOOSE, DISMISS)
"""Stores, one a gesture: assets/desk.js writes what the reader's form says, a callback acts on it."""
