"""Prose outside doc comments becomes blocks: its lines are joined, its links resolved.

In: a run of prose, or a piece of markup. Out: blocks. Declarations are not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minidoc.diagnostics import Code
from minidoc.ir import docs as ir
from minidoc.ir.links import resolve_link
from minidoc.ir.lower.scope import Scope
from minidoc.ir.lower.tables import TableLines, with_tables
from minidoc.ir.lower.text import (
    block_of,
    lines_of,
    lower_inline,
    split_marker,
    table_of,
    trimmed,
)
from minidoc.syntax import nodes


def lower_prose(parts: Iterable[nodes.DocPart], scope: Scope) -> tuple[ir.Block, ...]:
    """Lower a run of prose; its lines were wrapped anywhere and are joined again."""
    blocks: list[ir.Block] = []
    marker, joined = "", list[ir.Inline]()

    def end_block() -> None:
        inlines = tuple(_with_wrapped_links(trimmed(joined), scope))
        if inlines or marker:
            blocks.append(block_of(marker, inlines))
        joined.clear()

    for line in with_tables(lines_of(parts)):
        if isinstance(line, nodes.Fence | TableLines):
            end_block()
            marker = ""
            blocks.append(_whole(line, scope))
            continue
        found, rest = split_marker(line)
        if found:
            end_block()
            marker = found
        elif joined:
            joined.append(ir.TextRun(text=" "))
        joined.extend(
            trimmed(lower_inline(part, scope, in_prose=True) for part in rest)
        )
    end_block()
    return tuple(blocks)


def _whole(lines: nodes.Fence | TableLines, scope: Scope) -> ir.Block:
    if isinstance(lines, nodes.Fence):
        return ir.CodeBlock(info=lines.info, text=lines.text)
    return table_of(lines, scope, in_prose=True)


# A link whose text was wrapped is words to the parser, which reads line by line.
_WRAPPED_LINK = re.compile(r"(?<!\\)\[([^\[\]]{1,200})\]\(([^()\s]{1,2000})\)")


def _with_wrapped_links(
    inlines: Iterable[ir.Inline], scope: Scope
) -> Iterator[ir.Inline]:
    """Find links in lines that have been joined."""
    for inline in inlines:
        if not isinstance(inline, ir.TextRun):
            yield inline
            continue
        end = 0
        for found in _WRAPPED_LINK.finditer(inline.text):
            if found.start() > end:
                yield ir.TextRun(text=inline.text[end : found.start()])
            url = resolve_link(found[2], scope.url, in_prose=True)
            yield ir.LinkText(text=found[1], target=found[2], url=url)
            end = found.end()
        if end < len(inline.text):
            yield ir.TextRun(text=inline.text[end:])


def lower_markup(node: nodes.Markup, scope: Scope) -> tuple[ir.Block, ...]:
    """Keep the words between tags; a tag itself, an import and a comment say nothing.

    What is neither plain words nor a tag is left out, and reported.
    """
    if not node.text.lstrip().startswith("<"):
        return ()
    words = " ".join(re.sub(r"<[^<>]*>", " ", node.text).split())
    if re.search(r"[<>{}]", words):
        hint = "only words between tags are understood; write them as a paragraph"
        message = "the text inside this markup is left out"
        scope.report(Code.LOST_TEXT, message, node.span, hint)
        return ()
    return (ir.Paragraph(inlines=(ir.TextRun(text=words),)),) if words else ()
