"""Annotations for every type of the API model, and the decoders that fit them."""

from __future__ import annotations

import pytest
from python_builders import SUBSCRIPTION, source, type_of

from minidoc.python.names import Identifier
from minidoc.python.scope import Scope
from minidoc.python.symbols import collect
from minidoc.python.types import Position, TypeContext, annotation, decoder

DECLARED = """
## Value
class Value {
final int x;
}

## Ref
class Ref {
void act();
}

## Color
enum Color { red, green }
""" + SUBSCRIPTION


def spelled(
    text: str, position: Position, *, is_async: bool = False, hidden: str = ""
) -> str:
    api, type_ = type_of(text, DECLARED)
    scope = Scope(Identifier("page"), frozenset(), frozenset())
    context = TypeContext(collect(api), scope, is_async, frozenset(hidden.split()))
    return annotation(type_, context, position)


@pytest.mark.parametrize(
    ("text", "parameter", "result"),
    [
        ("String", "str", "str"),
        ("String?", "str | None", "str | None"),
        ("int", "int", "int"),
        ("double", "float", "float"),
        ("num", "float", "float"),
        ("bool", "bool", "bool"),
        ("dynamic", "JSONValue", "JSONValue"),
        ("Object", "object", "object"),
        ("Object?", "object", "object"),
        ("Uint8List", "bytes", "bytes"),
        ("Exception", "Exception", "Exception"),
        ("List<String>", "Sequence[str]", "tuple[str, ...]"),
        (
            "List<String?>?",
            "Sequence[str | None] | None",
            "tuple[str | None, ...] | None",
        ),
        ("List", "Sequence[JSONValue]", "tuple[JSONValue, ...]"),
        ("Map<String, int?>", "Mapping[str, int | None]", "Mapping[str, int | None]"),
        ("Map", "Mapping[str, JSONValue]", "Mapping[str, JSONValue]"),
        ("Map<Object, int>", "Mapping[str, int]", "Mapping[str, int]"),
        ("Map<int, int>", "Mapping[int, int]", "Mapping[int, int]"),
        (
            "Map<String, List<int>>",
            "Mapping[str, Sequence[int]]",
            "Mapping[str, tuple[int, ...]]",
        ),
        ("Future<void>", "Future[None]", "Future[None]"),
        ("Future<List<int>>", "Future[Sequence[int]]", "Future[tuple[int, ...]]"),
        ("Stream<int>", "Iterator[int]", "Iterator[int]"),
        ("Value", "Value", "Value"),
        ("Color?", "Color | None", "Color | None"),
        ("Ref", "Ref", "Ref"),
        ("Unknown", "Unknown", "Unknown"),
        # Inside a callback the two change places; nothing wanted means anything taken.
        ("void Function()", "Callable[[], object]", "Callable[[], object]"),
        (
            "void Function(List<int> a)",
            "Callable[[tuple[int, ...]], object]",
            "Callable[[Sequence[int]], object]",
        ),
        (
            "List<int> Function(List<int> a)?",
            "Callable[[tuple[int, ...]], Sequence[int]] | None",
            "Callable[[Sequence[int]], tuple[int, ...]] | None",
        ),
        (
            "void Function(void Function(List<int> a) b)",
            "Callable[[Callable[[Sequence[int]], object]], object]",
            "Callable[[Callable[[tuple[int, ...]], object]], object]",
        ),
    ],
)
def test_annotation(text: str, parameter: str, result: str) -> None:
    assert spelled(text, "parameter") == parameter
    assert spelled(text, "result") == result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ref", "AsyncRef"),
        ("List<Ref?>", "tuple[AsyncRef | None, ...]"),
        ("Watch", "AsyncWatch"),
        ("Value", "Value"),
        ("Color", "Color"),
        ("Unknown", "Unknown"),
        ("Future<Ref>", "asyncio.Future[AsyncRef]"),
        ("Stream<Ref>", "AsyncIterator[AsyncRef]"),
        ("void Function(Ref r)", "Callable[[AsyncRef], object]"),
        (
            "Future<String> Function(String id)",
            "Callable[[str], Awaitable[str]]",
        ),
    ],
)
def test_annotation_of_the_asynchronous_world(text: str, expected: str) -> None:
    assert spelled(text, "result", is_async=True) == expected


@pytest.mark.parametrize(
    ("text", "hidden", "expected"),
    [
        ("String", "str", "builtins.str"),
        ("List<int>", "tuple", "builtins.tuple[int, ...]"),
        ("Map<String, int>", "str int", "Mapping[builtins.str, builtins.int]"),
        ("Object?", "object", "builtins.object"),
        ("void Function()", "object", "Callable[[], builtins.object]"),
        ("Map", "str", "Mapping[builtins.str, JSONValue]"),
        ("String", "list set type", "str"),
    ],
)
def test_members_that_hide_builtins(text: str, hidden: str, expected: str) -> None:
    assert spelled(text, "result", hidden=hidden) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("String", "string"),
        ("int?", "integer"),
        ("double", "number"),
        ("num", "number"),
        ("bool", "boolean"),
        ("dynamic", "json_value"),
        ("Object", "anything"),
        ("List<String?>", "list_of(nullable(string))"),
        ("Map<String, List<int>>", "map_of(list_of(integer))"),
        ("Value", "record(Value.from_json)"),
        ("List<Value?>", "list_of(nullable(record(Value.from_json)))"),
        ("Color", "enumeration(Color)"),
        ("Unknown", "anything"),
        ("Uint8List", None),
        ("Exception", None),
        ("Ref", None),
        ("List<Ref>", None),
        ("Future<int>", None),
        ("Stream<int>", None),
        ("void Function()", None),
    ],
)
def test_decoder(text: str, expected: str | None) -> None:
    api, type_ = type_of(text, DECLARED)
    scope = Scope(Identifier("page"), frozenset(), frozenset())
    assert decoder(type_, TypeContext(collect(api), scope)) == expected


def alias(is_: str) -> str:
    return f'[[type]]\npage = "Page.md"\nname = "J"\nreason = "x"\nis = "{is_}"\n'


@pytest.mark.parametrize(
    ("is_", "value", "reader"),
    [
        ("String", '"str"', "string"),
        ("String?", '"str | None"', "nullable(string)"),
        ("List<Value>", '"tuple[Value, ...]"', "list_of(record(Value.from_json))"),
    ],
)
def test_aliases_of_the_overlay(is_: str, value: str, reader: str) -> None:
    page = f"## A\nclass A {{\nfinal J x;\nfinal List<J> xs;\n}}\n{DECLARED}"
    text = source(page, alias(is_))
    assert f"J: TypeAlias = {value}" in text
    assert f'x=wire.required("x", {reader})' in text
    assert f'xs=wire.required("xs", list_of({reader}))' in text


@pytest.mark.parametrize("entries", ["", "TypeAlias object"])
def test_what_nobody_declares_may_be_called_as_what_it_is_made_of(entries: str) -> None:
    page = "## A\nclass A { final TypeAlias x; final object y; }"
    overlay = "".join(
        f'[[type]]\npage = "Page.md"\nname = "{name}"\nreason = "x"\n'
        for name in entries.split()
    )
    text = source(page, overlay, "page" if entries else "_opaque")
    assert "from typing import TypeAlias as _TypeAlias\n" in text
    assert "\nTypeAlias: _TypeAlias = builtins.object\n" in text
    assert "\nobject: _TypeAlias = builtins.object\n" in text
