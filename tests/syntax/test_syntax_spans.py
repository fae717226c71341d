"""Spans: the page's text at a node's span is what the node says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import cast

import pytest

from minidoc.diagnostics import Span
from minidoc.pages import Page, page_from_text, read_page
from minidoc.syntax import parse
from minidoc.syntax.nodes import (
    Class,
    CodeSpan,
    Constructor,
    DocComment,
    DocTag,
    Enum,
    Fence,
    Field,
    Function,
    FunctionType,
    Heading,
    LineBreak,
    Link,
    Markup,
    Method,
    NamedType,
    Prose,
    Reference,
    Words,
)

ROOT = Path(__file__).resolve().parents[2]
WIDE = """\
---
url: https://example.org/docs/API/Wide
title: 'Wide'
minidoc-source: dart
---

Größe 👍🏽 of `x`
and [y](/z).

## Kind
enum Kind { a, /** b */ b }

<Note
  a="1">

## findLamp
/** Finds `it`, 👍🏽 [Lamp].
@param id Which
one

@throws StateError when off */
Future<Map<String, Lamp?>>findLamp({
  required String id, int? größe = 5})

## Lamp
  /**   Indented.
```dart
x
``` */
  class Lamp {
    final  List< int >?  a ;
    void Function(int, [int? b])? f;
    Lamp.named(int c);
  }
"""


def pages() -> list[Page]:
    real = [read_page(path) for path in sorted((ROOT / "spec").glob("*.md"))]
    broken = WIDE.replace("Lamp.named", "static").replace("a, /**", "a /**")
    return [
        *real,
        page_from_text("Wide.md", WIDE),
        page_from_text("Broken.md", f"{broken}}}"),
    ]


def nodes_of(value: object) -> Iterator[object]:
    """Walk through everything that has a span of its own."""
    if isinstance(value, tuple):
        for child in cast("tuple[object, ...]", value):
            yield from nodes_of(child)
    elif is_dataclass(value) and not isinstance(value, Span | type):
        yield value
        for field in fields(value):
            yield from nodes_of(getattr(value, field.name))


def cut(text: str, span: Span) -> str:
    """Return the stretch of the text that a span covers."""
    lines = text.split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, *middle = lines[span.line - 1 : span.end_line]
    return "\n".join(
        [first[span.column - 1 :], *middle[:-1], middle[-1][: span.end_column - 1]]
    )


def is_comment(node: DocComment, text: str) -> bool:
    marked = text.startswith("/**") and text.endswith("*/")
    return marked and text[3:-2].strip() == node.text


def is_type(node: NamedType | FunctionType, text: str) -> bool:
    word = node.name if isinstance(node, NamedType) else "Function"
    return word in text and text.endswith("?") == node.nullable


def matches(node: object, text: str) -> bool:
    """Tell whether the text at the node's span is the node's own."""
    match node:
        case Words() | Prose() | Markup():
            return text == node.text
        case CodeSpan() | Link() | Reference() | Fence():
            return text == node.raw
        case DocComment():
            return is_comment(node, text)
        case NamedType() | FunctionType():
            return is_type(node, text)
        case Field():
            return text.endswith(";") and node.is_final == text.startswith("final")
        case _:
            return matches_ends(node, text)


def matches_ends(node: object, text: str) -> bool:
    """Tell whether the text begins and ends like the node."""
    begin, end = ENDS.get(type(node), ("", ""))
    name = getattr(node, "name", None) or getattr(node, "text", None) or ""
    return text.startswith(begin) and text.endswith(end) and name in text


ENDS: dict[type, tuple[str | tuple[str, ...], str | tuple[str, ...]]] = {
    LineBreak: ("\n", "\n"),
    DocTag: ("@", ""),
    Heading: ("#", ""),
    Class: ("class", "}"),
    Enum: ("enum", "}"),
    Method: ("", (")", ");")),
    Function: ("", (")", ");")),
    Constructor: ("", (")", ");")),
}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_spans_cover_what_their_nodes_hold(page: Page) -> None:
    document = parse(page).document
    assert document is not None
    seen: set[str] = set()
    for node in nodes_of(document):
        span = getattr(node, "span", None)
        if not isinstance(span, Span):
            continue
        seen.add(type(node).__name__)
        text = cut(page.text, span)
        assert span.file == page.name
        assert isinstance(node, LineBreak | Words | Prose) or text == text.strip()
        assert matches(node, text), (node, text)
        name_span = getattr(node, "name_span", None)
        if isinstance(name_span, Span) and getattr(node, "name", None):
            assert cut(page.text, name_span) == getattr(node, "name", None)
        argument = getattr(node, "argument_span", None)
        if isinstance(node, DocTag) and isinstance(argument, Span):
            assert cut(page.text, argument) == node.argument
    assert {"Class", "Words", "DocTag", "NamedType", "Parameter"} <= seen


def test_a_default_is_the_text_of_the_page() -> None:
    document = parse(page_from_text("Wide.md", WIDE)).document
    assert document is not None
    (function,) = [item for item in document.items if isinstance(item, Function)]
    assert [each.default for each in function.parameters] == [None, "5"]
