"""What to say about a stretch of code that the grammar refuses.

Comes in: the text and lark's exception. Goes out: a code, a sentence in the words of
somebody who writes pages, and where to point. Lark's own terms stay here.
"""

from __future__ import annotations

import re
from typing import cast

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from minidoc.diagnostics import Code
from minidoc.syntax.unsupported import Unsupported, find_unsupported
from minidoc.values import frozen

# What may be expected, the most telling first. What is missing here (`final`, `?`) may
# be left out anywhere, so it never explains an error.
_EXPECTED = {
    "SEMICOLON": "`;`",
    "NAME": "a name",
    "_OPEN": "`(`",
    "CLOSE": "`)`",
    "CLOSE_BRACE": "`}`",
    "_CLOSE_SQUARE": "`]`",
    "GREATER": "`>`",
    "_COMMA": "`,`",
    "_OPEN_BRACE": "`{`",
    "VALUE": "a value",
    "TYPE_NAME": "a type",
    "HEADING": "the end of the line",
    "$END": "the end",
}
_MOST_EXPECTED = 3
_SHOWN = 60
_WORD = re.compile(r"[\w$]+|/\*\*?|\*/|//|=>|.", re.DOTALL)
_BRACKETS = re.compile(r"/\*\*.*?\*/|'[^'\n]*'|\"[^\"\n]*\"|=>|[<>(){}\[\]]", re.DOTALL)
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


@frozen
class Complaint:
    """One error about `text[start:end]`."""

    code: Code
    message: str
    start: int
    end: int
    hint: str


def complain(text: str, error: UnexpectedInput, skip: int = 0) -> Complaint:
    """Say what is wrong with a member or declaration that does not parse.

    `skip` is the length of the doc comment in front of the code: it is never to blame.
    """
    unsupported = find_unsupported(text, skip)
    if unsupported is not None:
        return refusal(unsupported)
    start, end = _pointed(text, _offset(text, error))
    opened = _open_brackets(text[: _offset(text, error)])
    found = text[_offset(text, error) : _offset(text, error) + 1]
    message = describe(text, error)
    if opened[-1:] == ["{"] and (found == ")" or not found):
        hint = "close the named parameters with `}`"
        return Complaint(Code.MISSING_BRACE, message, start, end, hint)
    if "<" in opened or found in ("<", ">", "?"):
        hint = "write a type as `Name`, `Name<Other>` or `Result Function(Type name)`"
        return Complaint(Code.MALFORMED_TYPE, message, start, end, hint)
    hint = "members are `Type name;`, `Type name(...)` or `Class(...)`"
    if opened:
        hint = (
            "write parameters as `Type name`, a comma between them, and close with `)`"
        )
    return Complaint(Code.SYNTAX_ERROR, message, start, end, hint)


def refusal(found: Unsupported) -> Complaint:
    """Say that a construct of Dart is not read."""
    message = f"{found.what} cannot be read"
    code = Code.UNSUPPORTED_CONSTRUCT
    return Complaint(code, message, found.start, found.end, found.hint)


def describe(text: str, error: UnexpectedInput) -> str:
    """Say what was found, and what was expected in its place."""
    offset = _offset(text, error)
    wanted = _expected(error)
    where = _found(text, offset)
    return f"{where}, {wanted} was expected" if wanted else f"{where} is not expected"


def _offset(text: str, error: UnexpectedInput) -> int:
    """Return where the parser gave up."""
    if isinstance(error, UnexpectedToken):
        # lark leaves the attribute without an annotation.
        token = cast("Token", error.token)  # pyright: ignore[reportUnknownMemberType]
        return len(text.rstrip()) if token.type == "$END" else token.start_pos or 0
    return cast("int | None", error.pos_in_stream) or 0


def _pointed(text: str, offset: int) -> tuple[int, int]:
    """Return the stretch to point at.

    What is missing at the end of a line shows only on the next one, so if nothing but
    white space lies between, the place is right behind the last thing that was read.
    """
    before = len(text[:offset].rstrip())
    if before and ("\n" in text[before:offset] or offset >= len(text.rstrip())):
        return before, before + 1
    word = _WORD.match(text, offset)
    return offset, word.end() if word else offset + 1


def _found(text: str, offset: int) -> str:
    word = _WORD.match(text, offset)
    before = text[:offset].rstrip()
    if word is None or "\n" in text[len(before) : offset] or word.group() == "\n":
        last = re.search(r"[\w$]+$|\S$", before[-_SHOWN:])
        return f"after `{last.group()[:_SHOWN]}`" if last else "here"
    shown = word.group()
    if not shown.isprintable():
        return f"found the character U+{ord(shown[0]):04X}"
    return f"found `{shown[:_SHOWN]}`"


def _expected(error: UnexpectedInput) -> str:
    """Return what was expected in words, or an empty string."""
    names: set[str] = set()
    if isinstance(error, UnexpectedToken):
        names = {str(name) for name in error.accepts or error.expected}
    elif isinstance(error, UnexpectedCharacters):
        names = {str(name) for name in error.allowed or ()}
    words = [shown for name, shown in _EXPECTED.items() if name in names]
    if not words or len(words) > 2 * _MOST_EXPECTED:
        return ""
    words = words[:_MOST_EXPECTED]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _open_brackets(text: str) -> list[str]:
    """Return the brackets that are still open at the end of the text."""
    opened: list[str] = []
    for match in _BRACKETS.finditer(text):
        bracket = match.group()
        if bracket in ("(", "[", "{", "<"):
            opened.append(bracket)
        elif opened and _PAIRS.get(bracket) == opened[-1]:
            opened.pop()
    return opened
