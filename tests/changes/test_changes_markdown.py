"""A section of a changelog: what a page, a name or a reason says in it stays text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt

from minidoc.changes import Change, ChangeCode
from minidoc.changes.accepted import Acceptance
from minidoc.changes.model import Changes
from minidoc.changes.render import Shown, as_markdown
from minidoc.diagnostics import Span

TEXTS = [
    "<b>x</b>", "*x*", "_x_", "[a](b)", "![a](b)", "[a]: b", "\\*x*", "``", "a`b", "`a",
    "<https://example.com>",
]  # fmt: skip


def section(message: str, reason: str, before: str | None) -> str:
    """Return the section about one change that was accepted."""
    code = ChangeCode.REMOVED_MEMBER
    change = Change(code, "A.x", "A.x", message, before, None, "A.md", 3)
    entry = Acceptance(code, "A.x", reason, None, Span("accepted.toml", 1, 1, 1, 1))
    return as_markdown(Shown(Changes((change,)), {change: entry}))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is in the lines of a section, as Markdown is read: kind and text."""
    for block in MarkdownIt("commonmark").parse(text):
        for child in block.children or ():
            yield child.type, child.content


@pytest.mark.parametrize("text", TEXTS)
def test_messages_and_reasons_are_text(text: str) -> None:
    for message, reason in ((f"see {text} here", ""), ("gone", f"see {text} here")):
        found = list(pieces(section(message, reason, None)))
        assert {kind for kind, _ in found} == {"text", "code_inline"}
        assert f"see {text} here" in "".join(content for _, content in found)


@pytest.mark.parametrize("mark", ["#1", "@who", "a | b", "~~x~~"])
def test_marks_that_mean_something_to_hosts_are_escaped(mark: str) -> None:
    escaped = "".join(f"\\{char}" if char in "#@|~" else char for char in mark)
    assert f"see {escaped}." in section(f"see {mark}", "", None)


@pytest.mark.parametrize("text", [*TEXTS, "`", "`a`", "a ``` b"])
def test_values_are_code_spans_whatever_is_in_them(text: str) -> None:
    assert ("code_inline", text) in pieces(section("gone", "", text))


@pytest.mark.parametrize("char", ["\u202e", "\x1b", "\x07"])
def test_nothing_acts_on_a_terminal(char: str) -> None:
    assert char not in section(f"a{char}b", f"a{char}b", f"a{char}b")
