"""Untrusted text and Python code as two types, and the encoders between them.

`Text` is what a page or the overlay says; it has no way to become part of a file by
accident: it cannot be printed, formatted or joined. `Code` is what may stand in a file.
Only the encoders of this module and the checked names of `names` turn one into the
other.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from minidoc.values import frozen

TRIPLE = '"""'

# Categories that must never stand raw in a source file: controls (line ends included),
# format characters (bidi, zero width), surrogates, private use, unassigned, and the
# separators other than the plain space.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"}
# What may need an escape: all but ASCII's visible characters, backslash excepted.
_SPECIAL = re.compile(r"[^ -\[\]-~]")
_SPECIAL_IN_LINES = re.compile(r"[^\n -\[\]-~]")

# In a docstring: spaces that end a line, and how a line after the first begins.
_TRAILING = re.compile(r" +$", re.MULTILINE)
_LATER_LINE = re.compile(r"\n(?=[^\n])")
_LATER_MARGIN = re.compile(r"\n( *)[^ \n]")

# What makes a list item, a rule or a heading of a line; and what GitHub makes links of.
_LINE_START = re.compile(r"^([0-9]*)([-+=.)])")
_BARE_LINK = re.compile(r"(https?|ftp|mailto|xmpp|www)([:.])", re.IGNORECASE)


class Code(str):
    """Text that may stand in a generated file as it is.

    jinja2 takes it for safe (`__html__`), so that autoescaping, which is on, refuses
    nothing but what is not code.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """Return the code itself: it needs no further encoding."""
        return self


@frozen
class Text:
    """Untrusted text. `value` is for encoders and comparisons only."""

    value: str

    def __str__(self) -> NoReturn:
        """Refuse: text has no meaning as part of a file."""
        raise TypeError("untrusted text must go through an encoder")

    def __format__(self, spec: str) -> NoReturn:
        """Refuse, as `__str__` does."""
        raise TypeError("untrusted text must go through an encoder")

    def __bool__(self) -> bool:
        """Tell whether there is any text."""
        return bool(self.value)


def string_literal(text: str) -> Code:
    """Encode text as a Python string literal, hidden characters escaped.

    Its quotes are those that black prefers: double, unless single need fewer escapes.
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = _SPECIAL.sub(_escape, text).replace(quote, f"\\{quote}")
    return Code(f"{quote}{body}{quote}")


def docstring_literal(text: Text, indent: int) -> Code:
    """Encode text as a docstring whose lines after the first are indented.

    The text is what `ast.get_docstring` gives back, and the literal is what black
    leaves alone: no space ends a line or begins the first, the lines after it are not
    all indented, and a space stands between a quote and the three around the text.
    """
    body = _SPECIAL_IN_LINES.sub(_escape, _tidy(text.value))
    body = body.replace(TRIPLE, '\\"\\"\\"')
    start = " " if body.startswith('"') else ""
    if "\n" in body:
        pad = "\n" + " " * indent
        return Code(TRIPLE + start + _LATER_LINE.sub(pad, body) + pad + TRIPLE)
    tail = " " if body.endswith('"') else ""
    return Code(TRIPLE + start + body + tail + TRIPLE)


def toml_string(text: Text) -> Code:
    """Encode text as a TOML basic string: hidden characters and non-ASCII escaped.

    Lone surrogates, which TOML cannot say, become the replacement character.
    """
    return Code(f'"{"".join(_toml_char(char) for char in text.value)}"')


def markdown_text(text: Text) -> Code:
    """Encode text as one line of inert Markdown: no markup, no HTML, no line ends.

    Neither a list nor a rule at its beginning, and no address that becomes a link.
    """
    visible = "".join(" " if _is_hidden(char) else char for char in text.value)
    special = set("\\`*_{}[]<>()#!|~&@$")
    escaped = "".join(f"\\{c}" if c in special else c for c in visible).strip()
    return Code(_BARE_LINK.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", escaped)))


def markdown_url(url: Text) -> Code:
    """Encode an address for use between the parentheses of a Markdown link."""
    safe = "-._~:/?#@!$&'*+,;=%"
    return Code(
        "".join(
            c if c.isascii() and (c.isalnum() or c in safe) else _percent(c)
            for c in url.value
        )
    )


def is_hidden(char: str) -> bool:
    """Tell whether a character must be escaped wherever it appears in a source file."""
    return _is_hidden(char)


def _is_hidden(char: str) -> bool:
    return char != " " and unicodedata.category(char) in _HIDDEN


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _toml_char(char: str) -> str:
    if char in ('"', "\\"):
        return "\\" + char
    if char.isascii() and char.isprintable():
        return char
    point = 0xFFFD if unicodedata.category(char) == "Cs" else ord(char)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    return _numeric(char) if _is_hidden(char) else char


def _numeric(char: str) -> str:
    point = ord(char)
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _tidy(text: str) -> str:
    """Remove space from around the lines of a docstring, as black does."""
    if " \n" in text:
        text = _TRAILING.sub("", text)
    text = text.strip(" \n")
    margins = _LATER_MARGIN.findall(text)
    if margins and all(margins):
        return text.replace("\n" + min(margins), "\n")
    return text
