"""Doc parts become blocks: lines, list items, code; links and names are resolved.

In: the parts of one comment, tag or run of prose. Out: blocks and what they state.
Which tag the parts belong to is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from minidoc.diagnostics import Span
from minidoc.ir import docs as ir
from minidoc.ir.links import resolve_link
from minidoc.ir.lower.scope import Scope
from minidoc.ir.lower.tables import Line, TableLines, with_tables
from minidoc.ir.statements import Found, find_statements
from minidoc.syntax import nodes
from minidoc.values import frozen

_MARKER = re.compile(r"\s*(?P<marker>[-*+]|\d{1,9}[.)])(?:\s+|$)")


def lower_text(parts: Iterable[nodes.DocPart], span: Span, scope: Scope) -> ir.DocText:
    """Lower the text of a comment or a tag: each physical line is a block."""
    blocks: list[ir.Block] = []
    statements: list[ir.Statement] = []
    for line in with_tables(lines_of(parts)):
        if isinstance(line, nodes.Fence):
            blocks.append(ir.CodeBlock(info=line.info, text=line.text))
            continue
        if isinstance(line, TableLines):
            blocks.append(table_of(line, scope, in_prose=False))
            statements += [found for row in line.rows for found in _statements(row)]
            continue
        marker, rest = split_marker(line)
        inlines = trimmed(lower_inline(part, scope, in_prose=False) for part in rest)
        if inlines or marker:
            blocks.append(block_of(marker, inlines))
            statements.extend(_statements(rest))
    return ir.DocText(blocks=tuple(blocks), statements=tuple(statements), span=span)


def plain_text(inlines: Iterable[ir.Inline]) -> str:
    """Return what a reader sees of a line, without markup."""
    return "".join(inline.text for inline in inlines)


def lines_of(parts: Iterable[nodes.DocPart]) -> Iterator[Line | nodes.Fence]:
    """Yield the lines that are not empty, and the fences between them."""
    line: list[nodes.DocPart] = []
    for part in parts:
        if isinstance(part, nodes.LineBreak | nodes.Fence):
            if line:
                yield tuple(line)
                line = []
            if isinstance(part, nodes.Fence):
                yield part
        else:
            line.append(part)
    if line:
        yield tuple(line)


def block_of(marker: str, inlines: tuple[ir.Inline, ...]) -> ir.Block:
    """Make a list item, or a paragraph if there is no marker."""
    if marker:
        return ir.ListItem(marker=marker, inlines=inlines)
    return ir.Paragraph(inlines=inlines)


def table_of(table: TableLines, scope: Scope, *, in_prose: bool) -> ir.Table:
    """Make a table of its lines."""
    rows = [
        ir.TableRow(
            inlines=trimmed(
                lower_inline(part, scope, in_prose=in_prose) for part in row
            )
        )
        for row in table.rows
    ]
    return ir.Table(rows=tuple(rows))


def split_marker(line: Line) -> tuple[str, Line]:
    """Cut a list marker off the line; without one the marker is empty."""
    first = line[0]
    if not isinstance(first, nodes.Words):
        return "", line
    found = _MARKER.match(first.text)
    if not found or (found.end() == len(first.text) and len(line) == 1):
        return "", line
    span = replace(first.span, column=first.span.column + found.end())
    return found["marker"], (nodes.Words(first.text[found.end() :], span), *line[1:])


def lower_inline(part: nodes.DocPart, scope: Scope, *, in_prose: bool) -> ir.Inline:
    """Lower one part of a line."""
    match part:
        case nodes.CodeSpan():
            return ir.CodeText(text=part.text, raw=part.raw)
        case nodes.Link():
            url = resolve_link(part.target, scope.url, in_prose=in_prose)
            text = " ".join(part.text.split("\n"))
            return ir.LinkText(text=text, target=part.target, url=url)
        case nodes.Reference():
            return _reference(part, scope)
        case nodes.Words():
            return ir.TextRun(text=part.text)
        case nodes.Fence() | nodes.LineBreak():
            raise AssertionError("lines hold neither fences nor line ends")


def _reference(part: nodes.Reference, scope: Scope) -> ir.Inline:
    """Resolve a reference; one to a parameter of the same method is code.

    One that leads nowhere keeps `symbol=None`, and is reported once for its page.
    """
    if part.member is None and part.name in scope.parameters:
        return ir.CodeText(text=part.name, raw=f"`{part.name}`")
    text = f"{part.name}.{part.member}" if part.member else part.name
    symbol = scope.symbol(part.name, part.member)
    return ir.ReferenceText(text=text, symbol=symbol, span=part.span)


def trimmed(inlines: Iterable[ir.Inline]) -> tuple[ir.Inline, ...]:
    """Return the inlines of a line without the blanks at its ends, runs merged."""
    merged: list[ir.Inline] = []
    runs: list[ir.TextRun] = []
    for inline in inlines:
        if isinstance(inline, ir.TextRun):
            runs.append(inline)
        else:
            merged += _as_one(runs)
            merged.append(inline)
            runs.clear()
    merged += _as_one(runs)
    if merged and isinstance(first := merged[0], ir.TextRun):
        merged[0] = _run(first, first.text.lstrip())
    if merged and isinstance(last := merged[-1], ir.TextRun):
        merged[-1] = _run(last, last.text.rstrip())
    return tuple(m for m in merged if not isinstance(m, ir.TextRun) or m.text)


def _as_one(runs: list[ir.TextRun]) -> list[ir.TextRun]:
    if len(runs) > 1:
        return [ir.TextRun(text="".join(run.text for run in runs))]
    return runs


def _run(run: ir.TextRun, text: str) -> ir.TextRun:
    return run if run.text == text else ir.TextRun(text=text)


@frozen
class _Piece:
    """What one part shows, and at which offset of the line it begins."""

    start: int
    text: str
    part: nodes.DocPart

    def column(self, offset: int) -> int:
        """Return the column of `offset`; inside markup that is where it begins."""
        inside = offset - self.start if isinstance(self.part, nodes.Words) else 0
        return self.part.span.column + inside


def _statements(line: Line) -> Iterator[ir.Statement]:
    texts = [_shown(part) for part in line]
    statements = find_statements("".join(texts))
    if not statements:
        return
    starts = accumulate(map(len, texts), initial=0)
    pieces = list(map(_Piece, starts, texts, line))
    for found in statements:
        span = _span_of(found, pieces)
        yield ir.Statement(kind=found.kind, text=found.text, span=span)


def _shown(part: nodes.DocPart) -> str:
    match part:
        case nodes.Reference():
            return part.raw[1:-1]
        case nodes.Words() | nodes.CodeSpan() | nodes.Link():
            return part.text
        case nodes.Fence() | nodes.LineBreak():
            return ""


def _span_of(found: Found, pieces: list[_Piece]) -> Span:
    first = next(p for p in reversed(pieces) if p.start <= found.start)
    last = next(p for p in reversed(pieces) if p.start < max(found.end, 1))
    end = last.part.span.end_column
    if isinstance(last.part, nodes.Words):
        end = last.column(found.end)
    span = first.part.span
    return replace(
        span,
        column=first.column(found.start),
        end_line=last.part.span.end_line,
        end_column=end,
    )
