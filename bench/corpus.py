"""Pages in any number: the page on users as it stands, and copies under other names.

In: how many. Out: pages and the overlay that belongs to them, by file name. Nothing is
written here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SPEC = Path(__file__).resolve().parents[1] / "spec"
PAGE = "Users.md"
SESSION = "TalkSession.md"
OVERLAY = "overlay.toml"
_SECTION = re.compile(r"^# --- (\S+\.md)\b", re.MULTILINE)


def corpus(copies: int, *, session: bool = False) -> dict[str, str]:
    """Return the pages and their overlay, by file name.

    The first copy is the page itself; the n-th calls itself, what it declares and its
    topics by other names, so that everything it says exists once more.

    Args:
        copies: How many pages on users there are.
        session: Have the page of the entry point as well, for programs that import it.
    """
    files: dict[str, str] = {}
    overlay: list[str] = []
    for number in range(copies):
        files[page_name(number)], entries = one_copy(number)
        overlay.append(entries)
    if session:
        files[SESSION] = _read(SESSION)
        overlay.append(_sections()[SESSION])
    return files | {OVERLAY: "\n".join(overlay)}


def one_copy(number: int) -> tuple[str, str]:
    """Return the n-th copy of the page, and what the overlay says about it."""
    page = _read(PAGE)
    classes = re.findall(r"^class User(\w+)", page, re.MULTILINE)

    def numbered(text: str) -> str:
        if not number:
            return text
        user = rf"\bUser(?=(?:{'|'.join(classes)})\b)"
        text = re.sub(user, f"User{number}", text)
        for before in ("Flutter/", "title: '", 'page = "'):
            text = text.replace(f"{before}Users", f"{before}Users{number}")
        return re.sub(r'(?<=(?:name|opic) = ")user', f"user{number}", text)

    return numbered(page), numbered(_sections()[PAGE])


def page_name(number: int) -> str:
    """Return the file name of the n-th copy; the first one has the page's own."""
    return f"Users{number or ''}.md"


def overlay_sections(text: str) -> dict[str, str]:
    """Return what an overlay says, by page; sections on the same page are joined."""
    sections: dict[str, str] = {}
    _, *parts = _SECTION.split(text)
    for page, entries in zip(parts[::2], parts[1::2], strict=True):
        # What is left of the line is the rest of a comment.
        _, _, kept = entries.partition("\n")
        sections[page] = sections.get(page, "") + kept
    return sections


@cache
def _read(name: str) -> str:
    return (SPEC / name).read_text(encoding="utf-8")


@cache
def _sections() -> dict[str, str]:
    return overlay_sections(_read(OVERLAY))
