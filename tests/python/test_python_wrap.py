"""Line breaking: words in, lines out, and no markup by accident."""

from __future__ import annotations

from inspect import cleandoc

import pytest
from hypothesis import given, strategies as st

from minidoc.python.docstrings import text_of
from minidoc.python.wrap import _is_markup, inert, split_words, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4), ("\uff57", 2), ("😀", 2)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_pieces_that_touch_are_one_word() -> None:
    pieces = [("see (", True), ("`a b`", False), (")  and\tmore ", True)]
    assert split_words(pieces) == ["see", "(`a b`)", "and", "more"]


@pytest.mark.parametrize(
    "word",
    ["-", "+", "*", "**", "#", ">", "|", "=", "~~~", "```x", ":", "1.", "2)", ".."],
)
def test_markup_never_begins_a_line(word: str) -> None:
    assert wrap(["aaaa", word, "b"], 4, 4) == [f"aaaa {word}", "b"]


@pytest.mark.parametrize(
    "word", ["`a`", "``a``", "*a*", "**a**", "a-b", "1.5", "(x)", "[x]"]
)
def test_words_that_only_look_like_markup(word: str) -> None:
    assert wrap(["aaaa", word], 4, 4) == ["aaaa", word]


def test_the_first_line_may_be_shorter() -> None:
    assert wrap(["aa", "bb", "cc", "dd"], 2, 5) == ["aa", "bb cc", "dd"]
    assert wrap([], 5, 5) == []
    assert wrap(["much-too-long"], 4, 4) == ["much-too-long"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (">>> import os", r"\>>> import os"),
        ("    >>> x", r"    \>>> x"),
        ("> > > x", "> > > x"),
        ("a >>> b", "a >>> b"),
    ],
)
def test_doctest_prompts(line: str, expected: str) -> None:
    assert inert(line) == expected


WORDS = st.lists(st.text(st.sampled_from("abc漢`-*1."), min_size=1, max_size=9))


@given(WORDS, st.integers(1, 30), st.integers(1, 30))
def test_no_word_is_lost_torn_or_moved(words: list[str], first: int, rest: int) -> None:
    assert [w for line in wrap(words, first, rest) for w in line.split(" ")] == words


MIXED_WORDS = st.lists(
    st.sampled_from(
        ["a", "word", "-", "1.", "`x y`", "```", "漢字", "e\u0301", "x" * 30]
    ),
    max_size=12,
)


@given(MIXED_WORDS, st.integers(3, 40), st.integers(3, 40))
def test_lines_are_filled_word_by_word(words: list[str], first: int, rest: int) -> None:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and width(longer) > (rest if lines else first) and not _is_markup(word):
            lines.append(line)
            longer = word
        line = longer
    assert wrap(words, first, rest) == [*lines, *([line] if line else [])]


LINES = st.lists(
    st.text(st.sampled_from("ab \t\xa0\u2003\x1c*"), max_size=6) | st.just(""),
    max_size=5,
)


@given(st.lists(LINES, max_size=4))
def test_docstrings_are_moved_to_the_left_as_python_does(
    parts: list[list[str]],
) -> None:
    set_apart = [part for part in parts if part]
    lines = [
        line.expandtabs().rstrip(" ") for part in set_apart for line in [*part, ""]
    ]
    expected = cleandoc("\n".join(lines).strip())
    text = text_of(parts)
    assert (text.value if text else "") == expected
