"""Where the types of a model are met: given by callers, handed to them, or both.

A class that callers make themselves has fields that are parameters as well: a new one
without a default breaks whoever makes one.
"""

from __future__ import annotations

from collections.abc import Iterator

from minidoc.changes.variance import Position
from minidoc.ir import types as ir
from minidoc.ir.model import AliasDecl, Api, ClassDecl, FunctionDecl, MethodDecl
from minidoc.ir.walk import find

_OTHER: dict[Position, Position] = {"parameter": "result", "result": "parameter"}


def given_types(api: Api) -> frozenset[str]:
    """Return the names of the types that callers give, in whatever depth."""
    types = {
        cls.name: [field.type for field in cls.fields] for cls in find(api, ClassDecl)
    }
    types |= {a.name: [a.type] for a in find(api, AliasDecl) if a.type is not None}
    waiting = list(_named(api))
    seen: set[tuple[str, Position]] = set()
    while waiting:
        met = waiting.pop()
        if met in seen:
            continue
        seen.add(met)
        name, position = met
        for inner in types.get(name, ()):
            waiting.extend(_mentioned(inner, position))
    made = {cls.name for cls in find(api, ClassDecl) if is_made_by_name(cls)}
    return frozenset(name for name, position in seen if position == "parameter") | made


def is_made_by_name(cls: ClassDecl) -> bool:
    """Tell whether the page shows a constructor that takes the fields by name."""
    return cls.role == "data" and any(
        parameter.kind == "named"
        for constructor in cls.constructors
        for parameter in constructor.parameters
    )


def _named(api: Api) -> Iterator[tuple[str, Position]]:
    calls: list[MethodDecl | FunctionDecl] = [*find(api, MethodDecl)]
    calls += find(api, FunctionDecl)
    for call in calls:
        yield from _mentioned(call.returns, "result")
        for parameter in call.parameters:
            yield from _mentioned(parameter.type, "parameter")


def _mentioned(type_: ir.TypeRef, position: Position) -> Iterator[tuple[str, Position]]:
    match type_:
        case ir.NamedType():
            yield type_.name, position
        case ir.ListType() | ir.StreamType():
            yield from _mentioned(type_.item, position)
        case ir.FutureType():
            yield from _mentioned(type_.value, position)
        case ir.MapType():
            yield from _mentioned(type_.key, position)
            yield from _mentioned(type_.value, position)
        case ir.FunctionType():
            for argument in type_.arguments:
                yield from _mentioned(argument.type, _OTHER[position])
            yield from _mentioned(type_.returns, position)
        case ir.PrimitiveType():
            return
