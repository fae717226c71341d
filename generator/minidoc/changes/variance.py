"""Which values of one type another one takes, in parameters and in results.

In: two types in neutral form and where they stand. Out: whether the new one is wider,
narrower, the same or another. It goes by what the generated annotations accept, since
those are what callers are checked against.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from minidoc.ir import types as ir

Position: TypeAlias = Literal["parameter", "result"]
Relation: TypeAlias = Literal["same", "wider", "narrower", "other"]

# What a number may be given as: `float` takes an `int`, `int` takes a `bool`.
_WIDER: dict[str, frozenset[str]] = {
    "bool": frozenset({"int", "double", "num"}),
    "int": frozenset({"double", "num"}),
    "double": frozenset({"num"}),
    "num": frozenset({"double"}),
}
_JSON = frozenset({"String", "int", "double", "num", "bool", "dynamic"})


def relation(old: ir.TypeRef, new: ir.TypeRef, position: Position) -> Relation:
    """Tell how the values of `new` relate to those of `old`."""
    grows, shrinks = _fits(old, new, position), _fits(new, old, position)
    if grows and shrinks:
        return "same"
    return "wider" if grows else "narrower" if shrinks else "other"


def is_void(type_: ir.TypeRef) -> bool:
    """Tell whether there is no value at all."""
    return isinstance(type_, ir.PrimitiveType) and type_.name == "void"


def _fits(given: ir.TypeRef, wanted: ir.TypeRef, position: Position) -> bool:
    """Tell whether every value of `given` may stand where `wanted` is asked for."""
    if _is_top(wanted):
        return not is_void(given)
    if _is_json(wanted):
        return _is_json_value(given)
    if _is_top(given) or (given.nullable and not wanted.nullable):
        return False
    return _same_kind_fits(given, wanted, position)


def _same_kind_fits(given: ir.TypeRef, wanted: ir.TypeRef, position: Position) -> bool:
    match given, wanted:
        case ir.PrimitiveType(), ir.PrimitiveType():
            return wanted.name in {given.name, *_WIDER.get(given.name, ())}
        case ir.NamedType(), ir.NamedType():
            return given.name == wanted.name
        case ir.ListType(), ir.ListType():
            return _fits(given.item, wanted.item, position)
        case ir.StreamType(), ir.StreamType():
            return _fits(given.item, wanted.item, position)
        case ir.MapType(), ir.MapType():
            keys = _same(given.key, wanted.key, position)
            return keys and _fits(given.value, wanted.value, position)
        case ir.FutureType(), ir.FutureType():
            # Futures are invariant: they can be set as well as read.
            return _same(given.value, wanted.value, position)
        case ir.FunctionType(), ir.FunctionType():
            return _callback_fits(given, wanted, position)
        case _:
            return False


def _same(one: ir.TypeRef, other: ir.TypeRef, position: Position) -> bool:
    return _fits(one, other, position) and _fits(other, one, position)


def _callback_fits(
    given: ir.FunctionType, wanted: ir.FunctionType, position: Position
) -> bool:
    """Compare callbacks: what they are called with goes the other way."""
    if len(given.arguments) != len(wanted.arguments):
        return False
    inside: Position = "result" if position == "parameter" else "parameter"
    arguments = zip(given.arguments, wanted.arguments, strict=True)
    if not all(_fits(theirs.type, own.type, inside) for own, theirs in arguments):
        return False
    return _outcome_fits(given.returns, wanted.returns, position)


def _outcome_fits(given: ir.TypeRef, wanted: ir.TypeRef, position: Position) -> bool:
    """Compare what callbacks return; where nothing is wanted, anything is taken."""
    if isinstance(wanted, ir.FutureType):
        if isinstance(given, ir.FutureType):
            return _outcome_fits(given.value, wanted.value, position)
        # A callback that is given may also answer at once.
        at_once = position == "parameter"
        return at_once and _outcome_fits(given, wanted.value, position)
    if is_void(wanted):
        return True
    if isinstance(given, ir.FutureType) or is_void(given):
        return False
    return _fits(given, wanted, position)


def _is_top(type_: ir.TypeRef) -> bool:
    return isinstance(type_, ir.PrimitiveType) and type_.name == "Object"


def _is_json(type_: ir.TypeRef) -> bool:
    return isinstance(type_, ir.PrimitiveType) and type_.name == "dynamic"


def _is_json_value(type_: ir.TypeRef) -> bool:
    match type_:
        case ir.PrimitiveType():
            return type_.name in _JSON
        case ir.ListType():
            return _is_json_value(type_.item)
        case ir.MapType(key=ir.PrimitiveType(name="String" | "dynamic" | "Object")):
            return _is_json_value(type_.value)
        case _:
            return False


def without_null(type_: ir.TypeRef) -> ir.TypeRef:
    """Return the type without its own nullability."""
    return replace(type_, nullable=False) if type_.nullable else type_
