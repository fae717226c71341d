"""Doc comments and prose: every character is kept, and tags stand where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, strategies as st

from minidoc.pages import page_from_text
from minidoc.syntax import Parsed, parse
from minidoc.syntax.nodes import (
    Class,
    CodeSpan,
    DocComment,
    DocPart,
    DocTag,
    LineBreak,
    Link,
    Prose,
    Reference,
    Words,
)
from minidoc.syntax.places import Place
from minidoc.syntax.scan import scan_comment

FRONT = "---\nurl: https://example.org/a\ntitle: 'A'\nminidoc-source: dart\n---\n"


def comment_of(text: str) -> DocComment:
    """Parse text as the comment of a field."""
    page = f"{FRONT}## Lamp\nclass Lamp {{\n/** {text} */\nfinal int a;\n}}"
    document = parse(page_from_text("Page.md", page)).document
    assert document is not None
    lamp = document.items[1]
    assert isinstance(lamp, Class)
    doc = lamp.members[0].doc
    assert doc is not None
    return doc


def prose_of(text: str) -> tuple[DocPart, ...]:
    document = parse(page_from_text("Page.md", f"{FRONT}\n{text}\n")).document
    assert document is not None
    (item,) = document.items
    assert isinstance(item, Prose)
    assert item.text == text
    return item.parts


def raw(part: DocPart) -> str:
    if isinstance(part, LineBreak):
        return "\n"
    return part.text if isinstance(part, Words) else part.raw


def joined(parts: Iterable[DocPart]) -> str:
    return "".join(raw(part) for part in parts)


def without_blanks(tag: DocTag) -> str:
    """Write a tag again; only the blanks behind its name and argument are not kept."""
    return f"@{tag.name}{tag.argument or ''}{joined(tag.parts)}"


PIECES = st.sampled_from(
    [
        *"ab \n`[](){}*@#~<>\\'\"/.!_-",
        "```\n",
        "\n```dart\n",
        "\n~~~\n",
        "\n@param ",
        "\n@return ",
        "[Lamp]",
        "[Lamp.dim]",
        "](/x_(y))",
        "`code`",
        "``",
        "👍🏽",
        "\u2028",
        "\x0b",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def is_comment_text(text: str) -> bool:
    """Tell whether the text may stand in a comment without ending it."""
    return "*/" not in text and "/**" not in text and not text.endswith("*")


@given(TEXTS.filter(is_comment_text))
def test_the_parts_of_a_comment_are_its_text(text: str) -> None:
    doc = comment_of(text)
    assert doc.text == text.strip()
    written = joined(doc.parts) + "".join(without_blanks(tag) for tag in doc.tags)
    unblank = str.maketrans("", "", " \t")
    assert written.translate(unblank) == doc.text.translate(unblank)
    if not doc.tags:
        assert joined(doc.parts) == doc.text


@given(st.lists(PIECES, min_size=1, max_size=30).map("".join).filter(is_comment_text))
def test_the_parts_of_prose_are_its_text(text: str) -> None:
    document = parse(page_from_text("Page.md", f"{FRONT}\n{text}\n")).document
    assert document is not None
    for item in document.items:
        if isinstance(item, Prose):
            assert joined(item.parts) == item.text


def kinds(parts: Iterable[DocPart]) -> list[str]:
    return [type(part).__name__ for part in parts]


@pytest.mark.parametrize(
    ("text", "target", "shown"),
    [
        ("[a](b)", "b", "a"),
        ("[a b](https://example.org/x_(y))", "https://example.org/x_(y)", "a b"),
        ("[a](x_(y_(z)))", "x_(y_(z))", "a"),
        ("[Lamp.dim](/a/#Lamp__dim)", "/a/#Lamp__dim", "Lamp.dim"),
        ('[a](b "title")', "b", "a"),
        ("[a](<b c>)", "b c", "a"),
        ("[a [b] c](d)", "d", "a [b] c"),
        ("[[\\]](d)](e)", "e", "[\\]](d)"),
        ("[[a\\]b] c](d)", "d", "[a\\]b] c"),
        ("[`a`](d)", "d", "`a`"),
        ("[a](#)", "#", "a"),
    ],
)
def test_links(text: str, target: str, shown: str) -> None:
    (link,) = comment_of(text).parts
    assert isinstance(link, Link)
    assert (link.target, link.text, link.raw) == (target, shown, text)


@pytest.mark.parametrize(
    ("text", "name", "member"),
    [("[Lamp]", "Lamp", None), ("[Lamp.dim]", "Lamp", "dim"), ("[dim]", "dim", None)],
)
def test_references(text: str, name: str, member: str | None) -> None:
    (reference,) = comment_of(text).parts
    assert isinstance(reference, Reference)
    assert (reference.name, reference.member, reference.raw) == (name, member, text)


@pytest.mark.parametrize(
    "text",
    [
        "[a b]",
        "[x.y.z]",
        "[0]",
        "[open",
        "a ` b",
        "[a](b c)",
        "{@link X}",
        "\\[a\\]",
    ],
)
def test_what_stays_words(text: str) -> None:
    (words,) = comment_of(text).parts
    assert isinstance(words, Words)
    assert words.text == text


@pytest.mark.parametrize(
    "text", ["[[[a](b)", "a [ [[a](b)", "[x y] [a](b)", "\\][a](b)"]
)
def test_brackets_in_front_hide_no_link(text: str) -> None:
    *_, link = comment_of(text).parts
    assert isinstance(link, Link)
    assert link.raw == "[a](b)"


@pytest.mark.parametrize("piece", ["[", "[ ", "[a ", "[]", "[a b]", "[x[y[ "])
def test_brackets_that_open_nothing_cost_one_token(piece: str) -> None:
    # The work grows with the pieces, so this is what bounds its time.
    assert len(list(scan_comment(piece * 500, Place("Page.md")))) < 10


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("`a`", "a"),
        ("``a ` b``", "a ` b"),
        ("` ```text``` `", "```text```"),
        ("`[Lamp]`", "[Lamp]"),
        ("` `", " "),
    ],
)
def test_code_spans(text: str, code: str) -> None:
    (span,) = comment_of(text).parts
    assert isinstance(span, CodeSpan)
    assert (span.text, span.raw) == (code, text)


def test_no_code_span_goes_over_a_line_end() -> None:
    assert kinds(comment_of("a ` b\nc ` d").parts) == ["Words", "LineBreak", "Words"]


def test_a_longer_fence_may_show_a_shorter_one() -> None:
    text = "````\n```\nx\n```\n````"
    (fence,) = comment_of(text).parts
    assert raw(fence) == text


def test_tags_stand_at_the_beginning_of_a_line_outside_fences() -> None:
    doc = comment_of(
        "A @b c\n```dart\n@override\n```\n@see [Lamp]\n@scope/name is none"
    )
    assert [tag.name for tag in doc.tags] == ["see"]
    assert "@scope/name" in joined(doc.tags[0].parts)


def test_prose_has_no_tags() -> None:
    assert kinds(prose_of("Light.\n@param is a tag in comments")) == [
        "Words",
        "LineBreak",
        "Words",
    ]


def test_a_tag_keeps_its_lines_up_to_the_next_one() -> None:
    first, second = comment_of("A\n@param a One\ntwo\n\nthree\n@return It").tags
    assert (first.argument, joined(first.parts)) == ("a", "One\ntwo\n\nthree\n")
    assert (second.argument, joined(second.parts)) == (None, "It")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@param", ["malformed-tag"]),
        ("@param - text", ["malformed-tag"]),
        ("@param [a] text", ["malformed-tag"]),
        ("@params a text", ["unknown-tag"]),
        ("@foo text", ["unknown-tag"]),
        ("Light. @param a One", ["malformed-tag"]),
        ("Light.@return One", ["malformed-tag"]),
        ("Light.\nparam a One", ["malformed-tag"]),
        ("Light.\n@ param a One", ["malformed-tag"]),
        ("Light.\n@@param a One", ["malformed-tag"]),
        ("Write `@param a` and user@example.org and @you", []),
        ("Light.\nReturns nothing, see there.", []),
        ("A\n```dart\nx", ["unclosed-fence"]),
        ("A\n```dart\nx\n```dart\ny\n```", ["unclosed-fence"]),
        (">" * 40, ["nesting-too-deep"]),
        ("- " * 40, ["nesting-too-deep"]),
        ("> " * 30, []),
    ],
)
def test_findings_about_doc_text(
    text: str, expected: list[str], codes: Callable[[str], list[str]]
) -> None:
    body = f"## Lamp\nclass Lamp {{\n/** {text} */\nvoid on(int a)\n}}"
    assert codes(body) == expected


def test_an_unclosed_fence_hides_no_tag() -> None:
    doc = comment_of("A\n```dart\nx\n@return It")
    assert [tag.name for tag in doc.tags] == ["return"]


def test_where_a_lost_tag_is_pointed_at(
    pointed: Callable[[str], list[tuple[str, str]]],
) -> None:
    body = "## Lamp\nclass Lamp {\n/** A\nLight `x` and @param a */\nvoid on(int a)\n}"
    assert pointed(body) == [("malformed-tag", "@param")]


def test_parsing_twice_gives_equal_results(
    parse_body: Callable[[str], Parsed],
) -> None:
    body = "## Lamp\n/** [Lamp] @foo\n@bar */\nclass Lamp {\nint a\n}"
    assert parse_body(body) == parse_body(body)
