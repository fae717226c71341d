"""Mistakes: each with its code, where it points, and what survives around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.syntax import Parsed
from minidoc.syntax.nodes import Class, Declaration, Enum, Function


def in_class(line: str) -> str:
    """Put a broken member between two intact ones."""
    return (
        f"## Lamp\nclass Lamp {{\n/** A. */\nfinal int a;\n\n{line}\n\n"
        "/** Z. */\nfinal int z;\n}"
    )


def declarations(parsed: Parsed) -> dict[str, Declaration]:
    assert parsed.document is not None
    found = [i for i in parsed.document.items if isinstance(i, Class | Enum | Function)]
    return {item.name: item for item in found}


def member_names(parsed: Parsed, owner: str = "Lamp") -> list[str | None]:
    item = declarations(parsed)[owner]
    assert isinstance(item, Class)
    return [member.name for member in item.members]


BROKEN_MEMBERS = {
    "no-semicolon": ("final int b", "syntax-error", ""),
    "no-name": ("final int;", "syntax-error", ";"),
    "no-type": ("final b;", "syntax-error", ";"),
    "no-opening-parenthesis": ("Future<int>b)", "syntax-error", ")"),
    "no-closing-parenthesis": ("Future<int>b(", "syntax-error", ""),
    "no-comma": ("void b(int c int d)", "syntax-error", "int"),
    "nameless-parameter": ("void b(int)", "syntax-error", "int"),
    "required-positional": ("void b(required int c)", "syntax-error", "required"),
    "words": ("this is some text", "syntax-error", "this"),
    "no-result-type": ("b(int c)", "syntax-error", "b"),
    "named-like-the-class": ("int Lamp(int c)", "syntax-error", "Lamp"),
    "type-apart-from-name": ("int\n\nb()", "syntax-error", None),
    "no-closing-brace-of-parameters": ("void b({int c)", "missing-brace", ")"),
    "stray-angle": ("List<int>>b()", "malformed-type", ">"),
    "no-angle": ("Map<int, List<int>b;", "malformed-type", "b"),
    "no-argument": ("List<>b;", "malformed-type", ">"),
    "twice-nullable": ("int?? b;", "malformed-type", "?"),
    "strange-character": ("int b\u200bc;", "syntax-error", "\u200b"),
    "annotation": ("@override", "unsupported-construct", "@override"),
    "static": ("static int b;", "unsupported-construct", "static"),
    "const": ("const Lamp();", "unsupported-construct", "const"),
    "factory": ("factory Lamp.b();", "unsupported-construct", "factory"),
    "late": ("late int b;", "unsupported-construct", "late"),
    "var": ("var b;", "unsupported-construct", "var"),
    "getter": ("int get b;", "unsupported-construct", "get"),
    "setter": ("set b(int c);", "unsupported-construct", "set"),
    "operator": ("bool operator ==(Object o)", "unsupported-construct", "operator"),
    "body": ("int b() => 5;", "unsupported-construct", "=>"),
    "braces": ("int b() { }", "unsupported-construct", "{"),
    "record": ("(int, int) b()", "unsupported-construct", "("),
    "record-argument": ("List<(int, int)>b()", "unsupported-construct", "("),
    "generic-method": ("int b<T>(T c)", "unsupported-construct", "<"),
    "value": ("final int b = 5;", "unsupported-construct", "="),
    "this": ("Lamp(this.b)", "unsupported-construct", "this."),
    "line-comment": ("// b", "unsupported-construct", "// b"),
    "plain-comment": ("/* b */", "unsupported-construct", "/* b */"),
}


@pytest.mark.parametrize(
    ("line", "code", "at"), BROKEN_MEMBERS.values(), ids=BROKEN_MEMBERS.keys()
)
def test_a_broken_member_is_reported_once_and_its_neighbours_survive(
    line: str,
    code: str,
    at: str | None,
    parse_body: Callable[[str], Parsed],
    pointed: Callable[[str], list[tuple[str, str]]],
) -> None:
    found = pointed(in_class(line))
    assert [each[0] for each in found] == [code]
    assert at is None or found[0][1].strip() == at
    names = member_names(parse_body(in_class(line)))
    assert names[0] == "a"
    assert names[-1] == "z"


BROKEN_DECLARATIONS = {
    "extends": ("class Lamp extends Base {", "unsupported-construct", "extends"),
    "implements": (
        "class Lamp implements A, B {",
        "unsupported-construct",
        "implements",
    ),
    "with": ("class Lamp with A {", "unsupported-construct", "with"),
    "generic": ("class Lamp<T> {", "unsupported-construct", "<"),
    "abstract": ("abstract class Lamp {", "unsupported-construct", "abstract"),
    "sealed": ("sealed class Lamp {", "unsupported-construct", "sealed"),
    "no-opening-brace": ("class Lamp", "missing-brace", ""),
    "two-names": ("class Lamp Lamp {", "syntax-error", "class Lamp Lamp"),
}


@pytest.mark.parametrize(
    ("line", "code", "at"), BROKEN_DECLARATIONS.values(), ids=BROKEN_DECLARATIONS.keys()
)
def test_a_broken_first_line_keeps_the_class(
    line: str,
    code: str,
    at: str,
    parse_body: Callable[[str], Parsed],
    pointed: Callable[[str], list[tuple[str, str]]],
) -> None:
    body = f"## Lamp\n/** L. */\n{line}\n/** A. */\nfinal int a;\n\nint b()\n}}"
    assert [(each, text.strip()) for each, text in pointed(body)] == [(code, at)]
    lamp = declarations(parse_body(body))["Lamp"]
    assert lamp.doc is not None
    assert member_names(parse_body(body)) == ["a", "b"]


OTHERS = {
    "typedef": "typedef A = int;",
    "extension": "extension A on B {\nint c()\n}",
    "mixin": "mixin A {\nint c()\n}",
    "annotation": "@immutable",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_declarations_are_refused_as_a_whole(
    text: str, codes: Callable[[str], list[str]]
) -> None:
    assert codes(f"{text}\n\n## Lamp\nclass Lamp {{\n}}") == ["unsupported-construct"]


def test_several_mistakes_are_found_in_one_run(
    codes: Callable[[str], list[str]],
) -> None:
    lines = [
        line for line, code, _ in BROKEN_MEMBERS.values() if code != "missing-brace"
    ]
    assert len(codes(in_class("\n\n".join(lines)))) >= len(lines)


def test_a_comment_without_end_costs_no_member(
    parse_body: Callable[[str], Parsed],
    pointed: Callable[[str], list[tuple[str, str]]],
) -> None:
    body = in_class("/** Never ends.\nMore of it.\nfinal int b;")
    assert pointed(body) == [("unterminated-comment", "/**")]
    assert member_names(parse_body(body)) == ["a", "b", "z"]


def test_a_line_that_begins_a_comment_inside_a_comment(
    codes: Callable[[str], list[str]],
) -> None:
    assert codes(in_class("/** One\n/** two */\nfinal int b;")) == [
        "unterminated-comment"
    ]


def test_an_unclosed_fence_swallows_no_member(
    parse_body: Callable[[str], Parsed], codes: Callable[[str], list[str]]
) -> None:
    opened = "/** One\n```dart\nx() */\nfinal int b;"
    closed = "/** Two\n```dart\nx()\n``` */\nfinal int c;"
    plain = "/** Three\n```\nx()\n``` */\nfinal int d;"
    for second in (closed, plain):
        body = in_class(f"{opened}\n\n{second}")
        assert codes(body) == ["unclosed-fence"]
        assert len(member_names(parse_body(body))) == 4


def test_a_class_without_end_stops_at_the_next_heading(
    parse_body: Callable[[str], Parsed],
    pointed: Callable[[str], list[tuple[str, str]]],
) -> None:
    body = "## Lamp\nclass Lamp {\nfinal int a;\n\n## Bulb\nclass Bulb {\nint b()\n}"
    assert pointed(body) == [("missing-brace", "class")]
    assert member_names(parse_body(body), "Lamp") == ["a"]
    assert member_names(parse_body(body), "Bulb") == ["b"]


def test_a_brace_too_much_is_reported(codes: Callable[[str], list[str]]) -> None:
    body = "## Lamp\nclass Lamp {\nfinal int a;\n}\n\nfinal int b;\n}"
    assert "missing-brace" in codes(body)
    assert "prose-looks-like-code" in codes(body)


def test_members_without_their_class_line(codes: Callable[[str], list[str]]) -> None:
    body = "## Lamp\n/** A. */\nfinal int a;\n\n/** B. */\nfinal int b;\n}"
    assert codes(body) == ["syntax-error", "syntax-error", "missing-brace"]


@pytest.mark.parametrize(
    "body",
    [
        "/** Alone. */",
        "## Lamp\n/** One. */\n/** Two. */\nclass Lamp {\n}",
        "## Lamp\nclass Lamp {\nfinal int a;\n/** Last. */\n}",
        "## Lamp\n/** L. */\nJust words.",
    ],
    ids=["page-end", "twice", "class-end", "before-prose"],
)
def test_a_comment_that_documents_nothing(
    body: str, codes: Callable[[str], list[str]]
) -> None:
    assert "syntax-error" in codes(body)


def test_a_comment_at_the_end_of_a_class_does_not_move_on(
    parse_body: Callable[[str], Parsed],
    pointed: Callable[[str], list[tuple[str, str]]],
) -> None:
    body = "## Lamp\nclass Lamp {\n/** Last. */\n}\n## Bulb\nclass Bulb {\n}"
    assert pointed(body) == [("syntax-error", "/**")]
    assert declarations(parse_body(body))["Bulb"].doc is None


def test_a_broken_class_on_one_line(
    parse_body: Callable[[str], Parsed], codes: Callable[[str], list[str]]
) -> None:
    body = "## Lamp\nclass Lamp { int a; static int b; }\n\n## Bulb\nclass Bulb {\n}"
    assert codes(body) == ["unsupported-construct"]
    assert set(declarations(parse_body(body))) == {"Lamp", "Bulb"}


def test_members_without_blank_lines_are_judged_one_by_one(
    parse_body: Callable[[str], Parsed], codes: Callable[[str], list[str]]
) -> None:
    body = "## Lamp\nclass Lamp {\nint a;\nint) b;\nvoid c(\n  int d,\n)\nint e;\n}"
    assert codes(body) == ["syntax-error"]
    assert member_names(parse_body(body)) == ["a", "c", "e"]


def test_a_heading_whose_declaration_is_refused_is_not_reported_again(
    codes: Callable[[str], list[str]],
) -> None:
    refused = "## LampMap\ntypedef LampMap = Map<int, Lamp>;"
    assert codes(refused) == ["unsupported-construct"]
    assert codes(f"## LampRef\n\nLight.\n\n{refused}") == [
        "heading-mismatch",
        "unsupported-construct",
    ]


def test_text_behind_a_closing_brace(
    parse_body: Callable[[str], Parsed], codes: Callable[[str], list[str]]
) -> None:
    body = "## Lamp\nclass Lamp {\n}## Bulb\nclass Bulb {\n}"
    assert codes(body) == ["syntax-error"]
    assert set(declarations(parse_body(body))) == {"Lamp", "Bulb"}


def test_an_enum_that_is_broken(codes: Callable[[str], list[str]]) -> None:
    assert codes("## Kind\nenum Kind { a(1), b }") == ["syntax-error"]
    assert codes("## Kind\nenum Kind { a, b\n\n## X\nclass X {\n}") == ["missing-brace"]


def test_messages_speak_no_lark(parse_body: Callable[[str], Parsed]) -> None:
    lines = "\n\n".join(line for line, _, _ in BROKEN_MEMBERS.values())
    for each in parse_body(in_class(lines)).diagnostics:
        text = each.message + each.hint
        for word in ("TYPE_NAME", "SEMICOLON", "$END", "Token", "_OPEN", "LPAR"):
            assert word not in text
        assert each.hint
        assert not each.message.endswith(".")
