"""`[[enum]]` and `[[type]]`: types that the pages use and no page declares."""

from __future__ import annotations

import re
from dataclasses import replace

from minidoc.diagnostics import Code, Span
from minidoc.ir import docs, model as ir
from minidoc.ir.overlay.draft import Draft, Located, report_no_effect
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import ConstantTable, EnumTable, TypeTable
from minidoc.ir.types import NamedType
from minidoc.ir.walk import find

DeclaringEntry = Entry[EnumTable] | Entry[TypeTable]


def declare_types(
    draft: Draft, enums: list[Entry[EnumTable]], types: list[Entry[TypeTable]]
) -> list[DeclaringEntry]:
    """Add the overlay's types to their pages; a name that is taken is reported.

    Returns:
        The entries that were added.
    """
    added: set[str] = set()
    new_enums = [entry for entry in enums if _is_new(draft, entry, added)]
    for enum in new_enums:
        draft.add(enum.table.page, _enum(draft, enum))
    aliases = [entry for entry in types if _is_new(draft, entry, added)]
    for alias in aliases:
        draft.add(alias.table.page, _alias(alias))
    # Only now, since one alias may name another.
    for alias in aliases:
        _read_alias(draft, alias)
    for alias in aliases:
        _check_loop(draft, alias)
    return [*new_enums, *aliases]


def check_used(draft: Draft, entries: list[DeclaringEntry]) -> None:
    """Report types that their own page does not use (any more)."""
    for entry in entries:
        name, page = entry.table.name, draft.pages[entry.table.page]
        types = {used.name for used in find(page, NamedType)}
        texts = {ref.text.partition(".")[0] for ref in find(page, docs.ReferenceText)}
        if name not in types | texts:
            message = f"{page.name} does not use the type `{name}`"
            hint = "name the page that uses it, or remove the entry"
            code = Code.OVERLAY_NO_MATCH
            draft.report(code, message, entry.span("name"), hint)


def text_doc(text: str, span: Span) -> docs.DocText:
    """Make documentation of overlay text: each line a paragraph, code in backticks."""
    lines = [line.strip() for line in text.strip().splitlines()]
    blocks = tuple(docs.Paragraph(inlines=_inlines(line)) for line in lines if line)
    return docs.DocText(blocks=blocks, span=span)


def _inlines(line: str) -> tuple[docs.Inline, ...]:
    found: list[docs.Inline] = []
    for part in re.split(r"(`[^`]+`)", line):
        if part.startswith("`") and len(part) > 2:
            found.append(docs.CodeText(text=part[1:-1], raw=part))
        elif part:
            found.append(docs.TextRun(text=part))
    return tuple(found)


def _is_new(draft: Draft, entry: DeclaringEntry, added: set[str]) -> bool:
    name, span = entry.table.name, entry.span("name")
    if name in added:
        message = f"`{name}` is declared twice in the overlay"
        draft.report(Code.INVALID_OVERLAY, message, span, "remove one of the entries")
        return False
    declared = draft.declaration(name)
    if declared is not None:
        place = f"{declared.span.file}:{declared.span.line}"
        report_no_effect(draft, f"a page declares `{name}` now, at {place}", span)
        return False
    added.add(name)
    return True


def _enum(draft: Draft, entry: Entry[EnumTable]) -> ir.EnumDecl:
    table = entry.table
    constants: dict[str, ir.EnumConstant] = {}
    wires: set[tuple[type[object], object]] = set()
    for number, constant in enumerate(table.constants):
        span = entry.span("constants", number)
        # `True == 1` in Python, but not on the wire.
        wire = (type(constant.wire), constant.wire)
        if constant.name in constants or wire in wires:
            what = "name" if constant.name in constants else "wire value"
            message = f"`{table.name}.{constant.name}` has the {what} of another one"
            hint = f"remove it, or give it another {what}"
            draft.report(Code.INVALID_OVERLAY, message, span, hint)
        wires.add(wire)
        constants.setdefault(constant.name, _constant(constant, span))
    return ir.EnumDecl(
        name=table.name,
        constants=tuple(constants.values()),
        doc=_doc(table.doc, entry.span("doc")),
        origin="overlay",
        span=entry.span("name"),
    )


def _constant(constant: ConstantTable, span: Span) -> ir.EnumConstant:
    return ir.EnumConstant(
        name=constant.name,
        wire=constant.wire,
        doc=_doc(constant.doc, span),
        span=span,
    )


def _alias(entry: Entry[TypeTable]) -> ir.AliasDecl:
    table = entry.table
    return ir.AliasDecl(
        name=table.name,
        type=None,
        text=table.type_text or "",
        doc=_doc(table.doc, entry.span("doc")),
        span=entry.span("name"),
    )


def _read_alias(draft: Draft, entry: Entry[TypeTable]) -> None:
    text = entry.table.type_text
    declared = draft.declaration(entry.table.name)
    if text is None or not isinstance(declared, ir.AliasDecl):
        return
    target = draft.type_of(text, entry.span("is"))
    located = Located(entry.table.page, declared)
    draft.put(located, replace(declared, type=target))


def _check_loop(draft: Draft, entry: Entry[TypeTable]) -> None:
    """Report a type that is made of itself, which nothing could spell out."""
    name = entry.table.name
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        declared = draft.declaration(waiting.pop())
        if isinstance(declared, ir.AliasDecl) and declared.type is not None:
            inside = {used.name for used in find(declared.type, NamedType)}
            waiting.extend(inside - reached)
            reached |= inside
    if name in reached:
        message = f"the type `{name}` is made of itself"
        hint = "say what it is without naming it, or leave `is` out"
        draft.report(Code.INVALID_OVERLAY, message, entry.span("is"), hint)


def _doc(text: str | None, span: Span) -> docs.Doc | None:
    return docs.Doc(body=text_doc(text, span), span=span) if text else None
