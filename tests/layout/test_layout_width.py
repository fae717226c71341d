"""Widths are black's, or nothing is said about them."""

from __future__ import annotations

import pytest
from black.strings import char_width, str_width
from hypothesis import given, strategies as st

from minidoc.layout.width import LINE_LENGTH, UncertainError, fits
from minidoc.python.code import is_hidden


def test_every_character_that_a_file_may_hold() -> None:
    settled = 0
    for char in map(chr, range(0x110000)):
        if is_hidden(char):
            continue
        try:
            # One column is left for it.
            is_narrow = fits("n" * (LINE_LENGTH - 1) + char)
        except UncertainError:
            continue
        settled += 1
        assert is_narrow == (char_width(char) == 1), f"U+{ord(char):04X}"
    assert settled > 130_000


@given(st.text("nnnné漢", min_size=40, max_size=95))
def test_a_text_that_may_be_too_long(text: str) -> None:
    assert fits(text) == (str_width(text) <= LINE_LENGTH)


@pytest.mark.parametrize(
    ("text", "answer"), [("n" * 20 + "™" * 30, True), ("n" * 80 + "™" * 30, False)]
)
def test_where_the_width_of_a_character_cannot_matter(text: str, answer: bool) -> None:
    assert fits(text) is answer


def test_where_it_could() -> None:
    with pytest.raises(UncertainError, match=r"U\+2122"):
        fits("n" * 60 + "™" * 20)
