"""One line of code as the splitting sees it: its brackets, and where it may be broken.

A line is read only if it is made of what the binding writes: names, plain literals,
calls, subscripts and displays. Whatever else Python has is `UncertainError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minidoc.layout.width import UncertainError

_STRING = r'"(?:[^"\\\n]|\\.)*+"' + r"|'(?:[^'\\\n]|\\.)*+'"
_PIECE = re.compile(rf"{_STRING}|[()\[\]{{}},|]")
_KEYWORDS = (
    "and|as|assert|async|await|class|def|del|elif|else|except|finally|for|from|global"
    "|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield"
)
# Words, and signs between them with the spaces that black puts there.
_WORDS = rf"""(?:{_STRING})(?!["'\w])|(?!(?:{_KEYWORDS})\b)[^\W\d]\w*+(?!["'])
    |[0-9]++(?:\.[0-9]++)?(?:e-?[0-9]++)?(?![\w.])|(?:^|(?<=[ (\[{{=]))-(?=[0-9])
    |\.\.\.|\.(?=[^\W\d])|[(){{}}\[\]]|,[ ]|,(?=[)\]]|$)|[ ]\|[ ]"""
_EXPRESSION = re.compile(
    rf"""(?:{_WORDS}|(?<=["']):[ ]|(?<=\w)=(?=[\w"'(\[{{.-])
    |(?:^|(?<=[ ({{]))\*\*(?=[^\W\d])|(?<=["'])[ ](?=["']))++""",
    re.VERBOSE,
)
_SIGNATURE = re.compile(rf"(?:{_WORDS}|(?<=\w):[ ]|[ ]=[ ]|\*(?=,[ ]))*+", re.VERBOSE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_OPENING = frozenset(_CLOSING.values())


@dataclass(slots=True)
class Breaks:
    """What lies outside all brackets of a text, as offsets into it.

    Attributes:
        groups: Opening and closing brackets.
        commas: Commas, but for one at the very end.
        bars: Bars with an operand on either side.
        strings: Strings that follow another string.
    """

    groups: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    commas: list[int] = field(default_factory=list[int])
    bars: list[int] = field(default_factory=list[int])
    strings: list[int] = field(default_factory=list[int])

    def last_group(self) -> tuple[int, int] | None:
        """Return the last pair of brackets that holds something."""
        for opening, closing in reversed(self.groups):
            if closing > opening + 1:
                return opening, closing
        return None


def breaks(text: str) -> Breaks:
    """Find the brackets and the places to break of a text with balanced brackets."""
    found = Breaks()
    depth = start = 0
    behind = -2
    last = len(text) - 1
    for match in _PIECE.finditer(text):
        piece, at = match[0], match.start()
        if piece in _OPENING:
            start = start if depth else at
            depth += 1
        elif piece in _CLOSING:
            depth -= 1
            if not depth:
                found.groups.append((start, at))
        elif depth:
            continue
        elif piece == ",":
            found.commas += [at] if at < last else []
        elif piece == "|":
            # One at the start belongs to the line before.
            found.bars += [at] if at else []
        else:
            found.strings += [at] if at == behind + 1 else []
            behind = match.end()
    return found


def check_expression(text: str) -> None:
    """Check that a text is an expression, or part of one, of known pieces.

    Raises:
        UncertainError: If it is not, or if a comma in it keeps brackets exploded, or if
            there are brackets that black would remove.
    """
    if not _EXPRESSION.fullmatch(text):
        raise UncertainError("an unknown piece of code")
    _check_brackets(text)


def check_parameters(text: str) -> None:
    """Check the parameters of a signature in the same way; there may be none.

    Raises:
        UncertainError: As `check_expression` does.
    """
    if not _SIGNATURE.fullmatch(text):
        raise UncertainError("an unknown piece of a signature")
    _check_brackets(text)


def _check_brackets(text: str) -> None:
    opened: list[tuple[int, int]] = []
    commas = 0
    for match in _PIECE.finditer(text):
        piece, at = match[0], match.start()
        if piece == ",":
            commas += 1
        elif piece in _OPENING:
            opened.append((at, commas))
            commas = 0
        elif piece in _CLOSING:
            opening, outer = opened.pop() if opened else (at, 0)
            if text[opening] != _CLOSING[piece]:
                raise UncertainError("brackets that do not match")
            _check_commas(text, opening, at, commas)
            commas = outer
    if opened:
        raise UncertainError("brackets that stay open")


def _check_commas(text: str, opening: int, closing: int, commas: int) -> None:
    """Check one pair of brackets, of which the commas were counted."""
    is_tuple = text[opening] == "(" and is_display(text, opening)
    if text[closing - 1] == "," and not (is_tuple and commas == 1):
        raise UncertainError("a comma that keeps brackets exploded")
    if is_tuple and not commas and closing > opening + 1:
        raise UncertainError("brackets around a single value")


def is_display(text: str, opening: int) -> bool:
    """Tell whether a bracket begins a tuple, list or dict, not a call or subscript."""
    before = text[opening - 1 : opening]
    return not (before.isalnum() or (before != "" and before in "_)]}\"'"))
