"""A rendered file: which of its lines are too long, and what they become.

Docstrings are left alone; the encoder has written them as black would.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minidoc.layout.splits import split
from minidoc.layout.width import LINE_LENGTH

# A docstring begins a line and ends one; `code.docstring_literal` escapes the rest.
_DOCSTRING = re.compile(
    r'(\n *"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""(?=\n))', re.DOTALL
)
_KEPT = 4096


def lay_out(source: str) -> str:
    """Split the lines of a rendered file that are too long.

    Every other line must already be as black writes it, blank lines included.

    Raises:
        UncertainError: If black has to be asked.
    """
    parts = _DOCSTRING.split("\n" + source)
    parts[::2] = map(_code, parts[::2])
    return "".join(parts)[1:]


def _code(text: str) -> str:
    lines = text.split("\n")
    if text.isascii() and len(max(lines, key=len)) <= LINE_LENGTH:
        return text
    return "\n".join(_laid_out(line) for line in lines)


def _laid_out(line: str) -> str:
    if len(line) <= LINE_LENGTH and line.isascii():
        return line
    return _split(line)


# Many lines, such as the field for what is unknown, stand in every file.
@lru_cache(maxsize=_KEPT)
def _split(line: str) -> str:
    return "\n".join(split(line))
