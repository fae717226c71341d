"""Whether a file on disk still says what was put there, whoever formatted it since.

Comes in: a path, bytes, the text that was put there. Goes out: yes or no, and a sum of
what formatters leave alone.
"""

from __future__ import annotations

import hashlib
import tokenize

from minidoc.tree import text_of
from minidoc.vendor.shape import shape_of
from minidoc.vendor.words import words_of

_UNREADABLE = (
    SyntaxError,
    tokenize.TokenError,
    ValueError,
    RecursionError,
    MemoryError,
)


def same_bytes(path: str, data: bytes, wanted: str) -> bool:  # noqa: ARG001
    """Tell whether the bytes are the wanted ones."""
    return data == wanted.encode()


def same_tokens(path: str, data: bytes, wanted: str) -> bool:
    """Tell whether a file says what is wanted.

    In Python, tokens and docstrings count; formatting, the order of imports that stand
    together, and a licence above everything do not. In other files the lines count,
    without the space at their ends.
    """
    if same_bytes(path, data, wanted):
        return True
    found = text_of(data)
    if found is None:
        return False
    if not path.endswith(".py"):
        return _lines(found) == _lines(wanted)
    try:
        one, other = words_of(found), words_of(wanted)
        # The words first: they are found faster, and a licence may not replace ours.
        return (
            one.body == other.body
            and one.above >= other.above
            and shape_of(found) == shape_of(wanted)
        )
    except _UNREADABLE:
        return False


def token_sum(path: str, text: str) -> str | None:
    """Return the SHA-256 of what `same_tokens` compares, but for what is above all.

    None for a text that does not parse. The same on every version of Python.
    """
    if not path.endswith(".py"):
        return _sum("\n".join(_lines(text)))
    try:
        return _sum("\n".join([*words_of(text).body, shape_of(text)]))
    except _UNREADABLE:
        return None


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]
