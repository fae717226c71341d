"""Annotations, decoders and encoders for the types of the API model.

Parameters take what is easy to give (`Sequence`, `Mapping`), results are immutable
(`tuple`, read-only `Mapping`); inside a callback the two change places.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from minidoc.ir.types import (
    FunctionType,
    FutureType,
    ListType,
    MapType,
    NamedType,
    PrimitiveType,
    StreamType,
    TypeRef,
)
from minidoc.python.code import Code
from minidoc.python.scope import Scope
from minidoc.python.symbols import Symbols
from minidoc.python.wire_forms import OPEN
from minidoc.values import frozen

Position: TypeAlias = Literal["parameter", "result"]

_BUILTINS = {
    "String": "str",
    "int": "int",
    "double": "float",
    "num": "float",
    "bool": "bool",
    "Object": "object",
    "Uint8List": "bytes",
    "Exception": "Exception",
}
_DECODERS = {
    "String": "string",
    "int": "integer",
    "double": "number",
    "num": "number",
    "bool": "boolean",
    "dynamic": "json_value",
    "Object": "anything",
}


@frozen
class TypeContext:
    """Where an annotation stands.

    Attributes:
        symbols: All names.
        scope: The module, which collects imports.
        is_async: Inside an asynchronous class or function.
        hidden: Members of the class around it that hide builtins.
    """

    symbols: Symbols
    scope: Scope
    is_async: bool = False
    hidden: frozenset[str] = frozenset()

    def as_async(self, is_async: bool) -> TypeContext:
        """Return the same place in the other world."""
        return replace(self, is_async=is_async)


def annotation(type_: TypeRef, context: TypeContext, position: Position) -> Code:
    """Write an annotation, `| None` included."""
    text = bare(type_, context, position)
    # A class of the page may be called `object`: its values are not None.
    holds_none = text.removeprefix("builtins.") in ("None", "object")
    if type_.nullable and (isinstance(type_, NamedType) or not holds_none):
        return Code(f"{text} | None")
    return text


def bare(type_: TypeRef, context: TypeContext, position: Position) -> Code:
    """Write an annotation without its own nullability."""
    match type_:
        case PrimitiveType():
            return _primitive(type_, context)
        case ListType():
            return _list(type_, context, position)
        case MapType():
            key = _key(type_.key, context, position)
            value = annotation(type_.value, context, position)
            mapping = context.scope.use("collections.abc", "Mapping")
            return Code(f"{mapping}[{key}, {value}]")
        case FutureType():
            return _future(type_, context, position)
        case StreamType():
            item = annotation(type_.item, context, position)
            name = "AsyncIterator" if context.is_async else "Iterator"
            return Code(f"{context.scope.use('collections.abc', name)}[{item}]")
        case FunctionType():
            return _callable(type_, context, position)
        case NamedType():
            return named(type_.name, context)


def named(name: str, context: TypeContext) -> Code:
    """Spell a type of the API; in the asynchronous world the twin, if it has one."""
    found = context.symbols.types[name]
    twin = found.twin if context.is_async else None
    return context.scope.type(found, twin or found.name)


def _primitive(type_: PrimitiveType, context: TypeContext) -> Code:
    if type_.name == "void":
        return Code("None")
    if type_.name == "dynamic":
        return context.scope.runtime("JSONValue")
    return context.scope.builtin(_BUILTINS[type_.name], context.hidden)


def _list(type_: ListType, context: TypeContext, position: Position) -> Code:
    item = annotation(type_.item, context, position)
    if position == "parameter":
        return Code(f"{context.scope.use('collections.abc', 'Sequence')}[{item}]")
    return Code(f"{context.scope.builtin('tuple', context.hidden)}[{item}, ...]")


def _key(type_: TypeRef, context: TypeContext, position: Position) -> Code:
    """Write the keys of a map; those that the page leaves open are JSON's strings."""
    if isinstance(type_, PrimitiveType) and type_.name in OPEN:
        return context.scope.builtin("str", context.hidden)
    return annotation(type_, context, position)


def _future(type_: FutureType, context: TypeContext, position: Position) -> Code:
    value = annotation(type_.value, context, position)
    if context.is_async:
        return Code(f"{context.scope.use('', 'asyncio')}.Future[{value}]")
    return Code(f"{context.scope.use('concurrent.futures', 'Future')}[{value}]")


def _callable(type_: FunctionType, context: TypeContext, position: Position) -> Code:
    """Write a callback. Whatever it returns is taken where the page wants nothing."""
    other: Position = "result" if position == "parameter" else "parameter"
    arguments = [annotation(a.type, context, other) for a in type_.arguments]
    returns = _returned(type_.returns, context, position)
    name = context.scope.use("collections.abc", "Callable")
    return Code(f"{name}[[{', '.join(arguments)}], {returns}]")


def _returned(type_: TypeRef, context: TypeContext, position: Position) -> Code:
    """Write what a callback returns; a `Future` is what its caller waits for.

    A synchronous caller takes the value itself; an asynchronous one that is given the
    callback takes either.
    """
    if not isinstance(type_, FutureType):
        text = annotation(type_, context, position)
        return (
            context.scope.builtin("object", context.hidden) if text == "None" else text
        )
    value = _returned(type_.value, context, position)
    if not context.is_async:
        return value
    awaitable = context.scope.use("collections.abc", "Awaitable")
    either = f" | {value}" if position == "parameter" else ""
    return Code(f"{awaitable}[{value}]{either}")


def decoder(type_: TypeRef, context: TypeContext) -> Code | None:
    """Write the decoder of a type, nullability of its own left to the caller.

    Returns None for what has no wire form: callbacks, futures, bytes, handles.
    """
    match type_:
        case PrimitiveType():
            name = _DECODERS.get(type_.name)
            return context.scope.runtime(name) if name else None
        case ListType():
            return _composed("list_of", type_.item, context)
        case MapType():
            return _composed("map_of", type_.value, context)
        case NamedType():
            return _named_decoder(type_, context)
        case _:
            return None


def _composed(name: str, inner: TypeRef, context: TypeContext) -> Code | None:
    item = _decoder_or_null(inner, context)
    return Code(f"{context.scope.runtime(name)}({item})") if item else None


def _decoder_or_null(type_: TypeRef, context: TypeContext) -> Code | None:
    item = decoder(type_, context)
    if item is None or not type_.nullable:
        return item
    return Code(f"{context.scope.runtime('nullable')}({item})")


def _named_decoder(type_: NamedType, context: TypeContext) -> Code | None:
    found = context.symbols.types[type_.name]
    if found.twin is not None:
        return None
    cls = context.symbols.classes.get(type_.name)
    if cls is not None:
        name = named(type_.name, context)
        return Code(f"{context.scope.runtime('record')}({name}.from_json)")
    if type_.name in context.symbols.enums:
        name = named(type_.name, context)
        return Code(f"{context.scope.runtime('enumeration')}({name})")
    alias = context.symbols.aliases.get(type_.name)
    if alias is not None:
        return _decoder_or_null(alias, context)
    return context.scope.runtime("anything")


def always_has_hash(type_: TypeRef, symbols: Symbols) -> bool:
    """Tell whether whatever a caller may give for a type has a hash.

    Mappings, JSON and what the pages leave open may be a plain `dict` or `list`.
    """
    match type_:
        case PrimitiveType():
            return type_.name not in OPEN
        case ListType():
            return always_has_hash(type_.item, symbols)
        case MapType():
            return False
        case NamedType():
            alias = symbols.aliases.get(type_.name)
            if alias is not None:
                return always_has_hash(alias, symbols)
            return symbols.types[type_.name].twin is not None or (
                type_.name in symbols.classes or type_.name in symbols.enums
            )
        case _:
            return True


def is_plain(type_: TypeRef) -> bool:
    """Tell whether a value is its own wire form: text, numbers, booleans.

    JSON is none, because what has been read is frozen, and what is written is not.
    """
    return isinstance(type_, PrimitiveType) and type_.name not in OPEN
