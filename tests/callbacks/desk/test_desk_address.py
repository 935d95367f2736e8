"""What the address of the desk says, and what it can't."""

from __future__ import annotations

import pytest

from callbacks.desk.view import DeskView, read_desk


@pytest.mark.parametrize(
    "view",
    [
        DeskView(),
        DeskView(
            tab="held", lang="en", only=3, reason="contested", source="qr-checkins", file=3, row=12, page=2
        ),
        DeskView(tab="ledger", file=12),
        DeskView(source="bluezone-declarations"),
    ],
)
def test_a_view_comes_back_from_its_own_address(view) -> None:
    assert read_desk(view.search()) == (view, ())


def test_what_is_as_ever_is_left_out_of_the_address() -> None:
    assert DeskView().search() == "?"
    assert DeskView(tab="held").search(row=7, file=2) == "?tab=held&file=2&row=7"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tab", "secrets"),
        ("lang", "de"),
        ("file", "0"),
        ("file", "-1"),
        ("row", "1e3"),
        ("row", "٣"),
        ("only", "99999999999999999999"),
        ("page", "x"),
        ("page", "²"),
        ("source", "s" * 81),
        ("reason", "r" * 81),
    ],
)
def test_a_value_that_can_not_be_used_is_told_and_falls_back(name, value) -> None:
    view, bad = read_desk(f"?{name}={value}")
    assert view == DeskView()
    assert [(each.name, each.got) for each in bad] == [(name, value)]


@pytest.mark.parametrize("search", [None, 7, "", "?", "nonsense", {"tab": "held"}])
def test_an_address_that_says_nothing_is_the_tab_of_imports(search) -> None:
    assert read_desk(search)[0] == DeskView()


def test_parameters_that_nobody_knows_are_let_be() -> None:
    assert read_desk("?utm=1&tab=held") == (DeskView(tab="held"), ())
