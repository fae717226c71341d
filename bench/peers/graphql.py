"""The API of the corpus as a GraphQL schema, and an operation for each method."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from bench.peers.api import (
    arguments,
    followed,
    is_read,
    operations,
    text_of,
    text_of_parameter,
)
from minidoc.ir.model import ClassDecl, MethodDecl
from minidoc.ir.types import ListType, MapType, NamedType, PrimitiveType, TypeRef

Root = Literal["Query", "Mutation", "Subscription"]
_PRIMITIVES = {"String": "String", "bool": "Boolean", "int": "Int", "void": "Boolean"}


def schema(classes: Iterable[ClassDecl]) -> str:
    """Return the schema; maps are a scalar, since GraphQL has none."""
    types: list[str] = ["scalar JSON"]
    roots: dict[Root, list[str]] = {"Query": [], "Mutation": [], "Subscription": []}
    for declared in classes:
        types.append(_type(declared))
        for method in operations(declared):
            if arguments(method):
                types.append(_input(declared, method))
            call = f"{field_name(declared, method)}({_sent(declared, method)})"
            field = f"{call}: {_spell(_result(method))}"
            roots[_root(method)] += [_described(text_of(method.doc)), field]
    types += [_block("type", name, lines) for name, lines in roots.items()]
    return "\n\n".join(types) + "\n"


def queries(classes: Iterable[ClassDecl]) -> str:
    """Return one operation for each method, which asks for everything it can give."""
    by_name = {each.name: each for each in classes}
    return "\n\n".join(
        _document(declared, method, by_name)
        for declared in by_name.values()
        for method in operations(declared)
    )


def field_name(declared: ClassDecl, method: MethodDecl) -> str:
    """Return what a method is called among those of all classes: `userRefGet`."""
    name = f"{declared.name}{method.name[0].upper()}{method.name[1:]}"
    return name[0].lower() + name[1:]


def input_name(declared: ClassDecl, method: MethodDecl) -> str:
    """Return what the type of a method's arguments is called."""
    name = field_name(declared, method)
    return f"{name[0].upper()}{name[1:]}Input"


def result_type(method: MethodDecl) -> str | None:
    """Return the name of the class that an operation gives; None for a scalar."""
    result = _result(method)
    return result.name if isinstance(result, NamedType) else None


def _document(
    declared: ClassDecl, method: MethodDecl, classes: Mapping[str, ClassDecl]
) -> str:
    name, needs = field_name(declared, method), bool(arguments(method))
    variables = "$id: ID!"
    given = "id: $id"
    if needs:
        variables += f", $input: {input_name(declared, method)}!"
        given += ", input: $input"
    title = f"{_root(method).lower()} {name[0].upper()}{name[1:]}({variables})"
    result = result_type(method)
    selected = f" {_selection(classes[result], classes)}" if result else ""
    return f"{title} {{\n  {name}({given}){selected}\n}}"


def _selection(declared: ClassDecl, classes: Mapping[str, ClassDecl]) -> str:
    found: list[str] = []
    for each in declared.fields:
        found.append(each.name)
        if isinstance(each.type, NamedType):
            found.append(_selection(classes[each.type.name], classes))
    return f"{{ {' '.join(found)} }}"


def _root(method: MethodDecl) -> Root:
    if followed(method):
        return "Subscription"
    return "Query" if is_read(method) else "Mutation"


def _result(method: MethodDecl) -> TypeRef:
    return followed(method) or method.returns


def _sent(declared: ClassDecl, method: MethodDecl) -> str:
    body = f", input: {input_name(declared, method)}!" if arguments(method) else ""
    return f"id: ID!{body}"


def _type(declared: ClassDecl) -> str:
    lines: list[str] = []
    for each in declared.fields:
        lines += [_described(text_of(each.doc)), f"{each.name}: {_spell(each.type)}"]
    doc = _described(text_of(declared.doc))
    return "\n".join(_lines([doc, _block("type", declared.name, lines)]))


def _input(declared: ClassDecl, method: MethodDecl) -> str:
    lines: list[str] = []
    for each in arguments(method):
        lines.append(_described(text_of_parameter(method, each.name)))
        lines.append(f"{each.name}: {_spell(each.type)}")
    return _block("input", input_name(declared, method), lines)


def _block(kind: str, name: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{kind} {name} {{", *_lines(lines), "}"])


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line)


def _described(text: str) -> str:
    # A GraphQL string has the escapes of JSON.
    return json.dumps(text, ensure_ascii=False) if text else ""


def _spell(type_: TypeRef) -> str:
    match type_:
        case ListType():
            name = f"[{_spell(type_.item)}]"
        case MapType():
            name = "JSON"
        case NamedType():
            name = type_.name
        case PrimitiveType():
            name = _PRIMITIVES[type_.name]
        case _:
            # A future: whether it has come true.
            name = "Boolean"
    return name if type_.nullable else f"{name}!"
