"""Whether a binding fits what it is bound to: names, results, placeholders.

What is accepted here gives a package that type checkers accept, so whole types are
compared: a binding to anything else is reported at its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from minidoc.diagnostics import Code, Span
from minidoc.ir import bindings as b, model as ir
from minidoc.ir.names import close_match
from minidoc.ir.overlay.draft import Draft, locate, report_no_match, split_target
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import BindTable
from minidoc.ir.overlay.templates import (
    PATH_HINT,
    path_fault,
    placeholders,
    value_fault,
)
from minidoc.ir.overlay.topics import Topics
from minidoc.ir.roles import UNSUBSCRIBE
from minidoc.ir.types import (
    FunctionArgument,
    FunctionType,
    FutureType,
    ListType,
    NamedType,
    PrimitiveType,
    StreamType,
    TypeRef,
)
from minidoc.values import frozen

_FOR_FUNCTIONS: tuple[str, ...] = ("open",)
_FOR_METHODS: tuple[str, ...] = (
    "read",
    "subscribe",
    "write",
    "clear",
    "reference",
    "session",
    "listen",
)
_FOR_FIELDS: tuple[str, ...] = ("reference", "session")
# What the runtime takes besides the ids; only the token is a `String` by necessity.
_OPENED_WITH = ("appId", "userId", "token", "tokenProvider", "host", "timeout")


@frozen
class Place:
    """A binding and the entry that asks for it; `key` is its key in the entry."""

    entry: Entry[BindTable]
    key: str
    binding: b.Binding
    page: str

    def span(self, *keys: int | str) -> Span:
        """Return where a key of the binding stands."""
        return self.entry.span(self.key, *keys)


@frozen
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

    def values(self) -> dict[str, ir.Parameter | ir.FieldDecl]:
        """Return what the placeholders can name here; a parameter hides a field."""
        found: dict[str, ir.Parameter | ir.FieldDecl] = {}
        if self.owner is not None and self.owner.role == "handle":
            found |= {field.name: field for field in self.owner.fields}
        return found | {parameter.name: parameter for parameter in self.parameters}

    def known(self) -> set[str]:
        """Return the names that a placeholder can have here."""
        return self.values().keys() | set(b.SESSION_VALUES)

    def meaning(self, type_: TypeRef) -> TypeRef:
        """Return what a type stands for: the overlay may have named it."""
        while isinstance(type_, NamedType):
            declared = self.draft.declaration(type_.name)
            if not isinstance(declared, ir.AliasDecl) or declared.type is None:
                break
            nullable = type_.nullable or declared.type.nullable
            type_ = replace(declared.type, nullable=nullable)
        return type_

    def is_primitive(self, type_: TypeRef, name: str) -> bool:
        """Return whether a type is this one, null or not."""
        meaning = self.meaning(type_)
        return isinstance(meaning, PrimitiveType) and meaning.name == name

    def is_text(self, type_: TypeRef) -> bool:
        """Return whether a type is `String` and never null."""
        return self.is_primitive(type_, "String") and not self.meaning(type_).nullable

    def is_nullable(self, type_: TypeRef, name: str) -> bool:
        """Return whether a type is this class or null."""
        meaning = self.meaning(type_)
        is_named = isinstance(meaning, NamedType) and meaning.name == name
        return is_named and meaning.nullable

    def fault(self, message: str, *keys: int | str, hint: str) -> None:
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
        values = self.values()
        for name in sorted(set(names) & values.keys()):
            value = values[name]
            if not self.is_text(value.type) or _may_be_left_out(value):
                what = "field" if isinstance(value, ir.FieldDecl) else "parameter"
                message = f"the {what} `{name}` does not always hold a `String`"
                self.fault(message, *keys, hint="its value fills a placeholder")

    def need_result(self, expected: str, is_right: bool, *keys: int | str) -> None:
        """Report a result that the binding does not give."""
        if not is_right:
            name = self.subject.name
            message = f"the result of `{name}` has to be `{expected}`"
            hint = (
                f"bind it as something else, or `[[correct]]` its type to `{expected}`"
            )
            self.fault(message, *keys, hint=hint)

    def need_no_more(self, names: set[str], what: str) -> None:
        """Report parameters that nothing would be done with."""
        for parameter in self.parameters:
            if parameter.name not in names:
                message = f"{what} has no use for the parameter `{parameter.name}`"
                self.fault(message, hint="only placeholders take parameters")


def _may_be_left_out(value: ir.Parameter | ir.FieldDecl) -> bool:
    if isinstance(value, ir.FieldDecl):
        return False
    return value.clearable or (not value.required and value.default is None)


def check_binding(draft: Draft, place: Place, topics: Topics) -> None:
    """Report everything that keeps one binding from working."""
    target = _target(draft, place)
    if target is None or not _check_kind(target):
        return
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


def _target(draft: Draft, place: Place) -> _Target | None:
    name = place.entry.table.target
    located = locate(draft, place.page, name, place.entry.span("target"))
    if located is None:
        return None
    subject, owner = located.subject, located.declaration
    if not isinstance(subject, ir.MethodDecl | ir.FunctionDecl | ir.FieldDecl):
        return None
    owner_class = owner if isinstance(owner, ir.ClassDecl) else None
    return _Target(draft, place, subject, owner_class)


def _check_kind(target: _Target) -> bool:
    """Report a binding that has no effect on such a thing."""
    subject = target.subject
    what, known = "methods", _FOR_METHODS
    if isinstance(subject, ir.FunctionDecl):
        what, known = "functions", _FOR_FUNCTIONS
    elif isinstance(subject, ir.FieldDecl):
        what, known = "fields", _FOR_FIELDS
    if target.place.key in known:
        return True
    names = ", ".join(f"`{name}`" for name in known)
    target.fault(f"{what} take no `{target.place.key}`", hint=f"they take {names}")
    return False


def _is_async(target: _Target) -> bool:
    return isinstance(target.subject, ir.MethodDecl) and target.subject.is_async


def _check_read(target: _Target, binding: b.ReadBinding, topics: Topics) -> None:
    needed = topics.needed(binding.topic)
    target.need(needed, "topic")
    target.need_no_more(needed, "a read")
    snapshot = topics.active[binding.topic].snapshot
    is_right = _is_async(target) and target.is_nullable(target.result, snapshot)
    target.need_result(f"Future<{snapshot}?>", is_right, "topic")


def _check_subscribe(
    target: _Target, binding: b.SubscribeBinding, topics: Topics
) -> None:
    needed = topics.needed(binding.topic)
    target.need(needed, "topic")
    snapshot = topics.active[binding.topic].snapshot
    callbacks = [p for p in target.parameters if isinstance(p.type, FunctionType)]
    types = [argument.type for p in callbacks for argument in _arguments(p.type)]
    if (
        len(callbacks) != 1
        or len(types) != 1
        or not target.is_nullable(types[0], snapshot)
    ):
        message = f"the callback has to take one `{snapshot}?`, which the topic gives"
        hint = "name the topic of that class, or `[[correct]]` the parameter's type"
        target.fault(message, "topic", hint=hint)
    target.need_no_more(needed | {p.name for p in callbacks}, "a subscription")
    made = _class_of(target, target.result)
    if made is None and _is_elsewhere(target, target.result):
        return
    if made is None or made.role != "subscription" or target.result.nullable:
        message = f"the result of `{target.subject.name}` is no subscription"
        hint = "bind a method that returns a class with `unsubscribe()`"
        target.fault(message, hint=hint)


def _arguments(type_: TypeRef) -> Iterator[FunctionArgument]:
    if isinstance(type_, FunctionType):
        yield from type_.arguments


def _is_elsewhere(target: _Target, type_: TypeRef) -> bool:
    """Return whether a type is another page's, which is not given."""
    if not isinstance(type_, NamedType):
        return False
    declared = target.draft.declaration(type_.name)
    # The overlay may name it, without saying what it is.
    is_opaque = isinstance(declared, ir.AliasDecl) and declared.type is None
    return declared is None or is_opaque


def _class_of(target: _Target, type_: TypeRef) -> ir.ClassDecl | None:
    """Return the class that a type names, if a given page declares it."""
    if not isinstance(type_, NamedType):
        return None
    declared = target.draft.declaration(type_.name)
    return declared if isinstance(declared, ir.ClassDecl) else None


def _check_path(target: _Target, path: str) -> None:
    if fault := path_fault(path):
        target.fault(fault, "path", hint=PATH_HINT)
    else:
        target.need(placeholders(path), "path")


def _check_write(target: _Target, binding: b.WriteBinding) -> None:
    _check_path(target, binding.path)
    _need_nothing(target)
    placed = placeholders(binding.path)
    for parameter in target.parameters:
        meaning = target.meaning(parameter.type)
        is_value = not isinstance(meaning, FunctionType | FutureType | StreamType)
        if parameter.name not in placed and not is_value:
            message = f"the parameter `{parameter.name}` holds nothing to send"
            hint = "a write takes values; bind methods with callbacks as `subscribe`"
            target.fault(message, hint=hint)
    names = [parameter.name for parameter in target.parameters]
    _check_names(target, "defaults", binding.defaults, names)
    _check_names(target, "resets", binding.resets, names)
    for number, status in enumerate(binding.accept):
        if not 100 <= status <= 599:
            message = f"{status} is no status of a response"
            hint = "a status has three digits: `accept = [404]`"
            target.fault(message, "accept", number, hint=hint)


def _need_nothing(target: _Target) -> None:
    result = target.result
    is_nothing = target.is_primitive(result, "void") and not result.nullable
    target.need_result("Future<void>", is_nothing and _is_async(target))


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
    _need_nothing(target)
    if not _takes_names(target):
        message = (
            f"`{target.subject.name}` has to have one parameter, a required "
            "`List<String>`"
        )
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


def _takes_names(target: _Target) -> bool:
    if len(target.parameters) != 1:
        return False
    parameter = target.parameters[0]
    meaning = target.meaning(parameter.type)
    if not isinstance(meaning, ListType) or meaning.nullable:
        return False
    return target.is_text(meaning.item) and parameter.required


def _check_reference(target: _Target, binding: b.ReferenceBinding) -> None:
    for name, template in binding.arguments.items():
        if fault := value_fault(template):
            hint = f"write one parameter of `{target.subject.name}` as `{{name}}`"
            target.fault(fault, "arguments", name, hint=hint)
        else:
            target.need(placeholders(template), "arguments", name)
    made = _class_of(target, target.result)
    if made is None and _is_elsewhere(target, target.result):
        return
    if made is None or made.role != "handle" or target.result.nullable:
        hint = "bind a method that returns a class with methods of its own"
        target.fault("the result is no class that could be made", hint=hint)
        return
    fields = {field.name: field for field in made.fields if field.binding is None}
    for name in binding.arguments:
        span = target.place.span("arguments", name)
        if name not in fields:
            message = f"`{made.name}` has no field `{name}` to give"
            report_no_match(target.draft, message, name, fields, span)
        elif not target.is_primitive(fields[name].type, "String"):
            message = f"`{made.name}.{name}` is no `String`, which could be given"
            hint = "remove it, or `[[correct]]` the type of the field"
            target.fault(message, "arguments", name, hint=hint)
    for name in fields:
        if name not in binding.arguments:
            message = f"`{made.name}` needs its field `{name}`"
            hint = f'add `{name} = "{{{name}}}"`'
            target.fault(message, "arguments", hint=hint)


def _check_session(target: _Target) -> None:
    # Both values of a session are ids, and ids are texts.
    if not target.is_primitive(target.result, "String"):
        hint = f"bind `{target.subject.name}` otherwise: here it is an id"
        target.fault("the values of a session are `String`", hint=hint)
    if any(parameter.required for parameter in target.parameters):
        hint = "bind a field, or a method without parameters"
        target.fault("the values of a session need no argument", hint=hint)


def _check_listen(target: _Target) -> None:
    if [type(p.type) for p in target.parameters] != [FunctionType]:
        message = "the only parameter has to be the callback that takes the errors"
        hint = "bind a method like `onError(void Function(Error error) handler)`"
        target.fault(message, hint=hint)
    made = _class_of(target, target.result)
    ends = made is not None and any(m.name == UNSUBSCRIBE for m in made.methods)
    if made is None or made.role != "handle" or made.fields or not ends:
        message = f"the result is no class without fields that has `{UNSUBSCRIBE}`"
        hint = f"bind a method that returns a class with `void {UNSUBSCRIBE}()` only"
        target.fault(message, hint=hint)


def _check_open(target: _Target) -> None:
    given = {parameter.name: parameter for parameter in target.parameters}
    for name in ("appId", "userId"):
        parameter = given.get(name)
        if (
            parameter is None
            or not target.is_text(parameter.type)
            or _may_be_left_out(parameter)
        ):
            message = f"opening a session needs a parameter `{name}`"
            target.fault(message, hint=f"it has to be `required String {name}`")
    for name, parameter in given.items():
        if name not in _OPENED_WITH:
            message = f"opening a session has no use for the parameter `{name}`"
            taken = ", ".join(f"`{each}`" for each in _OPENED_WITH)
            target.fault(message, hint=f"it takes {taken}")
        elif name == "token" and not target.is_primitive(parameter.type, "String"):
            message = f"the parameter `{name}` is no `String`"
            hint = "`[[correct]]` its type: a token is a text"
            target.fault(message, hint=hint)
    made = _class_of(target, target.result)
    if made is None and _is_elsewhere(target, target.result):
        return
    if made is None or made.role != "handle" or target.result.nullable:
        hint = "bind a function that returns a class with methods of its own"
        target.fault("the result is no class that could be a session", hint=hint)
        return
    for field in made.fields:
        if field.binding is None:
            message = f"nothing gives `{made.name}.{field.name}` when it is opened"
            target.fault(message, hint=f"bind `{made.name}.{field.name}`")
