"""Hostile sizes: no exception, a finding where a limit is exceeded, and no long wait.

Nothing is timed. A pattern that backtracks would take hours on these inputs, so a run
that ends at all shows what it has to show.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.diagnostics import Code, GenerationError, Span
from minidoc.pages import page_from_text
from minidoc.syntax import Parsed, parse, parse_type
from minidoc.syntax.limits import (
    MARKS,
    MAX_ERRORS,
    MAX_FINDINGS,
    MAX_LINES,
    MAX_MARKS,
    MAX_MEMBERS,
    MAX_NAME_LENGTH,
    MAX_PARAMETERS,
    MAX_TYPE_DEPTH,
)
from minidoc.syntax.nodes import Class

FRONT = "---\nurl: https://example.org/a\ntitle: 'A'\nminidoc-source: dart\n---\n"
MANY = 100_000
MEGABYTE = 1_000_000


def a_class(members: str) -> str:
    return f"## Lamp\nclass Lamp {{\n{members}\n}}\n"


def a_comment(text: str) -> str:
    return a_class(f"/** {text} */\nfinal int a;")


HOSTILE = {
    "comment-of-brackets": a_comment("[" * MANY),
    "comment-of-open-links": a_comment("[a](" * MANY),
    "comment-of-nested-links": a_comment("[a](b(" * MANY),
    "comment-of-backticks": a_comment("a" + "`" * MANY),
    "comment-of-runs": a_comment(" ".join("`" * n for n in range(1, 400))),
    "comment-of-stars": a_class("/**" + "*" * MANY + "*/\nfinal int a;"),
    "comment-of-stars-without-end": a_class("/**" + "*" * MANY + "\nfinal int a;"),
    "comment-of-backslashes": a_comment("\\" * 200_000),
    "comment-of-quotes": a_comment('"' * MANY),
    "comment-of-lines": a_comment("a" + "\n" * MANY + "b"),
    "comment-of-one-word": a_comment("a" * MEGABYTE),
    "comment-of-open-fences": a_comment("\n```x" * 10_000),
    "comment-of-falling-fences": a_comment(
        "a\n" + "\n".join("`" * n for n in range(400, 2, -1))
    ),
    "comment-of-quotes-in-quotes": a_comment(">" * MANY),
    "comment-of-tags": a_comment("a" + "\n@see" * 10_000),
    "prose-of-one-word": "a" * MEGABYTE,
    "prose-of-brackets": "[" * MANY,
    "prose-of-parentheses": "(" * MANY + "!",
    "prose-of-semicolons": "; " * MANY + "!",
    "prose-of-open-fences": "```x\n" * 10_000,
    "prose-of-blanks": "a" + " " * MEGABYTE + "b",
    "markup-of-angles": "<" * MANY,
    "markup-of-open-tags": "<a \n" * 10_000,
    "markup-of-open-quotes": "<a '\n<a \"\n" * 10_000,
    "markup-of-open-braces": "<a {" * MANY,
    "markup-of-one-name": "<" + "a" * MEGABYTE,
    "markup-of-open-comments": "{/*\n" * 20_000 + "<!--\n" * 20_000,
    "imports-without-end": "import {\n" * 10_000,
    "headings": "## aA\n" * 10_000,
    "heading-of-capitals": "## " + "aA" * MANY + "!",
    "heading-over-open-generics": "## a\n" + "a<" * MANY,
    "open-generics": a_class("final A" + "<" * 10_000 + " a;"),
    "parentheses": a_class("void a(" + "(" * MANY + ")"),
    "braces": a_class("{" * MANY),
    "closing-braces": "}\n" * MANY,
    "open-quotes": a_class("'\n" * 20_000),
    "open-comments": a_class("/** a\n" * 10_000),
    "plain-comments": a_class("/* a\n" * 50_000),
    "class-lines": "class A {\n" * 10_000,
    "one-letter-too-much": a_class("a" * MEGABYTE),
    "default-of-brackets": a_class(
        "void a({int b = " + "[" * 10_000 + "]" * 10_000 + "})"
    ),
    "controls": a_class("\x00\x07\x1b"),
    "surrogates": a_class("/** \ud800 */\nfinal int \udfff;"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_end_without_an_exception(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else most of them would not come as far as the patterns.
    for limit in ("MAX_LINES", "MAX_MARKS"):
        monkeypatch.setattr(f"minidoc.syntax.parser.{limit}", 10 * MEGABYTE)
    page = page_from_text("Page.md", FRONT + body)
    assert parse(page).document is not None


def codes_of(body: str) -> set[str]:
    page = page_from_text("Page.md", FRONT + body)
    return {each.code.value for each in parse(page).diagnostics}


@pytest.mark.parametrize("mark", ["\n", *MARKS])
def test_a_page_has_lines_and_marks_up_to_a_limit(mark: str) -> None:
    limit = MAX_LINES - FRONT.count("\n") if mark == "\n" else MAX_MARKS
    assert "too-many" not in codes_of(mark * limit)
    body = "class A {" + mark * (limit + 1)
    parsed = parse(page_from_text("Page.md", FRONT + body))
    assert [each.code for each in parsed.diagnostics] == [Code.TOO_MANY]
    assert parsed.document is not None
    assert parsed.document.items == ()


def test_a_page_of_findings_is_told_in_part() -> None:
    def found(count: int) -> list[Code]:
        body = a_comment("a" + "\n@x a" * count)
        page = page_from_text("Page.md", FRONT + body)
        return [each.code for each in parse(page).diagnostics]

    assert found(MAX_FINDINGS) == [Code.UNKNOWN_TAG] * MAX_FINDINGS
    *told, last = found(MAX_FINDINGS + 1)
    assert told == [Code.UNKNOWN_TAG] * MAX_FINDINGS
    assert last is Code.TOO_MANY


def nested(depth: int) -> str:
    return "List<" * (depth - 1) + "int" + ">" * (depth - 1)


def test_types_may_be_nested_up_to_a_limit() -> None:
    assert codes_of(a_class(f"final {nested(MAX_TYPE_DEPTH)} a;")) == set()
    for depth in (MAX_TYPE_DEPTH + 1, 500, 10_000):
        assert codes_of(a_class(f"final {nested(depth)} a;")) == {"nesting-too-deep"}


def test_function_types_count_as_nesting() -> None:
    inner = "int Function(" * 3_000 + "int" + ")" * 3_000
    assert codes_of(a_class(f"final {inner} a;")) == {"nesting-too-deep"}
    chain = "int" + " Function()" * 3_000
    assert codes_of(a_class(f"final {chain} a;")) == {"nesting-too-deep"}


def test_markup_may_be_nested_up_to_a_limit() -> None:
    assert codes_of("<a>\n" * 32 + "</a>\n" * 32) == set()
    assert codes_of("<a>\n" * 33) == {"nesting-too-deep"}
    assert codes_of("<br>\n<img/>\n" * 100) == set()


def test_parameters() -> None:
    def listed(count: int) -> str:
        return a_class("void a(" + ", ".join(f"int a{n}" for n in range(count)) + ")")

    assert codes_of(listed(MAX_PARAMETERS)) == set()
    assert codes_of(listed(MAX_PARAMETERS + 1)) == {"too-many"}


def test_members_and_constants() -> None:
    fields = " ".join(f"int a{n};" for n in range(MAX_MEMBERS + 1))
    assert codes_of(a_class(fields)) == {"too-many"}
    assert codes_of(a_class(fields + "\n\nint")) == {"too-many", "syntax-error"}
    constants = ", ".join(f"a{n}" for n in range(MAX_MEMBERS + 1))
    assert codes_of(f"## Kind\nenum Kind {{ {constants} }}") == {"too-many"}


@pytest.mark.parametrize(
    "body",
    [
        a_class("final int {};"),
        a_class("final {} a;"),
        a_class("void {}()"),
        a_class("void a(int {})"),
        "## Kind\nenum Kind {{ {} }}",
    ],
)
def test_names_may_be_long_up_to_a_limit(body: str) -> None:
    body = body.replace("{{", "{").replace("}}", "}") if "enum" in body else body
    assert codes_of(body.replace("{}", "a" * MAX_NAME_LENGTH)) == set()
    assert codes_of(body.replace("{}", "a" * (MAX_NAME_LENGTH + 1))) == {"invalid-name"}


def test_a_page_of_errors_is_given_up(
    parse_body: Callable[[str], Parsed],
) -> None:
    lines = [f"int a{n}" for n in range(3 * MAX_ERRORS)]
    parsed = parse_body(a_class("\n\n".join(["int ok;", *lines])))
    assert MAX_ERRORS < len(parsed.diagnostics) < MAX_ERRORS + 10
    assert parsed.diagnostics[-1].code is Code.TOO_MANY
    assert parsed.document is not None
    lamp = parsed.document.items[-1]
    assert isinstance(lamp, Class)
    assert [member.name for member in lamp.members] == ["ok"]


def test_a_type_of_the_overlay_that_is_too_deep() -> None:
    at = Span("overlay.toml", 1, 1, 1, 2)
    with pytest.raises(GenerationError) as caught:
        parse_type(nested(MAX_TYPE_DEPTH + 1), at)
    assert [each.span for each in caught.value.diagnostics] == [at]


@pytest.mark.parametrize(
    "text",
    ["A<" * MEGABYTE, "<" * 9_000, "a" * MEGABYTE, "a" * 300, " " * 9_999 + "int"],
)
def test_a_hostile_type_of_the_overlay(text: str) -> None:
    with pytest.raises(GenerationError):
        parse_type(text, Span("overlay.toml", 1, 1, 1, 2))
