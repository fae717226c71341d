"""Parsed pages between two uses: none is another one afterwards, none is lost."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from shelves import DictShelf

import minidoc.pipeline.parsed
from minidoc.pages import Page, page_from_text, read_page, read_pages
from minidoc.pipeline import Job, Source, renew
from minidoc.pipeline.narrow import State, models_to_compare
from minidoc.pipeline.parsed import ParsedPages
from minidoc.syntax import Parsed, parse

ROOT = Path(__file__).parents[2]
PAGES = [
    path
    for folder in ("spec", "tests/bad_pages")
    for path in sorted((ROOT / folder).rglob("*.md"))
    if not path.name.startswith("wrong-encoding")
]
FRONT = """---
url: https://example.org/docs/c
title: C
minidoc-source: dart
---
"""


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the pages that are parsed from now on."""
    seen: list[str] = []

    def counted(page: Page) -> Parsed:
        seen.append(page.name)
        return parse(page)

    monkeypatch.setattr(minidoc.pipeline.parsed, "parse", counted)
    return seen


def texts(number: int) -> list[Page]:
    return [
        page_from_text(f"P{n}.md", FRONT + f"class C{n} {{}}") for n in range(number)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_packed_page_is_the_page(
    path: Path, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    monkeypatch.setattr(minidoc.pipeline.parsed, "_OPEN", 0)
    page = read_page(path)
    pages = ParsedPages()
    pages.parse(page)
    assert pages.take(page) == parse(page)
    assert parses == [page.name]


@pytest.mark.parametrize("open_ones", [0, 2, 9])
def test_each_page_is_parsed_once(
    open_ones: int, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    monkeypatch.setattr(minidoc.pipeline.parsed, "_OPEN", open_ones)
    pages, given = ParsedPages(), texts(5)
    first = [pages.parse(page) for page in given]
    assert [pages.take(page) for page in reversed(given)] == first[::-1]
    assert parses == [page.name for page in given]


@pytest.mark.parametrize("open_ones", [0, 1])
def test_a_page_that_was_taken_is_parsed_again(
    open_ones: int, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    monkeypatch.setattr(minidoc.pipeline.parsed, "_OPEN", open_ones)
    pages, (page,) = ParsedPages(), texts(1)
    pages.parse(page)
    assert pages.take(page) == pages.take(page) == parse(page)
    assert parses == ["P0.md", "P0.md"]


def test_without_packing_the_others_are_parsed_again(
    monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    monkeypatch.setattr(minidoc.pipeline.parsed, "_OPEN", 2)
    pages, given = ParsedPages(is_packing=False), texts(3)
    for page in given:
        pages.parse(page)
    for _ in range(2):
        assert [pages.take(page) for page in given] == [parse(page) for page in given]
    assert parses == ["P0.md", "P1.md", "P2.md", "P2.md", "P2.md"]


def test_what_was_parsed_earlier_is_not_parsed_again(
    monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    monkeypatch.setattr(minidoc.pipeline.parsed, "_OPEN", 1)
    earlier = ParsedPages(is_packing=False)
    later = ParsedPages(is_packing=False, earlier=earlier)
    same, other = texts(2)
    first = earlier.parse(same)
    assert later.take(same) is first
    assert later.take(other) == parse(other)
    assert parses == ["P0.md", "P1.md"]


def test_a_comparison_keeps_what_it_parsed_on_each_side(
    monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    """However many pages the first side has: what changed on the second is new."""
    monkeypatch.setattr(minidoc.pipeline.parsed, "_OPEN", 2)
    old = texts(3)
    new = [page_from_text("P0.md", old[0].text + "\nSo it is.\n"), *old[1:]]
    narrow = models_to_compare(State(old, None), State(new, None))
    assert narrow is not None
    assert [[page.name for page in side.api.pages] for side in narrow] == [
        ["P0.md"]
    ] * 2
    assert parses == ["P0.md", "P1.md", "P2.md", "P0.md"]


def test_the_same_text_under_another_name_is_another_page() -> None:
    one = page_from_text("One.md", FRONT + "class C {}")
    other = page_from_text("Other.md", one.text)
    pages = ParsedPages()
    pages.parse(one)
    found = pages.take(other).document
    assert found is not None
    assert found == parse(other).document != parse(one).document


def test_making_units_leaves_no_cycles_behind() -> None:
    """The command makes a thousand units without the cyclic collector."""
    overlay = read_page(ROOT / "spec" / "overlay.toml")
    pages = read_pages(sorted((ROOT / "spec").glob("*.md")))
    said = [page_from_text(page.name, page.text + "\nOnce more.\n") for page in pages]
    found: list[int] = []
    for given in (pages, said):
        gc.collect()
        gc.disable()
        try:
            renew(Job(given, Source(overlay.name, overlay.text), "talkjs"), DictShelf())
            found.append(gc.collect())
        finally:
            gc.enable()
    # The first time leaves what each process has once.
    assert found[1] == 0
