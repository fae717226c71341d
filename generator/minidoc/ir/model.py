"""The API model: what all pages declare together, the overlay applied.

Source spellings only; nothing here knows Python as a target, jinja2 or a file system.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from minidoc.diagnostics import Span
from minidoc.ir.bindings import Binding, Topic, WireValue
from minidoc.ir.docs import Block, Doc
from minidoc.ir.record import ByKind, record
from minidoc.ir.types import TypeRef

SCHEMA_VERSION: Final = 1

Origin: TypeAlias = Literal["page", "overlay"]
"""Who says so: the page itself, or the overlay on its behalf."""


@record
class Parameter:
    """A parameter of a method, a function or a constructor.

    Attributes:
        kind: Positional, optional positional, or named.
        required: A call without it is an error.
        default: Source text of the default value, None for none.
        clearable: The wire takes null for it, which resets the field.
        public_name: Name that callers see, None for the page's; the wire keeps `name`.
    """

    name: str
    type: TypeRef
    kind: Literal["positional", "optional", "named"]
    required: bool
    default: str | None = None
    clearable: bool = False
    public_name: str | None = None
    origin: Origin = "page"
    span: Span


@record
class FieldDecl:
    """A field of a class. `is_final` is weak evidence: the pages lose it."""

    name: str
    type: TypeRef
    is_final: bool
    doc: Doc | None
    binding: Binding | None = None
    public_name: str | None = None
    span: Span


@record
class MethodDecl:
    """A method, or a function outside any class.

    Attributes:
        returns: The result; for an asynchronous one what the future brings.
        is_async: The page returns a `Future` and the overlay does not deny it.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: TypeRef
    is_async: bool
    doc: Doc | None
    binding: Binding | None = None
    public_name: str | None = None
    span: Span


@record
class ConstructorDecl:
    """A constructor; `name` is None for the unnamed one (pages lose the name)."""

    name: str | None
    parameters: tuple[Parameter, ...]
    doc: Doc | None
    span: Span


ClassRole: TypeAlias = Literal["data", "subscription", "handle"]
"""What instances are: values, a running subscription, or handles that do I/O."""


@record
class ClassDecl:
    """A class of a page.

    Attributes:
        role: `data` for a value with a wire form (it has `toJson`, or a constructor
            and no methods, or nothing but fields that hold values), `subscription` for
            a life cycle (`connected`, `terminated`, `unsubscribe`), `handle` for
            everything that acts through the session.
    """

    kind: Literal["class"] = "class"
    name: str
    role: ClassRole
    fields: tuple[FieldDecl, ...]
    constructors: tuple[ConstructorDecl, ...]
    methods: tuple[MethodDecl, ...]
    doc: Doc | None
    public_name: str | None = None
    span: Span


@record
class EnumConstant:
    """One constant and its value on the wire."""

    name: str
    wire: WireValue
    doc: Doc | None = None
    public_name: str | None = None
    span: Span


@record
class EnumDecl:
    """An enum of a page, or of the overlay on behalf of a page."""

    kind: Literal["enum"] = "enum"
    name: str
    constants: tuple[EnumConstant, ...]
    doc: Doc | None
    public_name: str | None = None
    origin: Origin = "page"
    span: Span


@record
class FunctionDecl:
    """A function outside any class."""

    kind: Literal["function"] = "function"
    name: str
    parameters: tuple[Parameter, ...]
    returns: TypeRef
    is_async: bool
    doc: Doc | None
    binding: Binding | None = None
    public_name: str | None = None
    span: Span


@record
class AliasDecl:
    """A type that the overlay names; `type` is None for one that stays opaque."""

    kind: Literal["alias"] = "alias"
    name: str
    type: TypeRef | None
    text: str
    doc: Doc | None = None
    span: Span


Declaration: TypeAlias = Annotated[
    ClassDecl | EnumDecl | FunctionDecl | AliasDecl, ByKind()
]


@record
class PageDecl:
    """One page and what it declares, in the page's order.

    Attributes:
        name: File name of the page (`Users.md`).
        extra: Front-matter keys that are not known, kept.
        prose: The text of the page outside doc comments.
    """

    name: str
    url: str
    title: str
    source: Literal["dart"]
    extra: dict[str, str]
    sha256: str
    prose: tuple[Block, ...]
    declarations: tuple[Declaration, ...]
    span: Span


@record
class UndeclaredType:
    """A type that is used but that no given page declares; `span` is its first use."""

    name: str
    span: Span


@record
class OldName:
    """A name that something had before, and that goes on working for a while.

    Attributes:
        page: The page that declares what is meant.
        target: Its name of today: `UserRef.set(photoUrl)`, `UserRef.get`, `UserRef`.
        name: The name of before, in the page's spelling.
        until: The version with which it goes: `2.0`.
        reason: Why there are two names.
    """

    page: str
    target: str
    name: str
    until: str
    reason: str
    span: Span


@record
class Api:
    """Everything that the given pages declare, sorted by page name.

    Attributes:
        topics: State that the service keeps.
        undeclared: Types that are used and declared by no page.
        old_names: Names of before that still work, in the overlay's order.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    pages: tuple[PageDecl, ...]
    topics: tuple[Topic, ...] = ()
    undeclared: tuple[UndeclaredType, ...] = ()
    old_names: tuple[OldName, ...] = ()
