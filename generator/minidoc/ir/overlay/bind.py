"""`[[bind]]`: bindings reach their methods, functions and fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from minidoc.diagnostics import Code
from minidoc.ir import model as ir
from minidoc.ir.bindings import Binding, ReadBinding, SubscribeBinding
from minidoc.ir.overlay.check import Place, check_binding
from minidoc.ir.overlay.draft import Draft, Located, locate, report_no_effect
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import BINDINGS, BindTable
from minidoc.ir.overlay.topics import Topics, report_unknown_topic
from minidoc.ir.roles import TO_JSON, UNSUBSCRIBE


def bind(draft: Draft, entries: Iterable[Entry[BindTable]], topics: Topics) -> None:
    """Bind each target once; what cannot work is reported and left unbound."""
    bound: dict[str, Entry[BindTable]] = {}
    checks: list[Place] = []
    for entry in entries:
        target, span = entry.table.target, entry.span("target")
        if target in bound:
            line = bound[target].span("target").line
            message = f"`{target}` is bound already, in line {line}"
            report_no_effect(draft, message, span)
            continue
        bound[target] = entry
        located = locate(draft, entry.table.page, target, span)
        if located is not None and _can_be_bound(draft, entry, located):
            checks.extend(_bind_located(draft, entry, located, topics))
    # Only now, since a handle's arguments depend on which of its fields are bound.
    for place in checks:
        check_binding(draft, place, topics)


def _bind_located(
    draft: Draft, entry: Entry[BindTable], located: Located, topics: Topics
) -> list[Place]:
    key = next(name for name in BINDINGS if getattr(entry.table, name) is not None)
    binding: Binding = getattr(entry.table, key)
    if isinstance(binding, ReadBinding | SubscribeBinding):
        span = entry.span(key, "topic")
        if binding.topic not in topics.entries:
            report_unknown_topic(draft, binding.topic, topics.entries, span)
            return []
        if binding.topic not in topics.active:
            # The topic's page is not given: so the method stays unbound, and says so.
            return []
    subject = located.subject
    if isinstance(subject, ir.MethodDecl | ir.FunctionDecl | ir.FieldDecl):
        draft.put(located, replace(subject, binding=binding))
        return [Place(entry, key, binding, located.page)]
    return []


def _can_be_bound(draft: Draft, entry: Entry[BindTable], located: Located) -> bool:
    subject, owner = located.subject, located.declaration
    message = ""
    if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl | ir.FieldDecl):
        message = f"`{entry.table.target}` is no method, function or field"
    elif isinstance(owner, ir.ClassDecl):
        if owner.role == "data":
            message = f"`{owner.name}` is a class of values, which have no bindings"
        elif owner.role == "subscription" and (
            isinstance(subject, ir.FieldDecl) or subject.name in {UNSUBSCRIBE, TO_JSON}
        ):
            message = "the life cycle of a subscription needs no binding"
    if message:
        hint = "remove the entry, or correct the `role` of the class"
        draft.report(Code.INVALID_OVERLAY, message, entry.span("target"), hint)
    return not message
