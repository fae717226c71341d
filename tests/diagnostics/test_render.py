"""Diagnostics as text: place, caret, windows, and nothing that acts on a terminal."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, strategies as st
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.diagnostics.render import WIDTH, as_json, render
from minidoc.diagnostics.terminal import visible

PAGE = """\
## UserRef
class UserRef {
/** Fetches the user.
@retrun A snapshot */
Future<UserSnapshot?>get()

Future<void>set({String? from})
}
"""
SOURCES = {"Users.md": ("spec/Users.md", PAGE)}


def at(line: int, column: int, end_column: int, end_line: int | None = None) -> Span:
    return Span("Users.md", line, column, end_line or line, end_column)


def excerpt(line: str, column: int, end_column: int) -> tuple[str, str]:
    """Return the source line and the caret line, without their indentation."""
    sources = {"Users.md": ("Users.md", line)}
    found = Diagnostic(Code.SYNTAX_ERROR, "m", at(1, column, end_column))
    rows = render([found], sources, color=False).split("\n")
    assert all(row.startswith("  ") for row in rows[1:3])
    return rows[1][2:], rows[2][2:]


MANY = [
    Diagnostic(Code.RENAMED, "`from` becomes `from_`", at(7, 26, 30)),
    Diagnostic(Code.UNKNOWN_TAG, "unknown tag `@retrun`", at(4, 1, 8), "use `@return`"),
    Diagnostic(Code.UNBOUND_METHOD, "`UserRef.set` has no binding", at(7, 13, 16)),
    Diagnostic(
        Code.MISSING_BRACE, "`UserRef` is not closed", at(2, 1, 2, 8), "add `}`"
    ),
    Diagnostic(Code.CANNOT_WRITE, "cannot write out", None, "make room"),
    Diagnostic(Code.CANNOT_READ, "no text here", Span("Other.md", 3, 1, 3, 2)),
]


def test_text(snapshot: SnapshotAssertion) -> None:
    assert render(MANY, SOURCES, color=False) == snapshot


def test_text_in_color(snapshot: SnapshotAssertion) -> None:
    assert render(MANY, SOURCES, color=True) == snapshot


def test_color_adds_sequences_and_nothing_else() -> None:
    colored = render(MANY, SOURCES, color=True)
    plain = render(MANY, SOURCES, color=False)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_the_order_given_does_not_matter() -> None:
    assert render(MANY[::-1], SOURCES, color=False) == render(
        MANY, SOURCES, color=False
    )


def test_nothing_is_nothing() -> None:
    assert render([], {}, color=True) == ""


@pytest.mark.parametrize(
    ("errors", "warnings", "notes", "line"),
    [
        (3, 2, 1, "3 errors, 2 warnings, 1 note"),
        (1, 0, 0, "1 error"),
        (0, 1, 2, "1 warning, 2 notes"),
    ],
)
def test_the_last_line_counts(
    errors: int, warnings: int, notes: int, line: str
) -> None:
    found = [Diagnostic(Code.SYNTAX_ERROR, "m", None)] * errors
    found += [Diagnostic(Code.UNKNOWN_TAG, "m", None)] * warnings
    found += [Diagnostic(Code.RENAMED, "m", None)] * notes
    assert render(found, {}, color=False).split("\n")[-2:] == [line, ""]


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "marks"),
    [
        ("final int x;", 7, 10, "final int x;", "      ^^^"),
        ("final int x;", 7, 7, "final int x;", "      ^"),
        ("final int x", 12, 12, "final int x", "           ^"),
        ("final int x", 99, 120, "final int x", "           ^"),
        ("int x;   ", 5, 10, "int x;", "    ^^"),
        ("\tint x;", 2, 5, "    int x;", "    ^^^"),
        ("a\tb\tc", 3, 6, "a   b   c", "    ^^^^^"),
        ("用户 name", 4, 8, "用户 name", "     ^^^^"),
        ("用户 name", 1, 3, "用户 name", "^^^^"),
        ("e\u0301x y", 3, 4, "e\u0301x y", " ^"),
        ("\u202ex\u0000", 2, 3, "\\u202ex\\x00", "      ^"),
        ("\u202ex", 1, 2, "\\u202ex", "^^^^^^"),
        ("a\u2028b", 3, 4, "a\\u2028b", "       ^"),
        ("\U000e0041b", 2, 3, "\\U000e0041b", "          ^"),
    ],
)
def test_the_caret_stands_below(
    line: str, column: int, end: int, shown: str, marks: str
) -> None:
    assert excerpt(line, column, end) == (shown, marks)


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    found = Diagnostic(Code.SYNTAX_ERROR, "m", at(2, 7, 3, end_line=4))
    rows = render([found], SOURCES, color=False).split("\n")
    assert rows[1:3] == ["  class UserRef {", "        ^^^^^^^^^"]


@pytest.mark.parametrize("line", [0, 6, 99])
def test_a_line_without_text_has_no_excerpt(line: int) -> None:
    found = Diagnostic(Code.SYNTAX_ERROR, "m", at(line, 1, 2))
    rows = render([found], SOURCES, color=False).split("\n")
    assert rows[1:] == ["1 error", ""]


@pytest.mark.parametrize("column", [1, 50, 98, 99, 150, 1000, 1950, 2000, 2001])
def test_a_long_line_is_shown_around_the_caret(column: int) -> None:
    line = "".join(chr(0x61 + n % 26) for n in range(2000))
    shown, marks = excerpt(line, column, column + 5)
    assert len(shown) <= WIDTH - 2
    assert len(marks) <= WIDTH - 2
    caret = marks.index("^")
    if column <= 2000:
        assert shown[caret] == line[column - 1]
    assert shown.startswith("…") == (column > 40)
    assert shown.endswith("…") == (column < 1930)


def test_a_long_line_in_the_middle(snapshot: SnapshotAssertion) -> None:
    line = "Future<void>set({" + ", ".join(f"String? p{n}" for n in range(40)) + "})"
    assert excerpt(line, 200, 210) == snapshot


def test_messages_hints_and_paths_are_escaped_too() -> None:
    hostile = "a\x1b[2J\nb\u202e\r\x9b"
    span = Span(hostile, 1, 1, 1, 2)
    found = Diagnostic(Code.SYNTAX_ERROR, hostile, span, hostile)
    text = render([found], {hostile: (hostile, hostile)}, color=False)
    assert len(text.split("\n")) == 6
    assert all(row.isprintable() for row in text.split("\n"))
    assert "a\\x1b[2J\\nb\\u202e\\r\\x9b" in text


def test_a_message_of_a_megabyte_is_cut() -> None:
    found = Diagnostic(Code.SYNTAX_ERROR, "x" * 1_000_000, None, "y" * 1_000_000)
    assert len(render([found], {}, color=False)) < 3000


def test_marks_do_not_pile_up() -> None:
    shown, _ = excerpt("a" + "\u0301" * 1000, 1, 2)
    assert shown.count("\u0301") <= 4


def test_a_line_of_marks_is_cut_although_it_is_narrow() -> None:
    line = ("e" + "\u0301" * 4) * 200
    assert excerpt(line, 991, 992)[0].startswith("…")
    assert excerpt(line, 1, 2)[0].endswith("…")


def test_json(snapshot: SnapshotAssertion) -> None:
    found = as_json(MANY, SOURCES)
    assert json.loads(json.dumps(found)) == found
    assert found == snapshot


def test_json_has_null_for_what_there_is_not() -> None:
    found = Diagnostic(Code.CANNOT_WRITE, "raw \x1b", None)
    assert as_json([found], {}) == [
        {
            "severity": "error",
            "code": "cannot-write",
            "message": "raw \x1b",
            "file": None,
            "line": None,
            "column": None,
            "hint": None,
        }
    ]


HOSTILE = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from("\t\r\x1b\x00\u202e\u2066\u200d\ufeff\u0301用😀"),
    ),
    max_size=300,
)


@given(HOSTILE, st.integers(0, 400), st.integers(0, 400), HOSTILE)
def test_nothing_acts_on_the_terminal(
    line: str, column: int, length: int, message: str
) -> None:
    span = at(1, column, column + length)
    found = Diagnostic(Code.SYNTAX_ERROR, message, span, message)
    text = render([found], {"Users.md": (message, line)}, color=False)
    for char in text:
        category = unicodedata.category(char)
        assert char == "\n" or (category[0] != "C" and category not in {"Zl", "Zp"})
    for row in text.split("\n")[1:-4]:
        wide = sum(unicodedata.east_asian_width(char) in "WF" for char in row)
        marks = sum(unicodedata.category(char) in {"Mn", "Me"} for char in row)
        assert len(row) + wide - marks <= WIDTH + 2 * marks


@given(st.text())
def test_what_can_be_seen_stays(text: str) -> None:
    if text.isprintable():
        assert visible(text) == text
    # Spaces of other widths are seen, and not printable to Python.
    seen = [c for c in visible(text) if unicodedata.category(c) != "Zs"]
    assert all(char.isprintable() for char in seen)
