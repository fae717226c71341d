"""Constructors: what Python makes of them, and what is said of all others."""

from __future__ import annotations

import pytest
from python_builders import bound, source

from minidoc.diagnostics import Code

BODIES = {
    "data": "final int x;\n\nfinal Color color;\n\n{}\n\nMap<String, dynamic>toJson()",
    "handle": "final int x;\n\n{}\n\nvoid go()",
    "subscription": (
        "final Future<void>connected;\n\nfinal Future<void>terminated;\n\n{}\n\n"
        "Future<void>unsubscribe()"
    ),
}


def page_of(role: str, constructors: str) -> str:
    body = BODIES[role].replace("{}", constructors)
    return f"## A\nclass A {{\n{body}\n}}\n\n## Color\nenum Color {{ red }}\n"


@pytest.mark.parametrize(
    ("role", "constructors", "lost"),
    [
        ("data", "A(Map<String, dynamic>json)", []),
        ("data", "A({required int x, Color color})\n\nA.fromJson(Map x)", []),
        ("data", "A(int x, [Color? color])", []),
        ("data", "A()", []),
        ("data", "A.empty(int seed)", ["the constructor `A.empty` is left out"]),
        ("data", "A.of(int x)", ["the constructor `A.of` is left out"]),
        (
            "data",
            "A({required int x, int? extra})",
            ["the parameter `extra` of a constructor of A is left out"],
        ),
        ("data", "A(int y)", ["the parameter `y` of a constructor of A is left out"]),
        (
            "data",
            "A({Color color = Color.red, int x = 3})",
            ["the default of `color` of A is left out: Color.red"],
        ),
        (
            "data",
            "/** TEXT\n@param x PTEXT */\nA({required int x})",
            ["the text of a constructor of A has no place in Python"],
        ),
        (
            "data",
            "/** TEXT */\nA.fromJson(Map<String, dynamic>json)",
            ["the text of a constructor of A has no place in Python"],
        ),
        ("handle", "A(int x)", []),
        ("handle", "A(int x, int y)", ["the parameter `y` of a constructor of A is"]),
        ("handle", "A({int x = 1})", ["the default of `x` of A is left out: 1"]),
        ("handle", "A.other(int x)", ["the constructor `A.other` is left out"]),
        ("handle", "/** TEXT */\nA(int x)", ["the text of a constructor of A has no"]),
        ("handle", "A.fromJson(Map json)", ["the constructor `A.fromJson` is left"]),
        ("subscription", "A()", ["the constructor `A` is left out"]),
        ("subscription", "A.of(int x)", ["the constructor `A.of` is left out"]),
    ],
)
def test_what_is_lost_of_a_constructor_is_reported(
    role: str, constructors: str, lost: list[str]
) -> None:
    found = [
        d
        for d in bound(page_of(role, constructors)).diagnostics
        if d.code is Code.LOST_TEXT
    ]
    assert len(found) == len(lost)
    for diagnostic, message in zip(found, lost, strict=True):
        assert diagnostic.message.startswith(message)
        assert diagnostic.span is not None
        assert diagnostic.hint


def test_only_the_constructor_without_a_name_gives_defaults() -> None:
    text = source(page_of("data", "A([int x = 3])\n\nA.other({int x = 4})"))
    assert "    x: int = 3\n" in text


def test_references_to_constructors() -> None:
    page = page_of("data", "A.empty(int x)\n\nA.fromJson(Map<String, dynamic>json)")
    text = source(f"## f\n/** See [A.empty] and [A.fromJson]. */\nint f()\n\n{page}")
    assert '"""See `A.empty` and [`A.from_json`][]."""' in text
