"""Doc text cut into its pieces, as grammar/doc.lark has it, by the patterns alone.

The pieces follow each other without any structure but tags, so that no table of states
is needed to find them; lark's own loop takes ten times as long. What the pieces become
is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from minidoc.syntax.grammars import doc_patterns
from minidoc.syntax.places import Place

# What may stand behind a tag, and only there.
_ARGUMENTS = {"PARAM": "PARAMETER", "THROWS": "EXCEPTION"}
TAGS = frozenset({"PARAM", "TAG", "THROWS"})


class Piece(NamedTuple):
    """A piece of a text, and where it stands in its file."""

    type: str
    text: str
    line: int
    column: int
    end_line: int
    end_column: int


def scan_comment(text: str, place: Place) -> Iterator[Piece]:
    """Cut the text of a comment, tags and their arguments included."""
    return _scan(text, place, in_comment=True)


def scan_prose(text: str, place: Place) -> Iterator[Piece]:
    """Cut prose, which has no tags."""
    return _scan(text, place, in_comment=False)


def _scan(text: str, place: Place, *, in_comment: bool) -> Iterator[Piece]:
    file_line, line_start = place.line, 1 - place.column
    pattern = whole = _pattern(None, in_comment)
    at, end = 0, len(text)
    while at < end:
        match = pattern.match(text, at)
        assert match is not None, "one of the pieces takes any character"
        kind, start, at = match.lastgroup or "", at, match.end()
        piece = match.group()
        line, column = file_line, start - line_start + 1
        if "\n" in piece:
            file_line += piece.count("\n")
            line_start = start + piece.rindex("\n") + 1
        yield Piece(kind, piece, line, column, file_line, at - line_start + 1)
        pattern = _pattern(kind, in_comment) if kind in _ARGUMENTS else whole


@cache
def _pattern(before: str | None, in_comment: bool) -> re.Pattern[str]:
    """Join the patterns of what may come next, in the order of lark's own lexer."""
    left_out = {each for name, each in _ARGUMENTS.items() if name != before}
    if not in_comment:
        left_out |= TAGS
    wanted = [each for each in doc_patterns() if each[0] not in left_out]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in wanted))
