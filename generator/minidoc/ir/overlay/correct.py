"""`[[correct]]`: what a page gets wrong, put right one key at a time.

Each key is a function from the old subject to the new one; an equal one means that the
page agrees by now, and the entry goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

from minidoc.diagnostics import Code, Span
from minidoc.ir import model as ir
from minidoc.ir.overlay.draft import (
    Call,
    Draft,
    Located,
    Subject,
    locate,
    report_no_effect,
    report_no_match,
    split_target,
)
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import CORRECTIONS, CorrectTable
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import TypeRef
from minidoc.values import frozen

_Thing: TypeAlias = Subject | ir.Parameter
_Any = TypeVar("_Any", bound=_Thing)


@frozen
class _Change:
    """One key of one entry."""

    draft: Draft
    entry: Entry[CorrectTable]
    key: str

    @property
    def table(self) -> CorrectTable:
        return self.entry.table

    @property
    def span(self) -> Span:
        return self.entry.span(self.key)

    def type_of(self, text: str) -> TypeRef | None:
        return self.draft.type_of(text, self.span)


def correct(draft: Draft, entries: list[Entry[CorrectTable]]) -> None:
    """Apply the corrections in the file's order."""
    for entry in entries:
        span = entry.span("target")
        located = locate(draft, entry.table.page, entry.table.target, span)
        if located is not None:
            _correct_located(draft, entry, located)


def check_order(draft: Draft, entries: list[Entry[CorrectTable]]) -> None:
    """Report what would leave a parameter out in front of one that is required.

    A later entry may correct or add the parameters behind, so this comes after all.
    """
    for entry in entries:
        _check_order_of(draft, entry)


def _check_order_of(draft: Draft, entry: Entry[CorrectTable]) -> None:
    owner, member, name = split_target(entry.table.target)
    key = "default" if entry.table.default is not None else "optional"
    if name is None or not (key == "default" or entry.table.optional):
        return
    declarations = draft.pages[entry.table.page].declarations
    calls: list[Call] = []
    for declared in declarations:
        if declared.name == owner and isinstance(declared, ir.ClassDecl):
            calls += [m for m in declared.methods if m.name == member]
        elif declared.name == owner and isinstance(declared, ir.FunctionDecl):
            calls.append(declared)
    for call in calls:
        names = [p.name for p in call.parameters if p.kind != "named"]
        behind = names[names.index(name) + 1 :] if name in names else []
        for later in call.parameters:
            is_needed = later.kind == "positional" and not later.type.nullable
            if later.name in behind and is_needed:
                message = f"`{name}` cannot be left out: `{later.name}` follows it"
                hint = f"`{later.name}` is positional and required"
                draft.report(Code.INVALID_OVERLAY, message, entry.span(key), hint)
                return


def _correct_located(
    draft: Draft, entry: Entry[CorrectTable], located: Located
) -> None:
    name = split_target(entry.table.target)[2]
    if name is None:
        draft.put(located, _corrected(located.subject, draft, entry))
        return
    subject = located.subject
    if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl):
        message = f"`{subject.name}` is {_what(subject)}, which has no parameters"
        hint = "take the brackets and what is in them out of the target"
        draft.report(Code.INVALID_OVERLAY, message, entry.span("target"), hint)
        return
    old = next((p for p in subject.parameters if p.name == name), None)
    if old is None:
        message = f"`{subject.name}` has no parameter `{name}`"
        names = [parameter.name for parameter in subject.parameters]
        report_no_match(draft, message, name, names, entry.span("target"))
        return
    new = _corrected(old, draft, entry)
    parameters = tuple(new if p is old else p for p in subject.parameters)
    draft.put(located, replace(subject, parameters=parameters))


def _corrected(subject: _Any, draft: Draft, entry: Entry[CorrectTable]) -> _Any:
    """Apply every key that the entry gives to one subject."""
    for key, attribute in CORRECTIONS.items():
        if getattr(entry.table, attribute) is None:
            continue
        change = _Change(draft, entry, key)
        before = len(draft.found)
        new = _STEPS[key](subject, change)
        if new is None:
            _report_misplaced(key, subject, change)
        elif _is_equal(new, subject) and len(draft.found) == before:
            message = f"`{entry.table.target}` has this `{key}` on the page as well"
            report_no_effect(draft, message, change.span)
        elif isinstance(new, type(subject)):
            subject = new
    return subject


def _is_equal(a: _Thing, b: _Thing) -> bool:
    # `True == 1` in Python, but not on the wire: so `wire` decides what is equal.
    return a is b or (a == b and not isinstance(a, ir.EnumConstant))


def _report_misplaced(key: str, subject: _Thing, change: _Change) -> None:
    message = f"`{key}` does not apply to {_what(subject)}"
    change.draft.report(Code.INVALID_OVERLAY, message, change.span, "remove the key")


_WHAT: tuple[tuple[type[object], str], ...] = (
    (ir.MethodDecl, "a method"),
    (ir.FunctionDecl, "a function"),
    (ir.Parameter, "a parameter"),
    (ir.FieldDecl, "a field"),
    (ir.EnumConstant, "an enum constant"),
    (ir.ClassDecl, "a class"),
    (ir.EnumDecl, "an enum"),
    (ir.AliasDecl, "a type of the overlay"),
)


def _what(subject: _Thing) -> str:
    return next(text for kind, text in _WHAT if isinstance(subject, kind))


# Each step gives the changed subject, an equal one if there was nothing to change or a
# finding says why it could not be, or None if the key does not apply to such a subject.


def _set_async(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl):
        return None
    return replace(subject, is_async=change.table.is_async is True)


def _set_returns(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl):
        return None
    result = change.draft.result_of(change.table.returns or "", change.span)
    if result is None or _is_same(result, (subject.returns, subject.is_async)):
        return subject
    return replace(subject, returns=result[0], is_async=result[1])


def _is_same(a: tuple[TypeRef, bool], b: tuple[TypeRef, bool]) -> bool:
    return a[1] == b[1] and spell_type(a[0]) == spell_type(b[0])


def _set_clearable(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl):
        return None
    names = [parameter.name for parameter in subject.parameters]
    seen: set[str] = set()
    for number, name in enumerate(change.table.clearable or ()):
        span = change.entry.span(change.key, number)
        if name not in names:
            message = f"`{subject.name}` has no parameter `{name}`"
            report_no_match(change.draft, message, name, names, span)
        elif name in seen or _is_clearable(subject, name):
            report_no_effect(change.draft, f"`{name}` is clearable already", span)
        seen.add(name)
    parameters = tuple(
        replace(p, clearable=p.clearable or p.name in seen) for p in subject.parameters
    )
    return replace(subject, parameters=parameters)


def _is_clearable(subject: ir.MethodDecl | ir.FunctionDecl, name: str) -> bool:
    return any(p.clearable for p in subject.parameters if p.name == name)


def _set_constructor(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.ClassDecl):
        return None
    name = change.table.constructor
    if any(made.name == name for made in subject.constructors):
        return subject
    if all(made.name is not None for made in subject.constructors):
        message = f"`{subject.name}` has no constructor without a name"
        known = [made.name for made in subject.constructors if made.name]
        report_no_match(change.draft, message, name or "", known, change.span)
        return subject
    constructors = tuple(
        replace(made, name=name) if made.name is None else made
        for made in subject.constructors
    )
    return replace(subject, constructors=constructors)


def _set_default(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.Parameter):
        return None
    kind = "optional" if subject.kind == "positional" else subject.kind
    default = change.table.default
    return replace(subject, default=default, kind=kind, required=False)


def _set_optional(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.Parameter):
        return None
    if change.table.optional is not True:
        if subject.kind == "optional":
            return replace(subject, kind="positional", required=True)
        return replace(subject, required=True)
    # Dart lets an argument be left out if there is a default, or if null will do.
    nullable = subject.type.nullable or subject.default is None
    type_ = replace(subject.type, nullable=nullable)
    kind = "optional" if subject.kind == "positional" else subject.kind
    return replace(subject, kind=kind, required=False, type=type_)


def _set_type(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.FieldDecl | ir.Parameter):
        return None
    type_ = change.type_of(change.table.type or "")
    if type_ is None or spell_type(type_) == spell_type(subject.type):
        return subject
    return replace(subject, type=type_)


def _set_wire(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.EnumConstant):
        return None
    old, new = subject.wire, change.table.wire
    is_same = old == new and type(old) is type(new)
    return subject if is_same else replace(subject, wire=new)


def _set_role(subject: _Thing, change: _Change) -> _Thing | None:
    if not isinstance(subject, ir.ClassDecl) or change.table.role is None:
        return None
    return replace(subject, role=change.table.role)


def _set_rename(subject: _Thing, change: _Change) -> _Thing | None:
    if isinstance(subject, ir.AliasDecl):
        return None
    name = change.table.rename
    is_same = name == (subject.public_name or subject.name)
    return subject if is_same else replace(subject, public_name=name)


_STEPS: dict[str, Callable[[_Thing, _Change], _Thing | None]] = {
    "async": _set_async,
    "returns": _set_returns,
    "clearable": _set_clearable,
    "constructor": _set_constructor,
    "default": _set_default,
    "optional": _set_optional,
    "type": _set_type,
    "wire": _set_wire,
    "role": _set_role,
    "rename": _set_rename,
}
