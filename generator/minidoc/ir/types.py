"""Types of the API model in the page's words: `List<String>`, not `tuple[str, ...]`."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, get_args

from minidoc.diagnostics import Span
from minidoc.ir.record import ByKind, record

Primitive: TypeAlias = Literal[
    "String",
    "int",
    "double",
    "num",
    "bool",
    "dynamic",
    "Object",
    "Uint8List",
    "Exception",
    "void",
]
PRIMITIVES: frozenset[str] = frozenset(get_args(Primitive))


@record
class PrimitiveType:
    """A type that Dart brings along."""

    kind: Literal["primitive"] = "primitive"
    name: Primitive
    nullable: bool = False


@record
class ListType:
    """`List<item>`."""

    kind: Literal["list"] = "list"
    item: TypeRef
    nullable: bool = False


@record
class MapType:
    """`Map<key, value>`."""

    kind: Literal["map"] = "map"
    key: TypeRef
    value: TypeRef
    nullable: bool = False


@record
class FutureType:
    """`Future<value>`: a value that is waited for."""

    kind: Literal["future"] = "future"
    value: TypeRef
    nullable: bool = False


@record
class StreamType:
    """`Stream<item>`: values that arrive one after another."""

    kind: Literal["stream"] = "stream"
    item: TypeRef
    nullable: bool = False


@record
class FunctionArgument:
    """One argument that a callback is called with."""

    name: str
    type: TypeRef


@record
class FunctionType:
    """A callback."""

    kind: Literal["function"] = "function"
    arguments: tuple[FunctionArgument, ...]
    returns: TypeRef
    nullable: bool = False


@record
class NamedType:
    """A type that a page or the overlay declares, or that nobody does.

    Attributes:
        page: Name of the page that declares it, None when no given page does.
        span: Where it is used.
    """

    kind: Literal["named"] = "named"
    name: str
    page: str | None
    nullable: bool = False
    span: Span


TypeRef: TypeAlias = Annotated[
    PrimitiveType
    | ListType
    | MapType
    | FutureType
    | StreamType
    | FunctionType
    | NamedType,
    ByKind(),
]
