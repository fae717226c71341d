"""Pages out of declarations, lowered, with or without an overlay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from minidoc.ir.lower import lower
from minidoc.ir.lowered import Lowered
from minidoc.ir.overlay import apply_overlay, load_overlay
from minidoc.pages import page_from_text
from minidoc.syntax import parse, parse_type
from minidoc.syntax.nodes import Document

Pages: TypeAlias = str | Mapping[str, str]
LowerPages: TypeAlias = Callable[[Pages], Lowered]
ApplyText: TypeAlias = Callable[[Pages, str], Lowered]

FRONT = """\
---
url: https://example.org/docs/API/{stem}
title: '{stem}'
minidoc-source: dart
---

"""


def read_documents(pages: Pages) -> list[Document]:
    """Parse page bodies; a single one becomes Page.md."""
    bodies = {"Page.md": pages} if isinstance(pages, str) else pages
    documents: list[Document] = []
    for name, body in bodies.items():
        front = FRONT.format(stem=name.removesuffix(".md"))
        parsed = parse(page_from_text(name, front + body))
        assert parsed.document is not None, parsed.diagnostics
        documents.append(parsed.document)
    return documents


@pytest.fixture
def lower_pages() -> LowerPages:
    """Lower page bodies."""
    return lambda pages: lower(read_documents(pages))


@pytest.fixture
def apply_text() -> ApplyText:
    """Lower page bodies and apply an overlay's text to them."""

    def run(pages: Pages, text: str) -> Lowered:
        overlay = load_overlay(text, "overlay.toml")
        lowered = lower(read_documents(pages))
        return apply_overlay(lowered, overlay, parse_type=parse_type)

    return run
