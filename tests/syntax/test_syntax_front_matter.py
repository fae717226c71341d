"""Front matter: three plain keys and whatever else is plain; nothing of YAML beyond."""

from __future__ import annotations

import pytest

from minidoc.pages import page_from_text
from minidoc.syntax import Parsed, parse

URL = "url: https://example.org/a"
TITLE = "title: 'A'"
SOURCE = "minidoc-source: dart"


def read(*lines: str, body: str = "") -> Parsed:
    text = "\n".join(["---", *lines, "---"])
    return parse(page_from_text("Page.md", f"{text}\n{body}"))


def found(parsed: Parsed) -> list[tuple[str, int]]:
    """Give code and line of each finding."""
    return [
        (each.code.value, each.span.line if each.span is not None else 0)
        for each in parsed.diagnostics
    ]


def values(parsed: Parsed) -> dict[str, str]:
    assert parsed.document is not None
    return {each.key: each.value for each in parsed.document.front_matter.entries}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("title: 'A b'", "A b"),
        ('title: "A b"', "A b"),
        ("title: A b", "A b"),
        ("title:  A b  ", "A b"),
        ("title: 'It''s'", "It's"),
        ('title: "a \\"b\\""', 'a "b"'),
        ("title: 'a: b # c'", "a: b # c"),
        ("title: a#b", "a#b"),
        ("title: '--- a'", "--- a"),
    ],
)
def test_quotes(written: str, value: str) -> None:
    parsed = read(URL, written, SOURCE)
    assert parsed.diagnostics == ()
    assert values(parsed)["title"] == value


def test_further_keys_are_kept_in_order_with_a_warning() -> None:
    parsed = read("b-key: 1", URL, TITLE, SOURCE, "a: 2")
    assert list(values(parsed)) == ["b-key", "url", "title", "minidoc-source", "a"]
    assert found(parsed) == [
        ("unknown-front-matter-key", 2),
        ("unknown-front-matter-key", 6),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "words",
        "key:value",
        "- item",
        "  indented: 1",
        "# remark",
        "a: &anchor b",
        "a: *anchor",
        "a: !!python/object b",
        "a: |",
        "a: >",
        "a: {b: c}",
        "a: [b]",
        "a: b: c",
        "a: b # c",
        "a: 'b",
        'a: "b',
        "a: 'b' c",
        "a: b\x07",
        "a: b\u2028c",
        "a: b\x85c",
        "1a: b",
        ": b",
    ],
)
def test_what_is_no_plain_line(line: str) -> None:
    parsed = read(URL, TITLE, SOURCE, line)
    assert found(parsed) == [("invalid-front-matter", 5)]
    assert parsed.document is not None


def test_a_key_that_is_given_twice() -> None:
    parsed = read(URL, TITLE, SOURCE, "title: 'B'")
    assert found(parsed) == [("invalid-front-matter", 5)]


@pytest.mark.parametrize("missing", [URL, TITLE])
def test_url_and_title_are_needed(missing: str) -> None:
    lines = [line for line in (URL, TITLE, SOURCE) if line != missing]
    parsed = read(*lines, body="## Lamp\nclass Lamp {\n")
    assert found(parsed) == [("invalid-front-matter", 1), ("missing-brace", 6)]


@pytest.mark.parametrize("value", ["", "''", '""'])
def test_an_empty_value_is_a_missing_one(value: str) -> None:
    assert found(read(URL, f"title: {value}", SOURCE)) == [("invalid-front-matter", 3)]
    parsed = read(URL, TITLE, f"minidoc-source: {value}")
    assert found(parsed) == [("missing-minidoc-source", 4)]


@pytest.mark.parametrize(
    "url",
    [
        "example.org/a",
        "/docs/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "'https://example.org/a b'",
        "'https://exa\tmple.org/a'",
        "'https://[::1/a'",
        "https://example.org/\\a",
    ],
)
def test_the_url_is_an_address_of_the_web(url: str) -> None:
    assert found(read(f"url: {url}", TITLE, SOURCE)) == [("invalid-front-matter", 2)]


def test_a_page_without_a_source() -> None:
    parsed = read(URL, TITLE)
    assert found(parsed) == [("missing-minidoc-source", 1)]
    assert parsed.document is not None


def test_a_page_of_another_dialect_is_refused_and_not_read() -> None:
    body = "export interface Lamp  {\n  id: string;\n}"
    parsed = read(URL, TITLE, "minidoc-source: js", "minidoc-lib: data-api", body=body)
    assert parsed.document is None
    assert ("unsupported-minidoc-source", 4) in found(parsed)
    assert "js" in parsed.diagnostics[0].message
    assert "dart" in parsed.diagnostics[0].message


@pytest.mark.parametrize(
    "text", ["", "\n", "# Title\n", "\n---\n" + URL, "text", "----\n"]
)
def test_a_page_without_front_matter(text: str) -> None:
    parsed = parse(page_from_text("Page.md", text))
    assert parsed.document is None
    assert found(parsed) == [("missing-front-matter", 1)]


@pytest.mark.parametrize("text", ["---", "---\n", f"---\n{URL}\n{TITLE}\n"])
def test_front_matter_without_end(text: str) -> None:
    parsed = parse(page_from_text("Page.md", text))
    assert parsed.document is None
    assert len(parsed.diagnostics) == 1


def test_a_line_of_dashes_below_is_prose() -> None:
    parsed = read(URL, TITLE, SOURCE, body="\nLight.\n\n---\n\nMore.\n")
    assert parsed.diagnostics == ()
