"""What the tests of the parser share: page bodies parsed, nodes as readable text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import cast

import pytest

from minidoc.diagnostics import Span
from minidoc.pages import page_from_text
from minidoc.syntax import Parsed, parse

FRONT = """\
---
url: https://example.org/docs/API/Page
title: 'Page'
minidoc-source: dart
---
"""


def parse_body_text(body: str) -> Parsed:
    """Parse a body; its first line is line 6 of the page."""
    return parse(page_from_text("Page.md", FRONT + body))


def place(span: Span | None) -> str:
    """Write a span as `line:column-column`, or with both lines if it has several."""
    if span is None:
        return "nowhere"
    if span.line == span.end_line:
        return f"{span.line}:{span.column}-{span.end_column}"
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


def lines_of(node: object, label: str, depth: int) -> Iterator[str]:
    """Write a node and its children, one line each; empty children are left out."""
    indent = "  " * depth
    if isinstance(node, tuple):
        for child in cast("tuple[object, ...]", node):
            yield from lines_of(child, label, depth)
        return
    if not is_dataclass(node) or isinstance(node, type):
        yield f"{indent}{label}: {node!r}"
        return
    span = getattr(node, "span", None)
    where = f" @{place(span)}" if isinstance(span, Span) else ""
    yield f"{indent}{label}: {type(node).__name__}{where}"
    for field in fields(node):
        value: object = getattr(node, field.name)
        if field.name == "span" or value in (None, (), False):
            continue
        if isinstance(value, Span):
            yield f"{indent}  {field.name}: @{place(value)}"
        else:
            yield from lines_of(value, field.name, depth + 1)


def show_parsed(parsed: Parsed) -> str:
    """Write the items and the findings of a page."""
    items = parsed.document.items if parsed.document is not None else ()
    lines = [line for item in items for line in lines_of(item, "-", 0)]
    lines += [
        f"{place(each.span)} {each.severity}[{each.code.value}] {each.message}"
        for each in parsed.diagnostics
    ]
    return "\n".join(lines)


@pytest.fixture
def parse_body() -> Callable[[str], Parsed]:
    """Parse the body of a page that has front matter of five lines."""
    return parse_body_text


@pytest.fixture
def show() -> Callable[[Parsed], str]:
    """Write a parsed page as text."""
    return show_parsed


@pytest.fixture
def codes() -> Callable[[str], list[str]]:
    """Parse a body and name what was found, in order."""
    return lambda body: [each.code.value for each in parse_body_text(body).diagnostics]


@pytest.fixture
def pointed() -> Callable[[str], list[tuple[str, str]]]:
    """Parse a body; give each finding's code and the first line of its place."""

    def run(body: str) -> list[tuple[str, str]]:
        lines = (FRONT + body).split("\n")
        found: list[tuple[str, str]] = []
        for each in parse_body_text(body).diagnostics:
            assert each.span is not None
            end = each.span.end_column if each.span.end_line == each.span.line else None
            text = lines[each.span.line - 1][: end - 1 if end else None]
            found.append((each.code.value, text[each.span.column - 1 :]))
        return found

    return run
