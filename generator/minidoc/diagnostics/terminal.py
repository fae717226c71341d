"""Untrusted text on a terminal: what it shows, how wide it is, nothing that acts.

Comes in: page text, names, paths. Goes out: text without control, bidi or other unseen
characters (CVE-2021-42574 is about the latter), and the columns that it takes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

TAB_STOP = 4

# More marks on one letter than any script needs are drawn over the lines above it.
_MOST_MARKS = 4


def visible(text: str) -> str:
    """Return the text with everything escaped that is not plainly seen."""
    if _is_plain(text):
        return text
    return "".join(_shown(char) for char in text)


def cells(text: str) -> Iterator[tuple[str, int]]:
    """Yield for each character what shows it, and the columns that this takes.

    Tabs are spaces up to the next stop, wide characters take two columns, combining
    marks none.
    """
    if _is_plain(text):
        yield from ((char, 1) for char in text)
        return
    column = marks = 0
    for char in text:
        is_mark = unicodedata.category(char) in {"Mn", "Me"}
        marks = marks + 1 if is_mark else 0
        if char == "\t":
            shown = " " * (TAB_STOP - column % TAB_STOP)
        else:
            shown = _escaped(char) if marks > _MOST_MARKS else _shown(char)
        width = _width(shown)
        column += width
        yield shown, width


def _is_plain(text: str) -> bool:
    """Tell at once, as for nearly every line, that each character shows itself."""
    return text.isascii() and text.isprintable()


def _width(shown: str) -> int:
    if len(shown) != 1:
        return len(shown)
    if unicodedata.category(shown) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(shown) in {"W", "F"} else 1


def _shown(char: str) -> str:
    # Cc, Cf (bidi, zero width), Cs, Co, Cn; and separators that may end a line.
    category = unicodedata.category(char)
    if category[0] == "C" or category in {"Zl", "Zp"}:
        return _escaped(char)
    return char


def _escaped(char: str) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    if named is not None:
        return named
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
