"""Whether a binding fits what it is bound to: names, results, placeholders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minidoc.diagnostics import Code, Span
from minidoc.ir import bindings as b, model as ir
from minidoc.ir.names import close_match
from minidoc.ir.overlay.draft import Draft, locate, report_no_match, split_target
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import BindTable
from minidoc.ir.overlay.templates import path_fault, placeholders, template_fault
from minidoc.ir.overlay.topics import Topics
from minidoc.ir.roles import UNSUBSCRIBE
from minidoc.ir.types import FunctionType, NamedType, TypeRef
from minidoc.ir.walk import find


@dataclass(frozen=True, slots=True)
class Place:
    """A binding and the entry that asks for it; `key` is its key in the entry."""

    entry: Entry[BindTable]
    key: str
    binding: b.Binding
    page: str

    def span(self, *keys: int | str) -> Span:
        """Return where a key of the binding stands."""
        return self.entry.span(self.key, *keys)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is bound, after all corrections."""

    draft: Draft
    place: Place
    subject: ir.MethodDecl | ir.FunctionDecl | ir.FieldDecl
    owner: ir.ClassDecl | None

    @property
    def parameters(self) -> tuple[ir.Parameter, ...]:
        return () if isinstance(self.subject, ir.FieldDecl) else self.subject.parameters

    @property
    def result(self) -> TypeRef:
        subject = self.subject
        return subject.type if isinstance(subject, ir.FieldDecl) else subject.returns

    def known(self) -> set[str]:
        """Return the names that a placeholder can have here."""
        names = {parameter.name for parameter in self.parameters}
        if self.owner is not None:
            names |= {field.name for field in self.owner.fields}
        return names | set(b.SESSION_VALUES)

    def fault(self, message: str, *keys: int | str, hint: str = "") -> None:
        """Report that the binding does not fit."""
        span = self.place.span(*keys)
        self.draft.report(Code.INVALID_OVERLAY, message, span, hint)

    def need(self, names: Iterable[str], *keys: int | str) -> None:
        """Report placeholders that nothing fills."""
        label = self.place.entry.table.target
        for name in sorted(set(names) - self.known()):
            message = f"nothing fills the placeholder {{{name}}} of `{label}`"
            hint = close_match(name, self.known()) or (
                "it has to be a field of the class, a parameter of the method, or "
                + " or ".join(f"`{value}`" for value in b.SESSION_VALUES)
            )
            self.fault(message, *keys, hint=hint)


def check_binding(  # noqa: C901 - one case for each kind
    draft: Draft, place: Place, topics: Topics
) -> None:
    """Report everything that keeps one binding from working."""
    table = place.entry.table
    located = locate(draft, place.page, table.target, place.entry.span("target"))
    if located is None or isinstance(located.subject, ir.EnumConstant | ir.ClassDecl):
        return
    if isinstance(located.subject, ir.EnumDecl | ir.AliasDecl):
        return
    owner = located.declaration
    owner_class = owner if isinstance(owner, ir.ClassDecl) else None
    target = _Target(draft, place, located.subject, owner_class)
    match place.binding:
        case b.ReadBinding():
            _check_read(target, place.binding, topics)
        case b.SubscribeBinding():
            _check_subscribe(target, place.binding, topics)
        case b.WriteBinding():
            _check_write(target, place.binding)
        case b.ClearBinding():
            _check_clear(target, place.binding)
        case b.ReferenceBinding():
            _check_reference(target, place.binding)
        case b.SessionBinding():
            _check_session(target)
        case b.ListenBinding():
            _check_listen(target)
        case b.OpenBinding():
            _check_open(target)


def _check_read(target: _Target, binding: b.ReadBinding, topics: Topics) -> None:
    target.need(topics.needed(binding.topic), "topic")
    snapshot = topics.active[binding.topic].snapshot
    if not _mentions(target.result, snapshot):
        target.fault(f"the result is no `{snapshot}`, which the topic gives", "topic")


def _check_subscribe(
    target: _Target, binding: b.SubscribeBinding, topics: Topics
) -> None:
    target.need(topics.needed(binding.topic), "topic")
    snapshot = topics.active[binding.topic].snapshot
    callbacks = [p.type for p in target.parameters if isinstance(p.type, FunctionType)]
    if not any(_mentions(callback, snapshot) for callback in callbacks):
        message = f"no callback takes the `{snapshot}` that the topic gives"
        target.fault(message, "topic")
    made = _class_of(target, target.result)
    if made is not None and made.role != "subscription":
        target.fault(f"`{made.name}`, the result, is no subscription")


def _mentions(type_: TypeRef, name: str) -> bool:
    return any(used.name == name for used in find(type_, NamedType))


def _class_of(target: _Target, type_: TypeRef) -> ir.ClassDecl | None:
    """Return the class that a type names, if a given page declares it."""
    if not isinstance(type_, NamedType):
        return None
    declared = target.draft.declaration(type_.name)
    return declared if isinstance(declared, ir.ClassDecl) else None


def _check_path(target: _Target, path: str) -> None:
    if fault := path_fault(path):
        target.fault(fault, "path")
    else:
        target.need(placeholders(path), "path")


def _check_write(target: _Target, binding: b.WriteBinding) -> None:
    _check_path(target, binding.path)
    names = [parameter.name for parameter in target.parameters]
    _check_names(target, "defaults", binding.defaults, names)
    _check_names(target, "resets", binding.resets, names)
    for number, status in enumerate(binding.accept):
        if not 100 <= status <= 599:
            target.fault(f"{status} is no status of a response", "accept", number)


def _check_names(
    target: _Target, key: str, given: Iterable[str], names: Sequence[str], of: str = ""
) -> None:
    for name in given:
        if name not in names:
            message = f"`{of or target.subject.name}` has no parameter `{name}`"
            span = target.place.span(key, name)
            report_no_match(target.draft, message, name, names, span)


def _check_clear(target: _Target, binding: b.ClearBinding) -> None:
    _check_path(target, binding.path)
    if len(target.parameters) != 1:
        message = f"`{target.subject.name}` does not have exactly one parameter"
        target.fault(message, hint="the parameter names the fields to reset")
    owner_name, member, _ = split_target(binding.like)
    owner = target.draft.declaration(owner_name)
    methods = owner.methods if isinstance(owner, ir.ClassDecl) else ()
    like = next((method for method in methods if method.name == member), None)
    if like is None:
        message = f"`{binding.like}` is no method of the given pages"
        candidates = [f"{owner_name}.{method.name}" for method in methods]
        span = target.place.span("like")
        report_no_match(target.draft, message, binding.like, candidates, span)
        return
    names = [parameter.name for parameter in like.parameters]
    _check_names(target, "resets", binding.resets, names, binding.like)
    for number, name in enumerate(binding.nested):
        if name not in names:
            message = f"`{binding.like}` has no parameter `{name}`"
            span = target.place.span("nested", number)
            report_no_match(target.draft, message, name, names, span)


def _check_reference(target: _Target, binding: b.ReferenceBinding) -> None:
    for name, template in binding.arguments.items():
        if fault := template_fault(template):
            target.fault(fault, "arguments", name)
        else:
            target.need(placeholders(template), "arguments", name)
    made = _class_of(target, target.result)
    if made is None:
        # Another page's class, which is not given: nothing to compare with.
        if not isinstance(target.result, NamedType):
            target.fault("the result is no class that could be made")
        return
    fields = {field.name: field for field in made.fields}
    for name in binding.arguments:
        if name not in fields:
            message = f"`{made.name}` has no field `{name}`"
            span = target.place.span("arguments", name)
            report_no_match(target.draft, message, name, fields, span)
    for name, field in fields.items():
        if field.binding is None and name not in binding.arguments:
            target.fault(f"`{made.name}` needs its field `{name}`", "arguments")


def _check_session(target: _Target) -> None:
    # Both values of a session are ids, and ids are texts.
    if getattr(target.result, "name", None) != "String":
        target.fault("the values of a session are `String`")
    if any(parameter.required for parameter in target.parameters):
        target.fault("the values of a session need no argument")


def _check_listen(target: _Target) -> None:
    if [type(p.type) for p in target.parameters] != [FunctionType]:
        target.fault("the only parameter has to be the callback that takes the errors")
    made = _class_of(target, target.result)
    ends = made is not None and any(m.name == UNSUBSCRIBE for m in made.methods)
    if made is None or made.role != "handle" or made.fields or not ends:
        message = f"the result is no class without fields that has `{UNSUBSCRIBE}`"
        target.fault(message)


def _check_open(target: _Target) -> None:
    if isinstance(target.subject, ir.FieldDecl):
        target.fault("a field cannot open a session")
    elif not isinstance(target.result, NamedType):
        target.fault("the result is no class that could be a session")
