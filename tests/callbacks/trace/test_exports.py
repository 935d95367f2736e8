"""Forms of what is taken away: what the file holds, who it is recorded for, and every word a file asks for."""

from __future__ import annotations

import pytest

from callbacks.trace.export_files import words_in
from callbacks.trace.export_forms import FORMATS, export_form
from data.tracing import exports, notice
from layers.text import text
from tests.callbacks.trace.conftest import TRACER
from tests.callbacks.trees import find, one, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@every_language
@pytest.mark.parametrize("what", ["case", "venue", "list"])
def test_a_form_says_what_the_file_holds_and_offers_every_format(what, lang, asked, view) -> None:
    found = export_form(asked, view(lang=lang), TRACER, what, 12)
    form = one(found, "Form", data_export=what)["props"]
    assert (form["data-key"], form["data-search"]) == ("12", view(lang=lang).search())
    assert [b["props"]["data-ext"] for b in find(found, "Button")] == list(FORMATS) == list(exports.FORMATS)
    told = "take.list_told" if what == "list" else "take.people_told"
    assert text(told, lang) in words(found)
    assert form["data-done"].count("{name}") == 1


@every_language
def test_every_word_that_a_file_asks_for_is_there(lang) -> None:
    asked = words_in(lang)
    assert all(asked(key) for key in (*exports.WORDS, *notice.WORDS, "venue_type.market"))


def test_titles_of_columns_differ_within_a_file() -> None:
    for lang in ("vi", "en"):
        columns = [key for key in exports.WORDS if key.startswith("column.")]
        assert len({words_in(lang)(key) for key in columns}) >= len(columns) - 1
