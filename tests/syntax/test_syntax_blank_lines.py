"""A line that only looks blank ends nothing: what follows it is read."""

from __future__ import annotations

import pytest

from minidoc.pages import page_from_text
from minidoc.syntax import parse
from minidoc.syntax.nodes import Class, Enum

FRONT = (
    "---\nurl: https://example.org/docs/A\ntitle: 'A'\nminidoc-source: dart\n---\n\n"
)
# No-break and other wide spaces, and what some programs take for the end of a line.
BLANKS = [
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\xa0",
    "\u2003",
    "\u2028",
    "\u2029",
    "\u3000",
]


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: f"U+{ord(blank):04X}")
def test_white_space_hides_nothing(blank: str) -> None:
    body = (
        f"{blank}\n## A\n{blank}\nclass A {{\n{blank}\n  {blank}\nfinal int b;\n}}\n"
        f"{blank}\n## B\nenum B {{ one }}\n{blank}"
    )
    parsed = parse(page_from_text("A.md", FRONT + body))
    assert parsed.diagnostics == ()
    assert parsed.document is not None
    [made] = [item for item in parsed.document.items if isinstance(item, Class)]
    assert [member.name for member in made.members] == ["b"]
    assert [item.name for item in parsed.document.items if isinstance(item, Enum)] == [
        "B"
    ]
