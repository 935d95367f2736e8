"""Who asks and for what: without both there is no tracer."""

from __future__ import annotations

import pytest

from callbacks.trace.tracer import Tracer, read_tracer
from callbacks.trace.tracer_line import tracer_line
from layers.text import text
from tests.callbacks.trees import find, words


@pytest.mark.parametrize(
    "raw",
    [
        None,
        5,
        "Nguyễn",
        [],
        {},
        {"by": "An"},
        {"purpose": "x"},
        {"by": " ", "purpose": "x"},
        {"by": "An", "purpose": "\n\t"},
        {"by": {"a": 1}, "purpose": ["x"]},
        {"by": 5, "purpose": True},
    ],
)
def test_without_name_and_purpose_there_is_no_tracer(raw) -> None:
    assert read_tracer(raw) is None


def test_name_and_purpose_are_one_line_each_and_not_longer_than_the_log_holds() -> None:
    assert read_tracer({"by": "  An \n Bình ", "purpose": "x" * 300}) == Tracer("An Bình", "x" * 200)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_line_says_why_nobody_is_shown_and_what_to_do(lang) -> None:
    assert words(tracer_line(None, lang)) == text("trace.tracer.missing", lang)
    shown = tracer_line(Tracer("An", "ổ dịch"), lang)
    assert text("trace.tracer.known", lang, by="An", purpose="ổ dịch") in words(shown)
    assert len(find(shown, "Button", data_trace="forget")) == 1
