"""Large texts as bytes, a piece at a time, so that none is in memory twice."""

from __future__ import annotations

from collections.abc import Iterator

# Characters. The API model of a thousand pages has thirty million.
_PIECE = 1 << 20


def pieces_of(text: str) -> Iterator[bytes]:
    """Yield the bytes of a text in UTF-8."""
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE].encode()
