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
        parts = re.split(r"[ \t]+", text) if splittable else [text]
        open_word += parts[0]
        for part in parts[1:]:
            words.append(open_word)
            open_word = part
    words.append(open_word)
    return [word for word in words if word]


def wrap(words: Sequence[str], first: int, rest: int) -> list[str]:
    """Fill lines with words.

    Args:
        words: What to set; a word wider than the line stands alone.
        first: Columns of the first line.
        rest: Columns of the lines after it.
    """
    lines: list[str] = []
    line = ""
    for word in words:
        limit = rest if lines else first
        if not line:
            line = word
        elif width(line) + 1 + width(word) <= limit or _is_markup(word):
            line = f"{line} {word}"
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


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
