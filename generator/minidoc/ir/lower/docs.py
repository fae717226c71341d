"""A comment node becomes the documentation of one declaration or member."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from minidoc.diagnostics import Code
from minidoc.ir import docs as ir
from minidoc.ir.lower.scope import Scope
from minidoc.ir.lower.text import lower_text, plain_text
from minidoc.syntax import nodes


@dataclass(slots=True)
class _Sections:
    """The tags of one comment, by what they are about, in the page's order."""

    remarks: list[ir.DocText] = field(default_factory=list[ir.DocText])
    parameters: dict[str, ir.DocText] = field(default_factory=dict[str, ir.DocText])
    returns: ir.DocText | None = None
    deprecated: ir.DocText | None = None
    throws: list[ir.NamedText] = field(default_factory=list[ir.NamedText])
    see: list[ir.DocText] = field(default_factory=list[ir.DocText])
    examples: list[ir.DocText] = field(default_factory=list[ir.DocText])
    others: list[ir.NamedText] = field(default_factory=list[ir.NamedText])


def lower_comment(comment: nodes.DocComment | None, scope: Scope) -> ir.Doc | None:
    """Lower one comment; none stays None.

    A tag that may occur once and occurs twice is reported, and both texts are kept.
    """
    if comment is None:
        return None
    sections = _Sections()
    for tag in comment.tags:
        _add(tag, sections, scope)
    body = lower_text(comment.parts, comment.span, scope)
    for remark in sections.remarks:
        body = _joined(body, remark)
    deprecated = sections.deprecated
    if deprecated is None:
        body, deprecated = _split_deprecated(body)
    return ir.Doc(
        body=body,
        parameters=_named(sections.parameters),
        returns=sections.returns,
        deprecated=deprecated,
        throws=tuple(sections.throws),
        see=tuple(sections.see),
        examples=tuple(sections.examples),
        others=tuple(sections.others),
        span=comment.span,
    )


def _add(tag: nodes.DocTag, sections: _Sections, scope: Scope) -> None:
    text = lower_text(_without_dash(tag), tag.span, scope)
    match tag.name:
        case "param" if tag.argument is not None:
            old = sections.parameters.get(tag.argument)
            sections.parameters[tag.argument] = _once(tag, old, text, scope)
        case "return" | "returns":
            sections.returns = _once(tag, sections.returns, text, scope)
        case "deprecated":
            sections.deprecated = _once(tag, sections.deprecated, text, scope)
        case "remarks":
            sections.remarks.append(text)
        case "throws":
            name = tag.argument or ""
            sections.throws.append(ir.NamedText(name=name, text=_as_failure(text)))
        case "see":
            sections.see.append(text)
        case "example":
            sections.examples.append(text)
        case _:
            sections.others.append(ir.NamedText(name=tag.name, text=text))


_DASH = re.compile(r"\s*(?:-|\u2013|\u2014)\s+")


def _without_dash(tag: nodes.DocTag) -> tuple[nodes.DocPart, ...]:
    """Drop the dash of `@param name - text`, which the pages' own source has."""
    first = tag.parts[0] if tag.parts else None
    if tag.argument is None or not isinstance(first, nodes.Words):
        return tag.parts
    dash = _DASH.match(first.text)
    if dash is None:
        return tag.parts
    span = replace(first.span, column=first.span.column + dash.end())
    return (nodes.Words(first.text[dash.end() :], span), *tag.parts[1:])


def _once(
    tag: nodes.DocTag, old: ir.DocText | None, new: ir.DocText, scope: Scope
) -> ir.DocText:
    if old is None:
        return new
    label = f"@{tag.name} {tag.argument}" if tag.argument else f"@{tag.name}"
    first = f"{old.span.line}:{old.span.column}"
    message = f"`{label}` occurs twice, first at {first}"
    hint = "both texts are kept, one after the other; write one of them"
    scope.report(Code.MALFORMED_TAG, message, tag.span, hint)
    return _joined(old, new)


def _joined(first: ir.DocText, second: ir.DocText) -> ir.DocText:
    return ir.DocText(
        blocks=(*first.blocks, *second.blocks),
        statements=(*first.statements, *second.statements),
        span=first.span,
    )


def _named(texts: dict[str, ir.DocText]) -> tuple[ir.NamedText, ...]:
    return tuple(ir.NamedText(name=name, text=text) for name, text in texts.items())


def _as_failure(text: ir.DocText) -> ir.DocText:
    """State the condition of a `@throws`, whose tag stands for the verb."""
    if any(statement.kind == "raises" for statement in text.statements):
        return text
    lines = [b.inlines for b in text.blocks if isinstance(b, ir.Paragraph)]
    words = " ".join(plain_text(lines[0]).split()) if lines else ""
    if not words:
        return text
    condition = re.sub(r"^(?:if|when)\s+", "", words, flags=re.IGNORECASE)
    statement = ir.Statement(
        kind="raises", text=condition.removesuffix("."), span=text.span
    )
    return ir.DocText(
        blocks=text.blocks, statements=(*text.statements, statement), span=text.span
    )


# Pages without tags say it in a sentence: "Deprecated: use X".
_DEPRECATED = re.compile(r"(?:^|[.!?]\s+)\**Deprecated:\**:?\s*|^\**Deprecated\**:\s*")


def _split_deprecated(body: ir.DocText) -> tuple[ir.DocText, ir.DocText | None]:
    """Take the notice out of a text, to the end of its line; no text is in both parts.

    A notice that is a line of its own is about the line below it.
    """
    for index, block in enumerate(body.blocks):
        halves = _at_notice(block.inlines) if isinstance(block, ir.Paragraph) else None
        if halves is None:
            continue
        before = [ir.Paragraph(inlines=half) for half in halves[:1] if half]
        notice = [ir.Paragraph(inlines=half) for half in halves[1:] if half]
        below = body.blocks[index + 1 :]
        if not notice and below and isinstance(below[0], ir.Paragraph):
            notice, below = [below[0]], below[1:]
        rest = (*body.blocks[:index], *before, *below)
        return (
            replace(body, blocks=rest),
            ir.DocText(blocks=tuple(notice), span=body.span),
        )
    return body, None


def _at_notice(
    inlines: tuple[ir.Inline, ...],
) -> tuple[tuple[ir.Inline, ...], tuple[ir.Inline, ...]] | None:
    """Return what stands before and after "Deprecated:" in a line, None without it."""
    for index, inline in enumerate(inlines):
        if not isinstance(inline, ir.TextRun) or "Deprecated" not in inline.text:
            continue
        found = _DEPRECATED.search(inline.text)
        if found and (index == 0 or found.start() > 0 or inline.text[0] in ".!?"):
            stop = 1 if found.group()[0] in ".!?" else 0
            head = inline.text[: found.start() + stop]
            rest = inline.text[found.end() :]
            return (
                (*inlines[:index], *_runs(head)),
                (*_runs(rest), *inlines[index + 1 :]),
            )
    return None


def _runs(text: str) -> tuple[ir.TextRun, ...]:
    return (ir.TextRun(text=text),) if text else ()


def documented_names(texts: Iterable[ir.NamedText]) -> dict[str, bool]:
    """Return the names that have a `@param`, and whether it says anything."""
    return {text.name: bool(text.text.blocks) for text in texts}
