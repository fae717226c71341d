"""The spelling of a source: its words and comments, without what a formatter decides.

Comes in: Python source. Goes out: names, numbers and operators in their order, comments
where they belong, and the comments above everything. What strings say and how things
nest is for the syntax tree to tell.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field

from minidoc.values import frozen

# What formatters add and take away; where it has a meaning, the syntax tree shows it.
_BRACKETS = frozenset("(),;")
_SILENT = frozenset(
    {
        tokenize.NL,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.STRING,
        tokenize.ENDMARKER,
        tokenize.ENCODING,
    }
)
# Since Python 3.12 and 3.14 the inside of such a string comes as tokens.
_OPENING = frozenset(
    getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START")
)
_CLOSING = frozenset(
    getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END")
)
# Comments that tools obey. Above everything they count; a licence there does not.
_ORDERS = re.compile(
    r"#\s*(type|mypy|pyright|pyre|ruff|flake8|noqa|isort|fmt|yapf|pylint|pragma|nosec)\b"
)


@frozen
class Words:
    """What the words of a source are.

    Attributes:
        above: Comments before the first statement that no tool obeys.
        body: Everything else, in order.
    """

    above: frozenset[str]
    body: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """How far the reading has come.

    Attributes:
        line: Tokens of the logical line so far.
        inside: Its comments.
        before: Comments on lines of their own since the last logical line.
        imports: Comments of the block of imports that ends here; None outside of one.
    """

    words: list[str] = field(default_factory=list[str])
    above: set[str] = field(default_factory=set[str])
    line: list[str] = field(default_factory=list[str])
    inside: list[str] = field(default_factory=list[str])
    before: list[str] = field(default_factory=list[str])
    imports: list[str] | None = None
    is_at_top: bool = True

    def end_line(self) -> None:
        """Put a logical line away: an import into its block, anything else as words."""
        if self.is_at_top:
            self._leave_top()
        if self.line[0] in {"import", "from"}:
            self.imports = [*(self.imports or []), *self.before, *self.inside]
        else:
            self.end_imports()
            line = [word for word in self.line if word]
            self.words += [*self.before, *line, *self.inside]
        self.line, self.inside, self.before = [], [], []

    def end_imports(self) -> None:
        """Put a block of imports away: sorting moves its comments, and loses none."""
        if self.imports is not None:
            self.words += ["import", *sorted(self.imports)]
            self.imports = None

    def _leave_top(self) -> None:
        self.is_at_top = False
        self.above = {each for each in self.before if not _ORDERS.match(each)}
        self.before = [each for each in self.before if each not in self.above]


def words_of(source: str) -> Words:
    """Read the words of a source that parses."""
    reading = _Reading()
    for kind, text in _tokens(source):
        if kind == tokenize.COMMENT:
            (reading.inside if reading.line else reading.before).append(_comment(text))
        elif kind == tokenize.NEWLINE:
            if reading.line:
                reading.end_line()
        elif kind not in _SILENT and text not in _BRACKETS:
            reading.line.append(text.lower() if kind == tokenize.NUMBER else text)
        elif not reading.line and kind in {tokenize.STRING, tokenize.OP}:
            # A line that begins like this has begun, though there is no word yet.
            reading.line.append("")
    reading.end_imports()
    return Words(frozenset(reading.above), (*reading.words, *reading.before))


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """Yield tokens; a formatted string is one token, as it was before Python 3.12."""
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        depth -= token.type in _CLOSING
        if not depth and token.type not in _OPENING:
            is_string = token.type in _CLOSING
            yield (tokenize.STRING if is_string else token.type), token.string
        depth += token.type in _OPENING


def _comment(text: str) -> str:
    """Return a comment as formatters write it: one space after the sign."""
    inside = text[1:].strip()
    return f"# {inside}" if inside else "#"
