"""The syntax tree of a page: what stands where, with nothing interpreted.

Each node keeps its span. Names and types are in the page's spelling; nothing here knows
the API model or Python as a target.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from minidoc.diagnostics import Span
from minidoc.values import frozen

# --- Doc comments ---------------------------------------------------------------------


@frozen
class Words:
    """Plain text inside one line; may hold markup that has no node of its own."""

    text: str
    span: Span


@frozen
class CodeSpan:
    """Text between backticks. `raw` has them, `text` has not."""

    text: str
    raw: str
    span: Span


@frozen
class Link:
    """A markdown link, `[text](target)`, parentheses balanced inside the target."""

    text: str
    target: str
    raw: str
    span: Span


@frozen
class Reference:
    """`[Name]` or `[Name.member]` that no `(` follows."""

    name: str
    member: str | None
    raw: str
    span: Span


@frozen
class Fence:
    """A fenced code block as its own piece: `text` is between the fence lines."""

    info: str
    text: str
    raw: str
    span: Span


@frozen
class LineBreak:
    """The end of a physical line, which in this dialect ends a paragraph."""

    span: Span


DocPart: TypeAlias = Words | CodeSpan | Link | Reference | Fence | LineBreak
"""Pieces of doc text. Their raw text, put together, is the comment's text again."""


@frozen
class DocTag:
    """`@name` at the beginning of a line, up to the next tag or the comment's end.

    Attributes:
        name: Without the `@`, as the page spells it (`return` and `returns` occur).
        argument: The name after `@param` or `@throws`, None when there is none.
        argument_span: Where that name stands.
        parts: The text after it, continuation lines included.
        span: From the `@` to the end of the text.
    """

    name: str
    argument: str | None
    argument_span: Span | None
    parts: tuple[DocPart, ...]
    span: Span


@frozen
class DocComment:
    """One `/** ... */`. `text` is what stands between the markers, stripped."""

    text: str
    parts: tuple[DocPart, ...]
    tags: tuple[DocTag, ...]
    span: Span


# --- Types and parameters -------------------------------------------------------------


@frozen
class NamedType:
    """`Name`, `Name<A, B>`, with or without a trailing `?`."""

    name: str
    arguments: tuple[TypeNode, ...]
    nullable: bool
    span: Span


@frozen
class FunctionType:
    """`R Function(A a, {B b})`, with or without a trailing `?`.

    `returns` is None when the page leaves the result type out.
    """

    returns: TypeNode | None
    parameters: tuple[Parameter, ...]
    nullable: bool
    span: Span


TypeNode: TypeAlias = NamedType | FunctionType

ParameterKind: TypeAlias = Literal["positional", "optional", "named"]


@frozen
class Parameter:
    """One parameter. `name` is empty for a nameless one inside a function type.

    Attributes:
        kind: `optional` stands in `[...]`, `named` in `{...}`.
        required: The keyword `required` was written (named parameters only).
        default: Source text of the default value, or None.
    """

    name: str
    type: TypeNode
    kind: ParameterKind
    required: bool
    default: str | None
    span: Span


# --- Declarations ---------------------------------------------------------------------


@frozen
class Field:
    """`final T name;` or `T name;`."""

    name: str
    type: TypeNode
    is_final: bool
    doc: DocComment | None
    span: Span
    name_span: Span


@frozen
class Method:
    """`R name(...)`, with or without a final semicolon."""

    name: str
    returns: TypeNode
    parameters: tuple[Parameter, ...]
    doc: DocComment | None
    span: Span
    name_span: Span


@frozen
class Constructor:
    """`Class(...)` or `Class.name(...)` inside the class of that name."""

    name: str | None
    parameters: tuple[Parameter, ...]
    doc: DocComment | None
    span: Span
    name_span: Span


Member: TypeAlias = Field | Method | Constructor


@frozen
class Class:
    """`class Name { ... }`. A superclass is kept by name, for the diagnostics only."""

    name: str
    members: tuple[Member, ...]
    doc: DocComment | None
    span: Span
    name_span: Span


@frozen
class EnumConstant:
    """One constant of an enum."""

    name: str
    doc: DocComment | None
    span: Span


@frozen
class Enum:
    """`enum Name { a, b }`."""

    name: str
    constants: tuple[EnumConstant, ...]
    doc: DocComment | None
    span: Span
    name_span: Span


@frozen
class Function:
    """A top-level function."""

    name: str
    returns: TypeNode
    parameters: tuple[Parameter, ...]
    doc: DocComment | None
    span: Span
    name_span: Span


Declaration: TypeAlias = Class | Enum | Function

# --- The page -------------------------------------------------------------------------


@frozen
class FrontMatterEntry:
    """`key: value`; the value without its quotes."""

    key: str
    value: str
    span: Span


@frozen
class FrontMatter:
    """What stands between the two `---` lines, in the page's order."""

    entries: tuple[FrontMatterEntry, ...]
    span: Span


@frozen
class Heading:
    """`## Text`."""

    level: int
    text: str
    span: Span


@frozen
class Prose:
    """A run of text lines between blank lines, as doc parts."""

    text: str
    parts: tuple[DocPart, ...]
    span: Span


@frozen
class Markup:
    """JSX, an MDX comment or an MDX import: kept, never interpreted."""

    text: str
    span: Span


Item: TypeAlias = Heading | Prose | Markup | Declaration


@frozen
class Document:
    """One parsed page: front matter, then everything else in the page's order."""

    file: str
    sha256: str
    front_matter: FrontMatter
    items: tuple[Item, ...]
