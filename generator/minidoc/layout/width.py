"""How wide black takes a text to be: two columns for what East Asia writes wide.

Python's Unicode tables differ between versions, and from black's; where that could
matter, nothing is said.
"""

from __future__ import annotations

import unicodedata

LINE_LENGTH = 88

# Letters, marks of punctuation and money: their width is the same in every table.
_SETTLED = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "Sc", "Sm"}) | {
    f"P{kind}" for kind in "cdefios"
}


class UncertainError(Exception):
    """What black would do is not known here; it has to be asked."""


def fits(text: str, columns: int = LINE_LENGTH) -> bool:
    """Tell whether a text fits into columns.

    Raises:
        UncertainError: If that hangs on a character whose width is not settled.
    """
    shortest = len(text)
    if text.isascii() or shortest > columns:
        return shortest <= columns
    wide = [char for char in text if not char.isascii()]
    if shortest + len(wide) <= columns:
        return True
    return shortest + sum(map(_is_wide, wide)) <= columns


def _is_wide(char: str) -> bool:
    if unicodedata.category(char) not in _SETTLED:
        raise UncertainError(f"the width of U+{ord(char):04X}")
    return unicodedata.east_asian_width(char) in "WF"
