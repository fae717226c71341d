"""Line breaking for docstrings: words in, lines out.

Code spans, references and links are single words, so that none is torn apart, and no
line begins with something that Markdown or a doctest runner would take for markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# What must not come to stand at the beginning of a line by mere wrapping: list markers,
# headings, quotes, tables, rules, fences, and doctest prompts.
_MARKUP = re.compile(r"[-+*>#|=~`:]|\d+[.)]$|\.\.$")


def width(text: str) -> int:
    """Columns that a text takes in a fixed-width font."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def split_words(pieces: Iterable[tuple[str, bool]]) -> list[str]:
    """Split pieces of text into words.

    Args:
        pieces: Text, and whether it may be split at its spaces. Pieces that touch
            without a space between them stay one word.
    """
    words: list[str] = []
    open_word = ""
    for text, splittable in pieces:
        parts = text.replace("\t", " ").split(" ") if splittable else [text]
        open_word += parts[0]
        if len(parts) > 1:
            words.append(open_word)
            words += parts[1:-1]
            open_word = parts[-1]
    words.append(open_word)
    return [word for word in words if word]


def wrap(words: Sequence[str], first: int, rest: int) -> list[str]:
    """Fill lines with words.

    Args:
        words: What to set; a word wider than the line stands alone.
        first: Columns of the first line.
        rest: Columns of the lines after it.
    """
    whole = " ".join(words)
    if width(whole) <= first:
        return [whole] if whole else []
    measure = len if whole.isascii() else width
    lines: list[str] = []
    line: list[str] = []
    taken, limit = 0, first
    for word in words:
        columns = measure(word)
        if not line:
            taken = columns
        elif taken + 1 + columns <= limit or _is_markup(word):
            taken += 1 + columns
        else:
            lines.append(" ".join(line))
            line, taken, limit = [], columns, rest
        line.append(word)
    return [*lines, " ".join(line)] if line else lines


def _is_markup(word: str) -> bool:
    """Tell whether a word would change its meaning at the beginning of a line.

    A code span may begin a line although a fence may not.
    """
    if word.startswith("`") and not word.startswith("```"):
        return False
    if word.startswith("*") and len(word.strip("*")) > 0:
        return False
    return bool(_MARKUP.match(word))


def inert(line: str) -> str:
    """Disarm a doctest prompt at the start of a line; Markdown shows it unchanged."""
    body = line.lstrip(" ")
    if not body.startswith(">>>"):
        return line
    return line[: len(line) - len(body)] + "\\" + body
