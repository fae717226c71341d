"""Documentation in the API model: text, references and sentences of meaning as data."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from minidoc.diagnostics import Span
from minidoc.ir.record import ByKind, record


@record
class TextRun:
    """Plain text, markup without a node of its own included."""

    kind: Literal["text"] = "text"
    text: str


@record
class CodeText:
    """A code span. `raw` has its backticks, `text` has not."""

    kind: Literal["code"] = "code"
    text: str
    raw: str


@record
class LinkText:
    """A markdown link with its target as the page has it, and resolved."""

    kind: Literal["link"] = "link"
    text: str
    target: str
    url: str


@record
class Symbol:
    """Something that a page declares: a class, an enum, a function, or a member."""

    page: str
    name: str
    member: str | None = None


@record
class ReferenceText:
    """`[Name.member]`. `symbol` is None when no given page declares it."""

    kind: Literal["reference"] = "reference"
    text: str
    symbol: Symbol | None
    span: Span


Inline: TypeAlias = Annotated[TextRun | CodeText | LinkText | ReferenceText, ByKind()]


@record
class Paragraph:
    """One physical line of the page, which is one paragraph of its source."""

    kind: Literal["paragraph"] = "paragraph"
    inlines: tuple[Inline, ...]


@record
class ListItem:
    """A line that begins with a list marker; the marker is kept as written."""

    kind: Literal["item"] = "item"
    marker: str
    inlines: tuple[Inline, ...]


@record
class TableRow:
    """A line of a table; so are its header, and the line of dashes below that."""

    inlines: tuple[Inline, ...]


@record
class Table:
    """A Markdown table; its lines stay lines."""

    kind: Literal["table"] = "table"
    rows: tuple[TableRow, ...]


@record
class CodeBlock:
    """A fenced code block; `text` is what stands between the fences."""

    kind: Literal["code_block"] = "code_block"
    info: str
    text: str


@record
class Section:
    """A heading in the prose of a page."""

    kind: Literal["section"] = "section"
    level: int
    text: str


Block: TypeAlias = Annotated[
    Paragraph | ListItem | Table | CodeBlock | Section, ByKind()
]

StatementKind: TypeAlias = Literal[
    "null", "default", "required", "raises", "no_op", "range"
]


@record
class Statement:
    """A sentence that carries meaning a signature does not show.

    A changed one changes what a call does although no type moved, so it is data:
    what null means, a default, when something is required, when a call fails, when it
    does nothing, and which range is allowed.

    Attributes:
        kind: What the sentence is about.
        text: The condition or value, in the page's words, without its introduction
            ("rejects if" and "will throw if" both leave only the condition).
        span: Where it stands.
    """

    kind: StatementKind
    text: str
    span: Span


@record
class DocText:
    """A piece of documentation: the blocks, and what its sentences state."""

    blocks: tuple[Block, ...]
    statements: tuple[Statement, ...] = ()
    span: Span


@record
class NamedText:
    """Text that belongs to a name: `@param name`, `@throws Name`, an unknown tag."""

    name: str
    text: DocText


@record
class Doc:
    """The documentation of one declaration or member.

    Attributes:
        body: Everything before the first tag, `@remarks` included.
        parameters: `@param` in the page's order; names as the page has them.
        returns: `@return` or `@returns`.
        deprecated: `@deprecated`; its text may be empty.
        throws: `@throws`, the name empty when the page gives none.
        see: `@see`.
        examples: `@example`; the first line is its title.
        others: Unknown tags, under their names.
        span: The whole comment.
    """

    body: DocText
    parameters: tuple[NamedText, ...] = ()
    returns: DocText | None = None
    deprecated: DocText | None = None
    throws: tuple[NamedText, ...] = ()
    see: tuple[DocText, ...] = ()
    examples: tuple[DocText, ...] = ()
    others: tuple[NamedText, ...] = ()
    span: Span
