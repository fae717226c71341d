"""Docstrings from the documentation of the API model: Google style, Markdown inside.

The result is the exact text that `ast.get_docstring` must give back. The page's words
stay as they are; only names, `null` in code spans and links follow Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from inspect import cleandoc
from typing import TypeAlias

from minidoc.ir.docs import (
    Block,
    CodeBlock,
    CodeText,
    Doc,
    DocText,
    Inline,
    LinkText,
    ListItem,
    NamedText,
    Paragraph,
    ReferenceText,
    Section,
    Symbol,
    Table,
    TableRow,
    TextRun,
)
from minidoc.python.code import Text
from minidoc.python.wrap import inert, split_words, width, wrap
from minidoc.values import frozen

LINE_LENGTH = 88
QUOTES = 3
STEP = 4
# Columns of link text from which on a link may be broken at its spaces.
LONG_LINK = 60

# A name with what may stand around it in a code span.
_NAME_IN_CODE = re.compile(r"(\.?)([^.()]+)(\..*|\(\)|)", re.DOTALL)

# With one such line after the first, nothing is what all of them are indented by.
_AT_MARGIN = re.compile(r"\n\S")

# A first sentence ends at a full stop with a capital letter behind it, unless the stop
# belongs to one of these.
_ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.")


def _as_it_is(_: str) -> None:
    """Leave every name of a code span as it is."""


@frozen
class Kept:
    """A docstring that names no symbol.

    Attributes:
        doc: What it was made of; kept, so that no other record gets its identity.
        spelled: The names that its code spans have, each as it was spelled.
        made: The docstring.
    """

    doc: Doc
    spelled: Mapping[str, str | None]
    made: Text | None


Known: TypeAlias = dict[object, Kept]


@frozen
class _Asked:
    """What a docstring was made with.

    Attributes:
        symbols: The symbols that it names.
        names: The names that it asks for, each as it was spelled.
    """

    symbols: list[Symbol] = field(default_factory=list[Symbol])
    names: dict[str, str | None] = field(default_factory=dict[str, "str | None"])


@frozen
class DocContext:
    """How names are spelled where a docstring stands.

    Attributes:
        reference: Gives the Markdown of a cross reference to a declared symbol.
        spell: Gives the Python spelling of a name of the page, for code spans.
        fallback: What a docstring begins with that has sections and nothing else.
        known: Docstrings that name no symbol: they are the same in both worlds.
    """

    reference: Callable[[Symbol], str]
    spell: Callable[[str], str | None] = _as_it_is
    fallback: str = "See below."
    known: Known = field(default_factory=dict[object, Kept])

    def watched(self) -> tuple[DocContext, _Asked]:
        """Return the same context, and what it is asked for."""
        asked = _Asked()

        def reference(symbol: Symbol) -> str:
            asked.symbols.append(symbol)
            return self.reference(symbol)

        def spell(name: str) -> str | None:
            asked.names[name] = found = self.spell(name)
            return found

        return replace(self, reference=reference, spell=spell), asked


def docstring(
    doc: Doc | None,
    context: DocContext,
    indent: int,
    parameters: Mapping[str, str] | None = None,
) -> Text | None:
    """Build a docstring; None when there is nothing to say.

    Args:
        doc: Documentation from the page.
        context: Spelling of names.
        indent: Columns that the docstring is indented by in its file.
        parameters: Page names of the parameters that exist, with their Python names.
    """
    if doc is None:
        return None
    known = parameters or {}
    # By identity: comparing two records takes as long as setting one.
    key = (id(doc), indent, context.fallback, *known.items())
    kept = context.known.get(key)
    # Only the names that it has: a class may have thousands, and as many docstrings.
    if kept and all(context.spell(name) == as_ for name, as_ in kept.spelled.items()):
        return kept.made
    watched, asked = context.watched()
    made = _docstring(doc, watched, indent, known)
    if not asked.symbols:
        context.known[key] = Kept(doc, asked.names, made)
    return made


def _docstring(
    doc: Doc, context: DocContext, indent: int, known: Mapping[str, str]
) -> Text | None:
    room = LINE_LENGTH - indent
    body = _body(doc, context, room, known)
    sections = _sections(doc, context, room, known)
    if sections and text_of(body) is None:
        body = [[context.fallback]]
    return text_of([*body, *sections])


def plain(text: str, indent: int) -> Text:
    """Build a docstring from our own words: paragraphs, separated by blank lines."""
    parts: list[list[str]] = []
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        words = paragraph.split()
        room = LINE_LENGTH - indent
        parts.append(wrap(words, room - (0 if number else QUOTES), room))
    return Text("\n".join(_join(parts)))


def prose(blocks: Sequence[Block], context: DocContext, indent: int) -> list[list[str]]:
    """Set blocks as paragraphs of lines, ready to be joined by blank lines."""
    return _blocks(blocks, context, LINE_LENGTH - indent, 0)


def text_of(parts: Sequence[Sequence[str]]) -> Text | None:
    """Join paragraphs into a docstring; None when nothing but space is left.

    White space of any kind at the outer ends goes, and so does what all lines after the
    first are indented by, as it does when Python reads the docstring.
    """
    text = "\n".join(_join([part for part in parts if part])).strip()
    if "\n" in text and not _AT_MARGIN.search(text):
        text = cleandoc(text)
    return Text(text) if text else None


def one_line(text: DocText, context: DocContext) -> str:
    """Set a text as a single line, for messages such as the one of a deprecation."""
    inlines = [
        block.inlines
        for block in text.blocks
        if isinstance(block, Paragraph | ListItem)
    ]
    return " ".join(" ".join(_words(line, context)) for line in inlines)


def _body(
    doc: Doc, context: DocContext, room: int, known: Mapping[str, str]
) -> list[list[str]]:
    blocks = list(doc.body.blocks)
    parts = _blocks(_summary_first(blocks, context, room), context, room, QUOTES)
    for stray in doc.parameters:
        if stray.name not in known:
            parts += _tagged(f"`{stray.name}`:", stray.text, context, room)
    for other in doc.others:
        parts += _tagged(f"`@{other.name}`", other.text, context, room)
    if doc.deprecated is not None:
        label = "Deprecated:" if doc.deprecated.blocks else "Deprecated."
        parts += _tagged(label, doc.deprecated, context, room)
    return parts


def _sections(
    doc: Doc, context: DocContext, room: int, known: Mapping[str, str]
) -> list[list[str]]:
    named = [
        NamedText(name=known[entry.name], text=entry.text)
        for entry in doc.parameters
        if entry.name in known
    ]
    raised = [
        NamedText(name=entry.name or "TalkJSError", text=entry.text)
        for entry in doc.throws
    ]
    parts = [_entries("Args:", named, context, room)]
    parts += [_texts("Returns:", [doc.returns] if doc.returns else [], context, room)]
    parts += [_entries("Raises:", raised, context, room)]
    parts += [_texts("See Also:", doc.see, context, room)]
    parts += [_texts("Examples:", doc.examples, context, room)]
    return [part for part in parts if part]


def _entries(
    title: str, entries: Sequence[NamedText], context: DocContext, room: int
) -> list[str]:
    lines: list[str] = []
    for entry in entries:
        body = _blocks(
            entry.text.blocks, context, room - 2 * STEP, width(entry.name) + 2 - STEP
        )
        text = _join(body) or [""]
        if entry.text.blocks and isinstance(entry.text.blocks[0], Table | CodeBlock):
            # What is made of lines begins on one of its own.
            text = ["", *text]
        lines.append(f"{' ' * STEP}{entry.name}: {text[0]}".rstrip())
        lines += [_indented(line, 2 * STEP) for line in text[1:]]
    return [title, *lines] if lines else []


def _texts(
    title: str, texts: Sequence[DocText], context: DocContext, room: int
) -> list[str]:
    parts = [_join(_blocks(text.blocks, context, room - STEP, 0)) for text in texts]
    lines = _join([part for part in parts if part])
    return [title, *(_indented(line, STEP) for line in lines)] if lines else []


def _tagged(
    label: str, text: DocText, context: DocContext, room: int
) -> list[list[str]]:
    """Set a text behind a label that is no section of its own."""
    words = [label]
    blocks = list(text.blocks)
    if blocks and isinstance(blocks[0], Paragraph):
        words += _words(blocks.pop(0).inlines, context)  # type: ignore[union-attr]
    return [wrap(words, room, room), *_blocks(blocks, context, room, 0)]


def _blocks(
    blocks: Sequence[Block], context: DocContext, room: int, taken: int
) -> list[list[str]]:
    """Set blocks; list items that follow each other stay together."""
    parts: list[list[str]] = []
    previous: Block | None = None
    for block in blocks:
        lines = [inert(line) for line in _block(block, context, room, taken)]
        if isinstance(block, ListItem) and isinstance(previous, ListItem):
            parts[-1] += lines
        elif lines:
            parts.append(lines)
        previous, taken = block, 0
    return parts


def _block(block: Block, context: DocContext, room: int, taken: int) -> list[str]:
    match block:
        case Paragraph():
            return wrap(_words(block.inlines, context), room - taken, room)
        case ListItem():
            lead = f"{block.marker} "
            lines = wrap(
                _words(block.inlines, context), room - len(lead), room - len(lead)
            )
            rest = [_indented(line, len(lead)) for line in lines[1:]]
            return [lead + (lines[0] if lines else ""), *rest]
        case Table():
            return [_row(row, context) for row in block.rows]
        case CodeBlock():
            body = [line.rstrip() for line in block.text.split("\n")]
            return [f"```{block.info}".rstrip(), *body, "```"]
        case Section():
            return wrap([f"**{block.text.strip()}**"], room, room)


def _row(row: TableRow, context: DocContext) -> str:
    """Set a row of a table as one line, however long: Markdown knows no other."""
    return "".join(text for text, _ in _pieces(row.inlines, context))


def _words(inlines: Sequence[Inline], context: DocContext) -> list[str]:
    return split_words(_pieces(inlines, context))


def _pieces(
    inlines: Sequence[Inline], context: DocContext
) -> Iterable[tuple[str, bool]]:
    for inline in inlines:
        match inline:
            case TextRun():
                yield inline.text, True
            case CodeText():
                yield _code(inline, context), False
            case LinkText():
                link = _link(inline)
                yield link, width(inline.text) > LONG_LINK
            case ReferenceText():
                yield _reference(inline, context), False


def _code(inline: CodeText, context: DocContext) -> str:
    """Spell a code span in Python: `null`, names in scope, `.x`, `x.KEY`, `x()`."""
    text = inline.text
    if text == "null":
        return inline.raw.replace(text, "None", 1)
    match = _NAME_IN_CODE.fullmatch(text)
    new = context.spell(match[2]) if match else None
    if match is None or new is None:
        return inline.raw
    return inline.raw.replace(text, f"{match[1]}{new}{match[3]}", 1)


def _link(inline: LinkText) -> str:
    return f"[{inline.text}]({inline.url})" if inline.url else inline.text


def _reference(inline: ReferenceText, context: DocContext) -> str:
    if inline.symbol is None:
        return f"`{inline.text}`"
    return context.reference(inline.symbol)


def _summary_first(
    blocks: list[Block], context: DocContext, room: int
) -> Sequence[Block]:
    """Make the first sentence a paragraph of its own unless all fits on one line."""
    if not blocks or not isinstance(blocks[0], Paragraph):
        return blocks
    whole = " ".join(_words(blocks[0].inlines, context))
    if len(blocks) == 1 and width(whole) <= room - 2 * QUOTES:
        return blocks
    halves = _first_sentence(blocks[0].inlines)
    return [*halves, *blocks[1:]]


def _first_sentence(inlines: Sequence[Inline]) -> list[Paragraph]:
    for index, inline in enumerate(inlines):
        if not isinstance(inline, TextRun):
            continue
        cut = _sentence_end(inline.text)
        if cut:
            head = (*inlines[:index], TextRun(text=inline.text[:cut]))
            tail = (TextRun(text=inline.text[cut:].lstrip(" ")), *inlines[index + 1 :])
            return [Paragraph(inlines=head), Paragraph(inlines=tail)]
    return [Paragraph(inlines=tuple(inlines))]


def _sentence_end(text: str) -> int:
    """Return the index behind the first sentence, 0 when it does not end in `text`."""
    start = 0
    while (dot := text.find(". ", start)) >= 0:
        following = text[dot + 2 : dot + 3]
        before = text[: dot + 1]
        if following.isupper() and not before.endswith(_ABBREVIATIONS):
            return dot + 1
        start = dot + 2
    return 0


def _join(parts: Sequence[Sequence[str]]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if lines:
            lines.append("")
        lines += [line.expandtabs().rstrip(" ") for line in part]
    return lines


def _indented(line: str, columns: int) -> str:
    return " " * columns + line if line else ""
