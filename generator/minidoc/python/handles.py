"""Binding of what acts through the session: handles, subscriptions, `TypedDict`s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic
from minidoc.ir.model import ClassDecl, FieldDecl, MethodDecl, Parameter
from minidoc.ir.types import FutureType, TypeRef
from minidoc.python.calls import CallBinder
from minidoc.python.code import Code, Text
from minidoc.python.deprecation import deprecation
from minidoc.python.docstrings import DocContext, docstring, plain
from minidoc.python.kept import KeptBinder
from minidoc.python.model import (
    PyField,
    PyFunction,
    PyHandle,
    PyParameter,
    PyTypedDict,
    PyTypedDictKey,
)
from minidoc.python.names import USED_BUILTINS, Identifier, identifier
from minidoc.python.symbols import parameter_names
from minidoc.python.types import annotation
from minidoc.python.wire import parameter_annotation
from minidoc.values import frozen

_LIFE_CYCLE = frozenset({"connected", "terminated", "unsubscribe"})
_IN_CLASS = 4
_IN_METHOD = 8


@frozen
class HandleBinder:
    """Binds the acting classes of one module in one of the two worlds.

    Attributes:
        calls: Binds their methods.
        followed: What each subscription class delivers, by class name.
        openers: Classes that a function opens: they own the session.
        listeners: Classes whose objects end the listening to errors.
    """

    calls: CallBinder
    followed: Mapping[str, tuple[TypeRef, ...]]
    openers: frozenset[str]
    listeners: frozenset[str]

    def handle(self, cls: ClassDecl) -> PyHandle:
        """Bind a handle: unbound fields are arguments, bound ones properties."""
        binder = self._members(cls)
        given = _given(cls)
        bound = [field for field in cls.fields if field.binding is not None]
        owner = cls.name in self.openers and not given
        listener = cls.name in self.listeners and not given
        attributes = tuple(binder.attribute(field) for field in given)
        members = [
            *(binder.property(field) for field in bound),
            *binder.old_fields(self._name(cls)),
        ]
        bind = binder.life_method if listener else partial(binder.calls.method, cls)
        for method in cls.methods:
            members += binder.kept(bind(method), method, self._name(cls))
        return PyHandle(
            name=self._name(cls),
            base=self._runtime_base(owner, listener),
            docstring=self._doc(cls),
            decorators=self._deprecation(cls),
            session=None if owner or listener else self._session(attributes),
            attributes=attributes,
            final=self._final(attributes),
            members=tuple(members),
        )

    def subscription(self, cls: ClassDecl) -> PyHandle:
        """Bind a subscription: the life cycle is the runtime's, the words are not."""
        binder = self._members(cls)
        members = [
            *(binder.life_field(field) for field in cls.fields),
            *binder.old_fields(self._name(cls)),
        ]
        for method in cls.methods:
            members += binder.kept(binder.life_method(method), method, self._name(cls))
        return PyHandle(
            name=self._name(cls),
            base=self._subscription_base(cls),
            docstring=self._doc(cls),
            decorators=self._deprecation(cls),
            session=None,
            attributes=(),
            final=Code(""),
            members=tuple(members),
        )

    def taken_fields(self, cls: ClassDecl) -> frozenset[str] | None:
        """Return which fields are arguments; None if only the runtime makes objects."""
        if cls.role == "data":
            return frozenset(field.name for field in cls.fields)
        given = _given(cls)
        is_own = cls.name in self.openers | self.listeners and not given
        if is_own or cls.role == "subscription":
            return None
        return frozenset(field.name for field in given)

    def typed_dict(self, cls: ClassDecl, method: MethodDecl) -> PyTypedDict | None:
        """Bind the named parameters of a method; None when it has none."""
        named = [p for p in method.parameters if p.kind == "named"]
        if not named:
            return None
        types = replace(self.calls.types, hidden=self._key_names(cls, method))
        required = types.scope.use("typing", "Required") if _mixed(named) else None
        keys: list[PyTypedDictKey] = []
        for parameter in sorted(named, key=lambda p: not p.required):
            name = types.symbols.parameters[cls.name, method.name, parameter.name]
            kind = parameter_annotation(parameter, types)
            if parameter.required and required is not None:
                kind = Code(f"{required}[{kind}]")
            keys.append(PyTypedDictKey(name, kind))
        spelled = types.symbols.members[cls.name, method.name]
        owner = types.symbols.types[cls.name].name
        text = f"Named parameters of `{owner}.{spelled}`, for `typing.Unpack`."
        return PyTypedDict(
            name=types.symbols.typed_dicts[cls.name, method.name],
            base=types.scope.use("typing", "TypedDict"),
            total=all(p.required for p in named),
            docstring=plain(text, _IN_CLASS),
            keys=tuple(keys),
        )

    def _key_names(self, cls: ClassDecl, method: MethodDecl) -> frozenset[str]:
        """Return the keys of a `TypedDict` that hide builtins from its annotations."""
        names = parameter_names(cls.name, method, self.calls.symbols)
        return frozenset(names.values()) & USED_BUILTINS

    def _members(self, cls: ClassDecl) -> _Members:
        """Return a binder of members that knows which builtins the class hides."""
        names = self.calls.speller.members(cls.name).values()
        types = replace(self.calls.types, hidden=frozenset(names) & USED_BUILTINS)
        return _Members(cls, replace(self.calls, types=types))

    def _name(self, cls: ClassDecl) -> Identifier:
        found = self.calls.symbols.types[cls.name]
        twin = found.twin if self.calls.types.is_async else None
        return twin or found.name

    def _doc(self, cls: ClassDecl) -> Text | None:
        members = self.calls.speller.members(cls.name)
        context = self.calls.speller.context(
            self.calls.types.is_async, f"`{self._name(cls)}`.", members
        )
        return docstring(cls.doc, context, _IN_CLASS)

    def _deprecation(self, cls: ClassDecl) -> tuple[Code, ...]:
        context = self.calls.speller.context(self.calls.types.is_async)
        return deprecation(cls.doc, context, self.calls.types.scope)

    def _session(self, attributes: tuple[PyField, ...]) -> PyParameter:
        name = "AsyncSession" if self.calls.types.is_async else "Session"
        taken = {attribute.name for attribute in attributes}
        own = identifier("session" if "session" not in taken else "_session")
        return PyParameter(own, self.calls.types.scope.runtime(name), None, False)

    def _final(self, attributes: tuple[PyField, ...]) -> Code:
        return self.calls.types.scope.use("typing", "Final") if attributes else Code("")

    def _runtime_base(self, owner: bool, listener: bool) -> Code | None:
        if not (owner or listener):
            return None
        name = "SessionOwner" if owner else "ErrorListening"
        prefix = "Async" if self.calls.types.is_async else ""
        return self.calls.types.scope.runtime(f"{prefix}{name}")

    def _subscription_base(self, cls: ClassDecl) -> Code:
        """Write the base with what it delivers, quoted: the class may come later."""
        types = self.calls.types
        name = "AsyncSubscription" if types.is_async else "Subscription"
        items = [
            annotation(item, types, "result")
            for item in self.followed.get(cls.name, ())
        ]
        if not items:
            return Code(f"{types.scope.runtime(name)}[object]")
        item = items[0]
        if len(items) > 1:
            group = types.scope.builtin("tuple", types.hidden)
            item = Code(f"{group}[{', '.join(items)}]")
        return Code(f'{types.scope.runtime(name)}["{item}"]')


@frozen
class _Members:
    """Binds the members of one acting class."""

    cls: ClassDecl
    calls: CallBinder

    def attribute(self, field: FieldDecl) -> PyField:
        """Bind a field that the constructor takes."""
        types = self.calls.types
        return PyField(
            types.symbols.members[self.cls.name, field.name],
            annotation(field.type, types, "result"),
            None,
            docstring(field.doc, self._context(field), _IN_METHOD),
        )

    def property(self, field: FieldDecl) -> PyFunction:
        """Bind a field that the overlay binds to something."""
        return self._getter(
            field, self.calls.local(self.cls, field.binding, field.type, {})
        )

    def life_field(self, field: FieldDecl) -> PyFunction:
        """Bind a field of a subscription: the runtime's, in the page's words."""
        name = self.calls.symbols.members[self.cls.name, field.name]
        known = field.name in _LIFE_CYCLE and isinstance(field.type, FutureType)
        body = Code(f"return super().{name}")
        if not known:
            what = f"{self.cls.name}.{field.name}"
            body = self.calls.unbound(f"{self.cls.name}.{name}")
            message = f"nothing says where `{what}` comes from"
            hint = "subscriptions have `connected` and `terminated`; reading it raises"
            self.calls.symbols.diagnostics.append(
                Diagnostic(DiagnosticCode.UNBOUND_METHOD, message, field.span, hint)
            )
        return self._getter(field, body)

    def life_method(self, method: MethodDecl) -> PyFunction:
        """Bind a method of a subscription: the runtime's, in the page's words."""
        bound = self.calls.method(self.cls, method)
        if method.name not in _LIFE_CYCLE or method.parameters:
            return bound
        # The runtime's is a coroutine in the asynchronous world, whatever pages say.
        is_async = self.calls.types.is_async
        wait = "await " if is_async else ""
        body = Code(f"{wait}super().{bound.name}()")
        return replace(bound, body=body, returns=Code("None"), is_async=is_async)

    def old_fields(self, owner: Identifier) -> list[PyFunction]:
        """Bind the fields under names of before."""
        return KeptBinder(self.calls.types).fields(self.cls, owner)

    def kept(
        self, bound: PyFunction, method: MethodDecl, owner: Identifier
    ) -> list[PyFunction]:
        """Add the names of before of a method and its parameters."""
        binder = KeptBinder(self.calls.types)
        return binder.call(bound, self.cls.name, method.name, owner)

    def _context(self, field: FieldDecl) -> DocContext:
        members = self.calls.speller.members(self.cls.name)
        name = members[field.name]
        return self.calls.speller.context(
            self.calls.types.is_async, f"`{name}`.", members
        )

    def _getter(self, field: FieldDecl, body: Code) -> PyFunction:
        types = self.calls.types
        context = self._context(field)
        return PyFunction(
            name=types.symbols.members[self.cls.name, field.name],
            parameters=(),
            returns=annotation(field.type, types, "result"),
            body=body,
            docstring=docstring(field.doc, context, _IN_METHOD),
            decorators=(
                types.scope.builtin("property", types.hidden),
                *deprecation(field.doc, context, types.scope),
            ),
        )


def _given(cls: ClassDecl) -> list[FieldDecl]:
    """Return the fields that nothing but the constructor fills."""
    return [field for field in cls.fields if field.binding is None]


def _mixed(parameters: Sequence[Parameter]) -> bool:
    return len({parameter.required for parameter in parameters}) == 2
