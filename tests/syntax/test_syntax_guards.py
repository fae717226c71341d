"""Text that is accepted but looks as if a declaration got lost in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minidoc.pages import read_page
from minidoc.syntax import parse

ROOT = Path(__file__).resolve().parents[2]

LOOKS_LIKE_CODE = [
    "It ends here. */",
    "It begins /** here",
    "final String id;",
    "String? photo;",
    "something {",
    "})",
    ")",
    "@param id The id",
    "Future<Lamp>find(String id)",
    "Lamp(int a)",
    "Lamp.named(int a)",
    "Future<Lamp>find(",
    "final Lamp lamp",
    "Map<String, int> names",
    "class Lamp of light",
    "enum Kind of lamp",
    "##Lamp",
]
READS_LIKE_TEXT = [
    "A lamp (see above)",
    "See [the part on lamps](/Lamps/#Lamp__dim)",
    "Call foo(bar) to do it.",
    "So just call `find()`",
    "- one item",
    "> quoted",
    "1. first",
    "| a | b |",
    "---",
    "Final thoughts on the class of lamps",
    "Lamps, bulbs; and sockets",
    "Is it on?",
    "user@example.org wrote",
    "**Note:** it is off",
    "#lamps and #bulbs".replace("#", "No. "),
]


@pytest.mark.parametrize("line", LOOKS_LIKE_CODE)
def test_a_line_of_prose_that_looks_like_code(
    line: str, codes: Callable[[str], list[str]]
) -> None:
    found = codes(f"\nWords before.\n{line}\n")
    assert found
    assert set(found) <= {"prose-looks-like-code", "missing-brace"}


@pytest.mark.parametrize("line", LOOKS_LIKE_CODE)
def test_code_in_a_fence_is_meant(line: str, codes: Callable[[str], list[str]]) -> None:
    assert codes(f"\nLike so:\n\n```dart\n{line}\n```\n") == []


@pytest.mark.parametrize("line", READS_LIKE_TEXT)
def test_a_line_of_prose_that_does_not(
    line: str, codes: Callable[[str], list[str]]
) -> None:
    assert codes(f"\nWords before.\n{line}\n") == []


@pytest.mark.parametrize("name", ["Users.md", "TalkSession.md"])
def test_no_false_alarm_on_the_real_pages(name: str) -> None:
    assert parse(read_page(ROOT / "spec" / name)).diagnostics == ()


CLASS = "class Lamp {\n}"
SECTIONS: dict[str, tuple[str, list[str]]] = {
    "same-name": (f"## Lamp\n{CLASS}", []),
    "other-name": (f"## Bulb\n{CLASS}", ["heading-mismatch"]),
    "no-heading": (f"\n{CLASS}", ["heading-mismatch"]),
    "second-without": (f"## Lamp\n{CLASS}\n\nclass Bulb {{\n}}", ["heading-mismatch"]),
    "text-before": (f"## Lamp\n\nLight.\n\n{CLASS}", ["prose-before-declaration"]),
    "text-after-markup": (
        f"## Lamp\n<Note/>\n\nLight.\n\n{CLASS}",
        ["prose-before-declaration"],
    ),
    "text-after": (f"## Lamp\n{CLASS}\n\nLight.", []),
    "camel-case-and-only-text": (
        "## LampRef\n\nIt refers to it.",
        ["heading-mismatch"],
    ),
    "word-and-only-text": ("## Overview\n\nIt refers to it.", []),
    "words-and-only-text": ("## Lamps and bulbs\n\nLight.", []),
    "word-and-text-like-code": (
        "## Lamp\n\nfinal int a;",
        ["heading-mismatch", "prose-looks-like-code"],
    ),
    "empty-section": ("## LampRef\n\n## More", ["heading-mismatch"]),
    "call-as-heading": ("## Using get()\n\nIt gets it.", []),
    "code-in-heading": ("## findLampFuture<Lamp>findLamp(int a)", ["heading-mismatch"]),
    "comment-in-heading": ("## Lamp/** Light. */", ["heading-mismatch"]),
    "class-in-heading": (f"## Lamp{CLASS[:-2]}", ["heading-mismatch"]),
    "generic-call-heading": ("## Maps: Map<K, V> of things", []),
}


@pytest.mark.parametrize(("body", "expected"), SECTIONS.values(), ids=SECTIONS.keys())
def test_headings_and_what_they_announce(
    body: str, expected: list[str], codes: Callable[[str], list[str]]
) -> None:
    assert codes(body) == expected


@pytest.mark.parametrize("removed", ["/** ", "class Lamp {\n", " */"])
def test_a_removed_mark_never_goes_unnoticed(
    removed: str, codes: Callable[[str], list[str]]
) -> None:
    body = "## Lamp\n/** Light.\n@deprecated Dark. */\nclass Lamp {\nfinal int a;\n}"
    assert codes(body) == []
    assert codes(body.replace(removed, "", 1)) != []


def test_a_function_that_became_prose(codes: Callable[[str], list[str]]) -> None:
    body = "## findLamp\nFinds it.\n@param id Which */\nFuture<Lamp>findLamp(int id)"
    assert codes(body).count("prose-looks-like-code") == 2
    assert "heading-mismatch" in codes(body)


def test_markup_that_hides_a_declaration(codes: Callable[[str], list[str]]) -> None:
    assert codes("\n<Note>class Lamp {\n\n</Note>") == ["prose-looks-like-code"]
    assert codes("\n<!-- a\n/** Light. */\nclass Lamp {\n}\n-->") != []
    assert codes("\n{/* nothing here */}\n") == []
    assert codes("\n{/*\nclass Lamp {\n}\n*/}\n") == ["prose-looks-like-code"]


def test_an_attribute_without_end_swallows_nothing(
    codes: Callable[[str], list[str]],
) -> None:
    body = '\n<Note a="1>\n\n## Lamp\n/** A "quote". */\nclass Lamp {\n}\n'
    assert "heading-mismatch" not in codes(body)
