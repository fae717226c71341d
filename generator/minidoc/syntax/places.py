"""Where things stand: offsets and tokens of a piece of text become spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from lark import Token

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.values import frozen


@frozen
class Place:
    """Where in a file a piece of text begins that is parsed on its own.

    Attributes:
        file: Name of the page.
        line: Line of the piece's first character, 1-based.
        column: Its column, 1-based, in code points.
        fixed: A span that stands for every part of the piece, for text that lives
            inside another file's string and has no positions of its own.
    """

    file: str
    line: int = 1
    column: int = 1
    fixed: Span | None = None

    def span(self, first: Token, last: Token | None = None) -> Span:
        """Return the span from the first token to the end of the last one."""
        if self.fixed is not None:
            return self.fixed
        last = last or first
        line, column = self._shift(first.line or 1, first.column or 1)
        end, end_column = self._shift(last.end_line or 1, last.end_column or 1)
        return Span(self.file, line, column, end, end_column)

    def _shift(self, line: int, column: int) -> tuple[int, int]:
        """Move a position inside the piece to the page; both count from 1."""
        if line == 1:
            return self.line, column + self.column - 1
        return line + self.line - 1, column


class Source:
    """A page's text with the offsets of its lines."""

    def __init__(self, file: str, text: str) -> None:
        """Index the lines once, so that each look-up takes logarithmic time."""
        self.file = file
        self.text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, offset: int) -> Place:
        """Return the place of a piece of text that begins at that offset."""
        return Place(self.file, *self._position(offset))

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`."""
        return Span(self.file, *self._position(start), *self._position(end))

    def line_end(self, offset: int) -> int:
        """Return the offset of the newline that ends the line, or of the text's end."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset, hi=len(self._starts) - 1)
        return line, offset - self._starts[line - 1] + 1


@dataclass(slots=True)
class Context:
    """One piece of text that is being turned into nodes, and what was found on the way.

    Lives for one call of the parser; the list grows, everything else stays.
    """

    place: Place
    text: str
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def report(self, code: Code, message: str, span: Span, hint: str) -> None:
        """Add one finding."""
        self.found.append(Diagnostic(code, message, span, hint))

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """Add the findings of another stage of the parser."""
        self.found.extend(found)
