"""Where the pieces of a broken page begin and end; only the recovery asks.

Comes in: a page's text and an offset. Goes out: another offset. The answers are guesses
that hold for pages written like the known ones; the grammar judges every piece again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MODIFIERS = r"(?:(?:abstract|sealed|base|interface|final|mixin)[ \t]+)*"
_TYPE = r"[A-Za-z_$][\w$]*(?:[ \t]*<[^\n()]*>)?\??"

HEADER = re.compile(
    rf"[ \t]*(?P<head>{_MODIFIERS}(?P<keyword>class|enum)\b"
    r"(?:[ \t]+(?P<name>(?:[^\W\d]|\$)[\w$]*))?"
    r"(?P<rest>[^\n{]*))(?P<brace>\n?[ \t]*\{)?"
)
"""The first line of a class or enum, however wrong the rest of it is."""

PLAIN_HEADER = re.compile(r"(?:class|enum)[ \t]+[\w$]+[ \t]*\Z")
"""What the part of that line before the brace has to look like."""

STRICT_HEADER = re.compile(
    rf"[ \t]*{_MODIFIERS}(?:class|enum)[ \t]+[\w$]+[ \t]*"
    r"(?:(?m:$)|\{|<|(?:extends|implements|with)\b)"
)
"""A line that certainly begins a class or an enum, wherever it stands."""

OTHER_HEADER = re.compile(r"[ \t]*(?:base[ \t]+)?(?:mixin|extension)\b[^\n{]*\{")
"""The first line of a block that is no class and no enum, and never read."""

OPENING = re.compile(r"[ \t]*(?P<mark>/\*\*(?!/)|/\*|//)")
CLOSING = re.compile(r"[ \t]*\}(?![ \t]*[),])")
# Any white space: a line that holds a no-break space looks blank, and is.
BLANK = re.compile(r"(?:[^\S\n]*\n)*")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_MEMBER = re.compile(
    rf"[ \t]*(?:final[ \t]+)?(?:{_TYPE}(?:[ \t]+|(?<=[>?])))?[\w$]+(?:\.[\w$]+)?[ \t]*"
    r"(?:;[ \t]*(?m:$)|\((?:[^\n]*[)({\[,;])?[ \t]*(?m:$))"
)
_BRACKET = re.compile(r"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"|[(){}\[\]\n;]")
_OPEN, _CLOSE = "([{", ")]}"


def starts_section(text: str, at: int) -> bool:
    """Tell whether a heading or another class begins on the line."""
    return bool(_HEADING.match(text, at) or STRICT_HEADER.match(text, at))


def paragraph_end(text: str, start: int) -> int:
    """Return where the run of code that begins at `start` ends.

    It ends before a blank line, a comment, a heading, a class and the brace that closes
    the class around it.
    """
    end = _line_end(text, start)
    while end < len(text):
        following = end + 1
        line = text[following : _line_end(text, following)]
        if not line.strip() or OPENING.match(line) or CLOSING.match(line):
            break
        if starts_section(line, 0):
            break
        end = following + len(line)
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        depth += _step(match.group())
        if depth < 0 and match.group() == "}":
            return match.start()
        depth = max(depth, 0)
    return end


def logical_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split at the line ends and semicolons that stand outside of all brackets."""
    depth = 0
    begin = start
    for match in _BRACKET.finditer(text, start, end):
        depth = max(0, depth + _step(match.group()))
        if match.group() in "\n;" and depth == 0:
            if text[begin : match.end()].strip():
                yield begin, match.end()
            begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def block_end(text: str, brace: int, comment: re.Pattern[str]) -> int | None:
    """Return the offset behind the brace that closes the block, if there is one.

    Comments count as a whole. A heading or another class on the way means that the
    closing brace is missing.
    """
    depth = 0
    at = brace
    while at < len(text):
        match = _BLOCK.search(text, at)
        if match is None:
            return None
        at = match.end()
        if match.group().endswith("\n"):
            if starts_section(text, at):
                return None
        elif match.group() == "/**":
            whole = comment.match(text, match.start())
            if whole is None:
                return None
            at = whole.end()
        else:
            depth += _step(match.group())
            if depth == 0 and match.group() == "}":
                return at
    return None


_BLOCK = re.compile(r"/\*\*(?!/)|'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"|[{}\n]")


def resume_after(text: str, start: int) -> int:
    """Return where code goes on behind a comment without an end.

    That is the first line that is blank, begins something, or looks like a member.
    """
    at = _line_end(text, start) + 1
    while at < len(text):
        line = text[at : _line_end(text, at)]
        if not line.strip() or OPENING.match(line) or CLOSING.fullmatch(line.rstrip()):
            return at
        if starts_section(line, 0) or _MEMBER.match(line):
            return at
        at += len(line) + 1
    return len(text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _step(bracket: str) -> int:
    if bracket in _OPEN:
        return 1
    return -1 if bracket in _CLOSE else 0
