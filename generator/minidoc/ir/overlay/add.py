"""`[[add]]`: parameters that the page leaves out."""

from __future__ import annotations

from dataclasses import replace

from minidoc.diagnostics import Code
from minidoc.ir import model as ir
from minidoc.ir.docs import Doc, DocText, NamedText
from minidoc.ir.overlay.declare import text_doc
from minidoc.ir.overlay.draft import Call, Draft, locate, report_no_effect
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import AddTable, ParameterTable
from minidoc.ir.types import TypeRef

_ORDER = ("positional", "optional", "named")


def add_parameters(draft: Draft, entries: list[Entry[AddTable]]) -> None:
    """Add each parameter to its method, behind the others of its kind."""
    for entry in entries:
        table, span = entry.table, entry.span("target")
        located = locate(draft, table.page, table.target, span)
        if located is None:
            continue
        subject = located.subject
        if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl):
            message = f"`{table.target}` takes no parameters"
            hint = "name a method or a function"
            draft.report(Code.INVALID_OVERLAY, message, span, hint)
        elif any(p.name == table.parameter.name for p in subject.parameters):
            message = f"`{table.target}` has a parameter `{table.parameter.name}`"
            report_no_effect(draft, message, entry.span("parameter", "name"))
        else:
            type_span = entry.span("parameter", "type")
            type_ = draft.type_of(table.parameter.type, type_span)
            if type_ is not None:
                draft.put(located, _extended(subject, entry, type_))


def _extended(
    subject: Call, entry: Entry[AddTable], type_: TypeRef
) -> ir.MethodDecl | ir.FunctionDecl:
    table = entry.table.parameter
    new = ir.Parameter(
        name=table.name,
        type=type_,
        kind=table.kind,
        required=table.required,
        default=table.default,
        origin="overlay",
        span=entry.span("parameter", "name"),
    )
    rank = _ORDER.index(table.kind)
    # Arguments are told apart by their order, so the others keep theirs.
    ranks = [_ORDER.index(p.kind) for p in subject.parameters]
    end = max((n + 1 for n, other in enumerate(ranks) if other <= rank), default=0)
    before, after = subject.parameters[:end], subject.parameters[end:]
    doc = _documented(subject.doc, table, entry)
    return replace(subject, parameters=(*before, new, *after), doc=doc)


def _documented(
    doc: Doc | None, table: ParameterTable, entry: Entry[AddTable]
) -> Doc | None:
    if table.doc is None:
        return doc
    span = entry.span("parameter", "doc")
    text = NamedText(name=table.name, text=text_doc(table.doc, span))
    old = doc or Doc(body=DocText(blocks=(), span=span), span=span)
    kept = tuple(p for p in old.parameters if p.name != table.name)
    return replace(old, parameters=(*kept, text))
