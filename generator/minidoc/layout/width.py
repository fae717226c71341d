"""How wide black takes a text to be: two columns for what East Asia writes wide.

Python's Unicode tables differ between versions, and from black's; where that could
matter, nothing is said.
"""

from __future__ import annotations

import unicodedata

LINE_LENGTH = 88

# Letters, marks of punctuation and money that are narrow stay so. Wide ones do as well,
# but for signs that belong to the one before.
_NARROW = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "Sc", "Sm"}) | {
    f"P{kind}" for kind in "cdefios"
}
_NEVER_SURE = frozenset({"Mc", "Me", "Mn", "Sk"})


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
    category = unicodedata.category(char)
    is_wide = unicodedata.east_asian_width(char) in "WF"
    if category in _NEVER_SURE if is_wide else category not in _NARROW:
        raise UncertainError(f"the width of U+{ord(char):04X}")
    return is_wide
