"""Which type takes which values: in parameters, in results, and inside callbacks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pair_table import api_of

from minidoc.changes import compare
from minidoc.changes.catalog.entry import handle
from minidoc.changes.likeness import best_pairs
from minidoc.changes.neutral import Neutral
from minidoc.changes.usage import given_types
from minidoc.changes.variance import Position, Relation, relation
from minidoc.ir.model import Api, ClassDecl, MethodDecl
from minidoc.ir.types import TypeRef
from minidoc.ir.walk import find, rewrite


def type_of(text: str) -> TypeRef:
    api = api_of(handle(f"void take({text} value)"))
    method = next(find(api, MethodDecl))
    return Neutral(api).type(method.parameters[0].type)


CASES: list[tuple[str, str, Relation]] = [
    ("String", "String?", "wider"),
    ("int", "double", "wider"),
    ("double", "num", "same"),
    ("bool", "int", "wider"),
    ("String", "int", "other"),
    ("String", "Object", "wider"),
    ("Object", "dynamic", "narrower"),
    ("List<String>", "dynamic", "wider"),
    ("Map<String, int?>", "dynamic", "wider"),
    ("Uint8List", "dynamic", "other"),
    ("dynamic", "String?", "narrower"),
    ("List<int>", "List<int?>", "wider"),
    ("List<int>", "List<String>", "other"),
    ("Map<String, int>", "Map<String, int?>", "wider"),
    ("Map<String, int>", "Map<int, int>", "other"),
    ("Stream<int>", "Stream<int?>", "wider"),
    ("Future<int>", "Future<int?>", "other"),
    ("Somebody", "Somebody?", "wider"),
    ("Somebody", "Nobody", "other"),
    ("void Function(int a)", "void Function(int? a)", "narrower"),
    ("void Function(int? a)", "void Function(int a)", "wider"),
    ("void Function(int a)", "void Function(int a, int b)", "other"),
    ("int Function()", "int? Function()", "wider"),
    ("int Function()", "void Function()", "wider"),
    ("void Function()", "Future<void> Function()", "same"),
    ("Future<int> Function()", "Future<int?> Function()", "wider"),
    (
        "void Function(void Function(int a) f)",
        "void Function(void Function(int? a) f)",
        "wider",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_relation(old: str, new: str, expected: Relation) -> None:
    ours, theirs = type_of(old), type_of(new)
    opposite: dict[Relation, Relation] = {"wider": "narrower", "narrower": "wider"}
    assert relation(ours, theirs, "parameter") == expected
    assert relation(theirs, ours, "parameter") == opposite.get(expected, expected)
    assert relation(ours, ours, "parameter") == "same"


@pytest.mark.parametrize(
    ("position", "expected"), [("parameter", "wider"), ("result", "other")]
)
def test_a_callback_that_is_given_may_answer_at_once(
    position: Position, expected: Relation
) -> None:
    old, new = type_of("int Function()"), type_of("Future<int> Function()")
    assert relation(old, new, position) == expected
    # What a callback is called with stands on the other side.
    given = [
        type_of(f"void Function({text} Function() f)")
        for text in ("int", "Future<int>")
    ]
    inside: Relation = "other" if position == "parameter" else "narrower"
    assert relation(given[0], given[1], position) == inside


def test_of_two_that_are_equally_likely_none_is_taken() -> None:
    def score(old: str, new: str) -> float:
        return 1.0 if old[0] == new[0] else 0.0

    assert best_pairs(["a1"], ["a2", "b"], score) == [("a1", "a2")]
    assert best_pairs(["a1"], ["a2", "a3"], score) == []
    assert best_pairs(["a1", "a2"], ["a3"], score) == []
    assert best_pairs(["a1", "b1"], ["b2", "a2"], score) == [("a1", "a2"), ("b1", "b2")]


def test_private_names_never_count() -> None:
    api = api_of(handle("Future<void>touch()\n\nFuture<void>leave()"))

    def named(old: str, new: str) -> Api:
        def rename(node: object) -> object:
            if isinstance(node, ClassDecl | MethodDecl) and node.name == old:
                return replace(node, name=new)
            return node

        return rewrite(api, rename)

    gone = rewrite(
        api, lambda n: replace(n, methods=()) if isinstance(n, ClassDecl) else n
    )
    hidden = rewrite(
        named("leave", "_leave"),
        lambda n: replace(n, methods=n.methods[1:]) if isinstance(n, ClassDecl) else n,
    )
    assert len(compare(hidden, gone)) == len(compare(gone, hidden)) == 0
    empty = replace(api, pages=(replace(api.pages[0], declarations=()),))
    assert len(compare(named("UserRef", "_UserRef"), empty)) == 0
    assert len(compare(api, empty)) == 1


def test_types_that_callers_give() -> None:
    api = api_of(
        handle("void set(Given given, void Function(Taken taken) seen)\n\nAnswer get()")
    )
    assert given_types(api) == {"Given"}
