"""Texts of the documentation as sentences, and when two of them say the same.

In: documentation of the API model. Out: its sentences, with what they state. A text
that differs only in names that were renamed has not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from minidoc.diagnostics import Span
from minidoc.ir import docs as ir
from minidoc.ir.statements import Found, find_statements
from minidoc.values import frozen

Part = tuple[str, str]
"""What a text belongs to: ("", ""), ("parameter", name), ("returns", ""), ..."""

BODY: Part = ("", "")


@frozen
class Stated:
    """A sentence of meaning."""

    kind: ir.StatementKind
    text: str


@frozen
class Sentence:
    """One sentence and where it stands.

    Attributes:
        part: The piece of documentation that it belongs to.
        text: Its words, with single spaces.
        stated: What it states.
        span: The piece, or the statement inside it.
    """

    part: Part
    text: str
    stated: tuple[Stated, ...]
    span: Span


@frozen
class Words:
    """Decides when two texts say the same, renames left aside.

    Attributes:
        renamed: Names of before -> names of now, whatever they name.
    """

    renamed: Mapping[str, str]

    def same(self, old: str, new: str) -> bool:
        """Tell whether the texts differ at most in renamed names."""
        if old.casefold() == new.casefold():
            return True
        ours, theirs = _tokens(old), _tokens(new)
        return len(ours) == len(theirs) and all(
            before == after or self.renamed.get(before) == after
            for before, after in zip(ours, theirs, strict=True)
        )


def sentences(doc: ir.Doc | None) -> list[Sentence]:
    """Return all that a comment says, `@deprecated` and its sentence left out."""
    if doc is None:
        return []
    return [each for part, text in _parts(doc) for each in _of_text(part, text)]


def sentences_of_blocks(blocks: Iterable[ir.Block], span: Span) -> list[Sentence]:
    """Return the sentences of a page's prose."""
    return [
        Sentence(BODY, text, (), span)
        for block in blocks
        for line in [_line(block)]
        for text in _split(line)
    ]


def plain(text: ir.DocText | None) -> str:
    """Return a piece of documentation as one line."""
    lines = (_line(block) for block in text.blocks) if text else ()
    return " ".join(line for line in lines if line)


def _parts(doc: ir.Doc) -> Iterator[tuple[Part, ir.DocText]]:
    yield BODY, doc.body
    for parameter in doc.parameters:
        yield ("parameter", parameter.name), parameter.text
    if doc.returns is not None:
        yield ("returns", ""), doc.returns
    for thrown in doc.throws:
        yield ("throws", thrown.name), thrown.text
    for kind, texts in (("see", doc.see), ("example", doc.examples)):
        for text in texts:
            yield (kind, ""), text
    for other in doc.others:
        yield (other.name, ""), other.text


_DEPRECATED = re.compile(r"(?:^|(?<=[.!?]\s))\**Deprecated\**:.*")


def _of_text(part: Part, text: ir.DocText) -> Iterator[Sentence]:
    if part[0] == "throws":
        # The tag stands for the verb: the whole of it is one statement.
        words = f"{part[1]} {plain(text)}".strip()
        yield Sentence(part, words, (Stated("raises", words),), text.span)
        return
    for block in text.blocks:
        line = _DEPRECATED.sub("", _line(block))
        yield from _of_line(part, line, text)


def _of_line(part: Part, line: str, text: ir.DocText) -> Iterator[Sentence]:
    found = find_statements(line)
    stretches: dict[tuple[int, int], list[Stated]] = {}
    for each in found:
        known = stretches.setdefault((each.start, each.end), [])
        known.append(Stated(each.kind, each.text))
    last = 0
    for (start, end), stated in sorted(stretches.items()):
        yield from (Sentence(part, t, (), text.span) for t in _split(line[last:start]))
        words = " ".join(line[start:end].split())
        yield Sentence(part, words, tuple(stated), _span_of(found, start, text))
        last = end
    yield from (Sentence(part, t, (), text.span) for t in _split(line[last:]))


def _span_of(found: Iterable[Found], start: int, text: ir.DocText) -> Span:
    wanted = {(each.kind, each.text) for each in found if each.start == start}
    for statement in text.statements:
        if (statement.kind, statement.text) in wanted:
            return statement.span
    return text.span


def _line(block: ir.Block) -> str:
    match block:
        case ir.Paragraph():
            return "".join(inline.text for inline in block.inlines)
        case ir.ListItem():
            words = "".join(inline.text for inline in block.inlines)
            return f"{block.marker} {words}"
        case ir.Table():
            rows = ("".join(each.text for each in row.inlines) for row in block.rows)
            return "\n".join(rows)
        case ir.CodeBlock() | ir.Section():
            return block.text


def _split(text: str) -> list[str]:
    pieces = re.split(r"(?<=[.!?])\s+(?![a-z])", text)
    return [words for piece in pieces if (words := " ".join(piece.split()))]


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)
