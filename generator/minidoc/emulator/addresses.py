"""Addresses: paths into decoded segments, and back out of nothing else.

Paths are encoded segment by segment, so they are split first and decoded then:
`conv%2F1` is one segment (realtime.md, trap 7).
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NEVER_LITERAL = re.compile(r"[?#]")


def split_path(path: str) -> tuple[str, ...]:
    """Split and decode a path that begins with a slash.

    Raises:
        ValueError: If a segment is empty or is no encoded text; the message names the
            path, and says why.
    """
    if not path.startswith("/") or _NEVER_LITERAL.search(path):
        raise ValueError("path: must begin with / and carry no query")
    segments = tuple(_decoded(segment) for segment in path[1:].split("/"))
    if "" in segments:
        raise ValueError("path: a segment is empty")
    return segments


def _decoded(segment: str) -> str:
    if _BAD_ESCAPE.search(segment):
        raise ValueError("path: a percent sign is not followed by two digits")
    try:
        return unquote_to_bytes(segment).decode("utf-8")
    except UnicodeError:
        raise ValueError("path: a segment is no UTF-8") from None
