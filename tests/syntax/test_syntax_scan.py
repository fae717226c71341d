"""Pieces of doc text, held against what lark makes of the same grammar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from hypothesis import given, strategies as st
from lark import Token, Tree

from minidoc.syntax.grammars import doc_parser
from minidoc.syntax.places import Place
from minidoc.syntax.scan import TAGS, Piece, scan_comment, scan_prose

MARKS = (
    "`", "``", "```", "````", "~~~", "\n", "\n\n", "[", "]", "(", ")", "[a]",
    "[A.b]", "[a](b)", '[a](<b c> "t")', "[[a]](b(c))", "[a] (b)", "`a`",
    "``a ` b``", "\\", "\\[", "\\\\", "@", "@param", "@param a", "@param a - b",
    "@params", "@param-x", "@returns", "@throws", "@throws FooError if",
    "@throws if", "\n@param a b", "\n@throws FooError if", "@deprecated",
    "@scope/package", "@since 2", " ", "\t", "  ",
    "word", "a b", "É", "👍", "\u2028", "\x85", "{@link A}", "```dart\nint a;\n```",
    "~~~\n```\n~~~", "```\nnever closed", "Exception ", "$a", "|",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=12).map("".join)
PLACES = st.builds(Place, st.just("A.md"), st.integers(1, 40), st.integers(1, 40))


@given(TEXTS, PLACES)
def test_comments(text: str, place: Place) -> None:
    tree = parsed(text, "comment")
    expected: list[Token] = []
    for child in tree.children:
        # A tag and its text are a tree of their own.
        inner = (
            cast("list[Token]", child.children) if isinstance(child, Tree) else [child]
        )
        assert isinstance(child, Token) or inner[0].type in TAGS
        expected += inner
    assert list(scan_comment(text, place)) == pieces(expected, place)


@given(TEXTS, PLACES)
def test_prose(text: str, place: Place) -> None:
    expected = cast("list[Token]", parsed(text, "prose").children)
    assert list(scan_prose(text, place)) == pieces(expected, place)


def parsed(text: str, start: str) -> Tree[Token]:
    return cast("Tree[Token]", cast("Any", doc_parser()).parse(text, start))


def pieces(tokens: Iterable[Token], place: Place) -> list[Piece]:
    found: list[Piece] = []
    for token in tokens:
        span = place.span(token)
        where = (span.line, span.column, span.end_line, span.end_column)
        found.append(Piece(token.type, str(token), *where))
    return found
