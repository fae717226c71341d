"""Methods and functions that nobody has said how to do on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.bindings import ListenBinding
from minidoc.ir.model import Api, ClassDecl, FunctionDecl, MethodDecl
from minidoc.ir.roles import TO_JSON, UNSUBSCRIBE
from minidoc.ir.types import NamedType
from minidoc.ir.walk import find

# What the runtime does by itself, by the role of the class.
_BUILT_IN = {"data": TO_JSON, "subscription": UNSUBSCRIBE}


def unbound(
    api: Api,
) -> Iterator[tuple[str, ClassDecl | None, MethodDecl | FunctionDecl]]:
    """Yield page, class and method of all that needs a binding and has none."""
    listeners = listener_classes(api)
    for page in api.pages:
        for declaration in page.declarations:
            if isinstance(declaration, FunctionDecl) and declaration.binding is None:
                yield page.name, None, declaration
            if isinstance(declaration, ClassDecl):
                for method in declaration.methods:
                    ends = declaration.name in listeners and method.name == UNSUBSCRIBE
                    is_built_in = ends or (
                        method.name == _BUILT_IN.get(declaration.role)
                    )
                    if method.binding is None and not is_built_in:
                        yield page.name, declaration, method


def listener_classes(api: Api) -> frozenset[str]:
    """Return the classes whose objects end the listening to errors."""
    classes = find(api, ClassDecl)
    return frozenset(
        method.returns.name
        for cls in classes
        for method in cls.methods
        if isinstance(method.binding, ListenBinding)
        and isinstance(method.returns, NamedType)
    )


def unbound_diagnostics(api: Api) -> list[Diagnostic]:
    """Report each method without a binding."""
    found: list[Diagnostic] = []
    for page, owner, method in unbound(api):
        target = f"{owner.name}.{method.name}" if owner else method.name
        message = f"nothing says what `{target}` does on the wire"
        hint = (
            f'add a `[[bind]]` of `{target}` for page "{page}" to the overlay '
            "(`minidoc overlay suggest`); calls raise NotImplementedError until then"
        )
        found.append(Diagnostic(Code.UNBOUND_METHOD, message, method.span, hint))
    return found
