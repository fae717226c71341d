"""What subscriptions deliver, told by the callbacks of the methods that start them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.bindings import SubscribeBinding
from minidoc.ir.model import ClassDecl, MethodDecl
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import FunctionType, NamedType, TypeRef


def followed_types(classes: Iterable[ClassDecl]) -> dict[str, tuple[TypeRef, ...]]:
    """Find what each subscription delivers: the arguments of its callback.

    Methods that can be called decide, and the others only where there is none.
    """
    found: dict[str, tuple[TypeRef, ...]] = {}
    started = tuple(_started(classes))
    for is_bound in (True, False):
        for _, method, name, types in started:
            if (method.binding is not None) is is_bound:
                found.setdefault(name, types)
    return found


def conflicts(classes: Iterable[ClassDecl]) -> list[Diagnostic]:
    """Report methods that start one class of subscriptions for different things.

    Its objects are iterated as well, and would not have one type to give.
    """
    first: dict[str, tuple[str, str]] = {}
    found: list[Diagnostic] = []
    for cls, method, name, types in _started(classes):
        if not isinstance(method.binding, SubscribeBinding):
            continue
        spelled = ", ".join(spell_type(type_) for type_ in types)
        label = f"{cls.name}.{method.name}"
        other, expected = first.setdefault(name, (label, spelled))
        if spelled != expected:
            message = (
                f"`{label}` follows `{spelled}` by a `{name}`, and `{other}` follows"
                f" `{expected}` by it"
            )
            hint = (
                "declare a class for each on the page, or correct the type of a"
                " callback in the overlay"
            )
            code = Code.UNSUPPORTED_CONSTRUCT
            found.append(Diagnostic(code, message, method.span, hint))
    return found


def _started(
    classes: Iterable[ClassDecl],
) -> Iterator[tuple[ClassDecl, MethodDecl, str, tuple[TypeRef, ...]]]:
    """Yield each method with a callback, what it returns, and what it calls back."""
    for cls in classes:
        for method in cls.methods:
            if not isinstance(method.returns, NamedType):
                continue
            for parameter in method.parameters:
                if isinstance(parameter.type, FunctionType):
                    types = tuple(a.type for a in parameter.type.arguments)
                    yield cls, method, method.returns.name, types
                    break
