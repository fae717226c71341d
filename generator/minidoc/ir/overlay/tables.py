"""The tables of the overlay, as pydantic checks them: shapes only, no page is known.

`accept` makes them of data that is plainly right, so that pydantic need not be loaded.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal, TypeAlias

from minidoc.ir.bindings import (
    ClearBinding,
    Join,
    ListenBinding,
    OpenBinding,
    ReadBinding,
    ReferenceBinding,
    SessionBinding,
    SubscribeBinding,
    TopicEvent,
    WriteBinding,
)
from minidoc.ir.model import ClassRole
from minidoc.ir.overlay.rules import NOT_EMPTY, SCALAR, STRICT, matching, table

_NAME = r"[A-Za-z$][A-Za-z0-9_$]*"

_FILLED = r"\S"
_ONE_NAME = rf"^{_NAME}$"
_MEMBER = rf"^{_NAME}(\.{_NAME})?$"
_ANY = rf"^{_NAME}(\.{_NAME})?(\({_NAME}\))?$"
_VERSION = r"^[0-9]+(\.[0-9]+)*$"

PATTERNS = {
    _FILLED: "says nothing",
    _ONE_NAME: "is no name: letters, digits and `_`, beginning with a letter",
    _MEMBER: "has to be `Class.member`, or the name of a declaration",
    _ANY: "has to be `Class.member`, `Class.method(parameter)`, or a name",
    _VERSION: 'has to be a version, numbers with points between: "2.0"',
}
"""What a text that does not match a pattern has done wrong."""

Text: TypeAlias = Annotated[str, matching(_FILLED)]
Name: TypeAlias = Annotated[str, matching(_ONE_NAME)]
MemberTarget: TypeAlias = Annotated[str, matching(_MEMBER)]
AnyTarget: TypeAlias = Annotated[str, matching(_ANY)]
Version: TypeAlias = Annotated[str, matching(_VERSION)]
Wire: TypeAlias = Annotated[bool | int | str, SCALAR]
StrictBool: TypeAlias = Annotated[bool, STRICT]

BINDINGS = (
    "read", "subscribe", "write", "clear", "reference", "session", "listen", "open",
)  # fmt: skip


@table
class TopicTable:
    """`[[topic]]`: state that the service keeps (see `minidoc.ir.bindings.Topic`)."""

    page: Text
    reason: Text
    name: Name
    path: Text
    batch: Text | None = None
    query: dict[str, Wire] = field(default_factory=dict[str, Wire])
    snapshot: Name
    events: tuple[TopicEvent, ...] = ()
    joins: tuple[Join, ...] = ()
    absent: tuple[Text, ...] = ()


@table
class BindTable:
    """`[[bind]]`: what a method, a function or a field does on the wire."""

    page: Text
    reason: Text
    target: MemberTarget
    read: ReadBinding | None = None
    subscribe: SubscribeBinding | None = None
    write: WriteBinding | None = None
    clear: ClearBinding | None = None
    reference: ReferenceBinding | None = None
    session: SessionBinding | None = None
    listen: ListenBinding | None = None
    open: OpenBinding | None = None

    def __post_init__(self) -> None:
        given = [name for name in BINDINGS if getattr(self, name) is not None]
        if len(given) != 1:
            count = "none" if not given else " and ".join(f"`{n}`" for n in given)
            names = ", ".join(f"`{name}`" for name in BINDINGS)
            raise ValueError(f"has to have exactly one of {names}, not {count}")


@table
class ConstantTable:
    """One constant of an `[[enum]]`."""

    name: Name
    wire: Wire
    doc: Text | None = None


@table
class EnumTable:
    """`[[enum]]`: an enum that no page declares."""

    page: Text
    reason: Text
    name: Name
    constants: Annotated[tuple[ConstantTable, ...], NOT_EMPTY]
    doc: Text | None = None


@table
class TypeTable:
    """`[[type]]`: a type that no page declares; opaque without `is`."""

    page: Text
    reason: Text
    name: Name
    type_text: Text | None = None
    doc: Text | None = None


CORRECTIONS = {
    "async": "is_async",
    "returns": "returns",
    "clearable": "clearable",
    "constructor": "constructor",
    "default": "default",
    "optional": "optional",
    "type": "type",
    "wire": "wire",
    "role": "role",
    "rename": "rename",
}
"""Keys of `[[correct]]` in the order they are applied in, and their attributes."""


@table
class CorrectTable:
    """`[[correct]]`: where a page is wrong or says too little.

    Attributes:
        returns: The whole result type as the page should have it, `Future` included.
        clearable: Parameters for which the wire takes null.
        constructor: Name that the unnamed constructor has lost.
        rename: Name that callers see; the wire keeps the page's.
    """

    page: Text
    reason: Text
    target: AnyTarget
    is_async: StrictBool | None = None
    returns: Text | None = None
    clearable: Annotated[tuple[Name, ...], NOT_EMPTY] | None = None
    constructor: Name | None = None
    default: Text | None = None
    optional: StrictBool | None = None
    type: Text | None = None
    wire: Wire | None = None
    role: ClassRole | None = None
    rename: Name | None = None

    def __post_init__(self) -> None:
        if all(getattr(self, name) is None for name in CORRECTIONS.values()):
            names = ", ".join(f"`{name}`" for name in CORRECTIONS)
            raise ValueError(f"has to have at least one of {names}")


@table
class ParameterTable:
    """The parameter of an `[[add]]`."""

    name: Name
    type: Text
    kind: Literal["positional", "optional", "named"] = "named"
    required: StrictBool = False
    default: Text | None = None
    doc: Text | None = None

    def __post_init__(self) -> None:
        if self.kind == "positional" and not self.required:
            raise ValueError('is "positional", so it is required; use "optional"')
        if self.kind == "optional" and self.required:
            raise ValueError('is "optional", so it is not required')
        if self.required and self.default is not None:
            raise ValueError("is required, so it has no default")


@table
class AddTable:
    """`[[add]]`: a parameter that the page leaves out."""

    page: Text
    reason: Text
    target: MemberTarget
    parameter: ParameterTable


@table
class AliasTable:
    """`[[alias]]`: the name of before of something, kept for a while.

    Attributes:
        target: Its name of today.
        name: The name of before, as the page spelt it.
        until: The version with which the name goes.
    """

    page: Text
    reason: Text
    target: AnyTarget
    name: Name
    until: Version


@table
class OverlayTables:
    """The whole file, each kind of table in the file's order."""

    topic: tuple[TopicTable, ...] = ()
    bind: tuple[BindTable, ...] = ()
    enum: tuple[EnumTable, ...] = ()
    type: tuple[TypeTable, ...] = ()
    correct: tuple[CorrectTable, ...] = ()
    add: tuple[AddTable, ...] = ()
    alias: tuple[AliasTable, ...] = ()
