"""Signatures and bodies of methods: one statement each over the runtime."""

from __future__ import annotations

from collections.abc import Mapping

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic
from minidoc.ir.bindings import (
    Binding,
    ClearBinding,
    ListenBinding,
    OpenBinding,
    ReadBinding,
    ReferenceBinding,
    SessionBinding,
    SubscribeBinding,
    WriteBinding,
)
from minidoc.ir.model import ClassDecl, FunctionDecl, MethodDecl, Parameter
from minidoc.ir.types import FunctionType, NamedType, PrimitiveType, TypeRef
from minidoc.python.code import Code, string_literal
from minidoc.python.deprecation import deprecation
from minidoc.python.docstrings import docstring
from minidoc.python.literals import literal_of
from minidoc.python.model import PyFunction, PyParameter
from minidoc.python.names import Identifier
from minidoc.python.spelling import Speller
from minidoc.python.symbols import Symbols, parameter_names
from minidoc.python.types import TypeContext, annotation
from minidoc.python.wire import WireBinder, parameter_annotation
from minidoc.values import frozen

_SESSION = {"appId": "app_id", "userId": "user_id"}
_OPENED_WITH = {
    **_SESSION,
    "token": "token",
    "tokenProvider": "token_provider",
    "host": "host",
    "timeout": "timeout",
}


@frozen
class CallBinder:
    """Binds methods and functions of one module in one of the two worlds."""

    types: TypeContext
    speller: Speller
    wire: WireBinder
    indent: int = 8

    @property
    def symbols(self) -> Symbols:
        """All names."""
        return self.types.symbols

    def method(self, cls: ClassDecl, method: MethodDecl) -> PyFunction:
        """Bind a method of a class."""
        name = self.symbols.members[cls.name, method.name]
        names = parameter_names(cls.name, method, self.symbols)
        spoken = (names, self._cleared(method), self.speller.members(cls.name))
        owner = self.symbols.types[cls.name]
        fallback = f"`{owner.name}.{name}`."
        context = self.speller.context(self.types.is_async, fallback, *spoken)
        is_async = self.types.is_async and method.is_async
        return PyFunction(
            name=name,
            parameters=self.parameters(cls.name, method),
            returns=annotation(method.returns, self.types, "result"),
            body=self._body(cls, method, f"{owner.name}.{name}"),
            docstring=docstring(method.doc, context, self.indent, names),
            is_async=is_async,
            decorators=deprecation(method.doc, context, self.types.scope),
        )

    def _cleared(self, method: MethodDecl) -> Mapping[str, str]:
        """Names of the fields that a method resets: its text speaks of them."""
        if not isinstance(method.binding, ClearBinding):
            return {}
        cls, _, like = method.binding.like.partition(".")
        return self.symbols.given.get((cls, like), {})

    def function(self, function: FunctionDecl) -> PyFunction:
        """Bind a function outside any class."""
        found = self.symbols.functions[function.name]
        name = found.name
        if self.types.is_async and found.twin is not None:
            name = found.twin
        names = parameter_names("", function, self.symbols)
        context = self.speller.context(self.types.is_async, f"`{name}`.", names)
        return PyFunction(
            name=name,
            parameters=self.parameters("", function),
            returns=annotation(function.returns, self.types, "result"),
            body=self._function_body(function, name),
            docstring=docstring(function.doc, context, 4, names),
            is_async=self.types.is_async and function.is_async,
            on_self=False,
            decorators=deprecation(function.doc, context, self.types.scope),
        )

    def parameters(
        self, cls: str, method: MethodDecl | FunctionDecl
    ) -> tuple[PyParameter, ...]:
        """Bind parameters; positional ones have defaults only from the end inwards."""
        positional = [p for p in method.parameters if p.kind != "named"]
        named = [p for p in method.parameters if p.kind == "named"]
        bound: list[PyParameter] = []
        for parameter in reversed(positional):
            open_end = all(later.default is not None for later in bound)
            default = self._default(parameter) if open_end else None
            bound.insert(0, self._parameter(cls, method, parameter, default))
        bound += [
            self._parameter(cls, method, p, self._default(p))
            for p in sorted(named, key=lambda p: not p.required)
        ]
        return tuple(bound)

    def unbound(self, what: str) -> Code:
        """Body of a method that the overlay binds to nothing."""
        message = f"{what} has no wire binding yet"
        error = self.types.scope.builtin("NotImplementedError", frozenset())
        return Code(f"raise {error}({string_literal(message)})")

    def _parameter(
        self,
        cls: str,
        method: MethodDecl | FunctionDecl,
        parameter: Parameter,
        default: Code | None,
    ) -> PyParameter:
        name = self.symbols.parameters[cls, method.name, parameter.name]
        kind = parameter_annotation(parameter, self.types)
        return PyParameter(name, kind, default, parameter.kind == "named")

    def _default(self, parameter: Parameter) -> Code | None:
        if parameter.default is not None:
            return self._literal(parameter, parameter.default)
        trailing = parameter.kind == "positional" and parameter.type.nullable
        return Code("None") if not parameter.required or trailing else None

    def _literal(self, parameter: Parameter, text: str) -> Code:
        literal = self._constant(parameter, text) or literal_of(text, parameter.type)
        if literal is not None:
            return literal
        message = f"the default of {parameter.name!r} is no literal of its type: {text}"
        hint = "correct it with a [[correct]] entry, default = ..., in the overlay"
        self.symbols.diagnostics.append(
            Diagnostic(
                DiagnosticCode.UNSUPPORTED_CONSTRUCT, message, parameter.span, hint
            )
        )
        return Code("None")

    def _constant(self, parameter: Parameter, text: str) -> Code | None:
        """Write a constant of an enum, unless its module is still being imported."""
        name, _, member = text.partition(".")
        type_ = parameter.type
        if not isinstance(type_, NamedType) or type_.name != name:
            return None
        spelled = self.symbols.members.get((name, member))
        late = self.symbols.types[name].module in self.types.scope.cycle
        if spelled is None or name not in self.symbols.enums or late:
            return None
        return Code(f"{annotation(type_, self.types, 'parameter')}.{spelled}")

    def _body(self, cls: ClassDecl, method: MethodDecl, what: str) -> Code:
        binding = method.binding
        match binding:
            case ReadBinding():
                return self._call(self.wire.read(cls, method, binding), method)
            case WriteBinding():
                return self._call(self.wire.write(cls, method, binding), method)
            case ClearBinding():
                return self._call(self.wire.clear(cls, method, binding), method)
            case SubscribeBinding():
                if self._is_elsewhere(method.returns):
                    return self.unbound(what)
                return self._subscription(cls, method, binding)
            case ListenBinding():
                cls_ = annotation(method.returns, self.types, "result")
                handler = self._callback(cls, method)
                return Code(f"return {cls_}(self._session, {handler})")
            case ReferenceBinding() | SessionBinding():
                names = parameter_names(cls.name, method, self.symbols)
                return self.local(cls, binding, method.returns, names, what)
            case _:
                return self.unbound(what)

    def _call(self, operation: Code, method: MethodDecl) -> Code:
        wait = "await " if self.types.is_async and method.is_async else ""
        nothing = isinstance(method.returns, PrimitiveType) and (
            method.returns.name == "void"
        )
        give = "" if nothing else "return "
        return Code(f"{give}{wait}self._session.call({operation})")

    def _subscription(
        self, cls: ClassDecl, method: MethodDecl, binding: SubscribeBinding
    ) -> Code:
        topic = self.wire.topic(cls, method, binding)
        callback = self._callback(cls, method)
        returns = annotation(method.returns, self.types, "result")
        return Code(f"return {returns}(self._session, {topic}, {callback})")

    def _callback(self, cls: ClassDecl, method: MethodDecl) -> Identifier:
        return next(
            self.symbols.parameters[cls.name, method.name, p.name]
            for p in method.parameters
            if isinstance(p.type, FunctionType)
        )

    def local(
        self,
        cls: ClassDecl,
        binding: Binding | None,
        returns: TypeRef,
        names: Mapping[str, str],
        what: str = "this",
    ) -> Code:
        """Body of something that asks nobody: a handle, or a value of the session.

        Placeholders are parameters, whose `names` are given, or fields of the class.
        """
        known = {
            f.name: f"self.{self.symbols.members[cls.name, f.name]}" for f in cls.fields
        }
        known |= names
        match binding:
            case SessionBinding():
                return Code(f"return self._session.{_SESSION[binding.value]}")
            case ReferenceBinding() if isinstance(
                returns, NamedType
            ) and not self._is_elsewhere(returns):
                made = annotation(returns, self.types, "result")
                fields = "".join(
                    f", {self.symbols.members[returns.name, field]}="
                    f"{_value(template, known)}"
                    for field, template in binding.arguments.items()
                )
                return Code(f"return {made}(self._session{fields})")
            case _:
                return self.unbound(what)

    def _is_elsewhere(self, type_: TypeRef) -> bool:
        """Return whether a class is another page's, not given: nothing can make it."""
        return not (isinstance(type_, NamedType) and type_.name in self.symbols.classes)

    def _function_body(self, function: FunctionDecl, name: Identifier) -> Code:
        is_open = isinstance(function.binding, OpenBinding)
        if not is_open or self._is_elsewhere(function.returns):
            return self.unbound(name)
        opener = "open_async_session" if self.types.is_async else "open_session"
        cls = annotation(function.returns, self.types, "result")
        names = parameter_names("", function, self.symbols)
        passed = "".join(f", {_OPENED_WITH[of]}={name}" for of, name in names.items())
        return Code(f"return {self.types.scope.runtime(opener)}({cls}{passed})")


def _value(template: str, names: Mapping[str, str]) -> Code:
    """Write the value of a template: a placeholder, or fixed text."""
    if not (template.startswith("{") and template.endswith("}")):
        return string_literal(template)
    name = template[1:-1]
    scope, _, value = name.partition(".")
    if scope == "session":
        return Code(f"self._session.{_SESSION[value]}")
    return Code(names[name])
