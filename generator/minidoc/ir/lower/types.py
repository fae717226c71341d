"""Type nodes become types of the model, their names resolved across pages."""

from __future__ import annotations

from collections.abc import Callable

from minidoc.diagnostics import Code
from minidoc.ir import types as ir
from minidoc.ir.lower.scope import Scope
from minidoc.syntax import nodes

DYNAMIC = ir.PrimitiveType(name="dynamic", nullable=False)


def lower_type(node: nodes.TypeNode, scope: Scope) -> ir.TypeRef:
    """Lower one type.

    A name that no page declares keeps `page=None`; who uses it is reported for the
    whole API at once, not here.
    """
    if isinstance(node, nodes.FunctionType):
        return _lower_function(node, scope)
    if node.name in ir.PRIMITIVES:
        return _lower_primitive(node, scope)
    if node.name in _GENERIC:
        return _lower_generic(node, scope)
    if node.arguments:
        scope.report(
            Code.LOST_TEXT,
            f"the type arguments of `{node.name}` are left out",
            node.span,
            "only List, Map, Future and Stream can have type arguments",
        )
    return ir.NamedType(
        name=node.name,
        page=scope.names.type_page(node.name),
        nullable=node.nullable,
        span=node.span,
    )


def lower_result(node: nodes.TypeNode, scope: Scope) -> tuple[ir.TypeRef, bool]:
    """Lower what a method returns: `Future<T>` is T, asynchronously."""
    lowered = lower_type(node, scope)
    if isinstance(lowered, ir.FutureType) and not lowered.nullable:
        return lowered.value, True
    return lowered, False


def _lower_primitive(node: nodes.NamedType, scope: Scope) -> ir.TypeRef:
    if node.arguments:
        message = f"`{node.name}` has no type arguments"
        scope.report(Code.MALFORMED_TYPE, message, node.span, f"write `{node.name}`")
    # pydantic narrows the name to the literal.
    return ir.PrimitiveType(name=node.name, nullable=node.nullable)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


_Make = Callable[[list[ir.TypeRef], bool], ir.TypeRef]


def _list(arguments: list[ir.TypeRef], nullable: bool) -> ir.TypeRef:
    return ir.ListType(item=arguments[0], nullable=nullable)


def _map(arguments: list[ir.TypeRef], nullable: bool) -> ir.TypeRef:
    return ir.MapType(key=arguments[0], value=arguments[1], nullable=nullable)


def _future(arguments: list[ir.TypeRef], nullable: bool) -> ir.TypeRef:
    return ir.FutureType(value=arguments[0], nullable=nullable)


def _stream(arguments: list[ir.TypeRef], nullable: bool) -> ir.TypeRef:
    return ir.StreamType(item=arguments[0], nullable=nullable)


_GENERIC: dict[str, tuple[int, _Make, str]] = {
    "List": (1, _list, "List<String>"),
    "Map": (2, _map, "Map<String, dynamic>"),
    "Future": (1, _future, "Future<void>"),
    "Stream": (1, _stream, "Stream<String>"),
}

# `List` and `Map` alone hold anything; a future of anything is a mistake.
_MAY_BE_RAW = frozenset({"List", "Map"})

BUILT_IN = frozenset({*ir.PRIMITIVES, *_GENERIC})
"""Names that mean a type of Dart wherever they stand."""


def _lower_generic(node: nodes.NamedType, scope: Scope) -> ir.TypeRef:
    count, make, example = _GENERIC[node.name]
    arguments = [lower_type(argument, scope) for argument in node.arguments]
    is_raw = not arguments and node.name in _MAY_BE_RAW
    if len(arguments) != count and not is_raw:
        noun = "argument" if count == 1 else "arguments"
        scope.report(
            Code.MALFORMED_TYPE,
            f"`{node.name}` takes {count} type {noun}, not {len(arguments)}",
            node.span,
            f"write for example `{example}`",
        )
    filled = [*arguments, *([DYNAMIC] * count)][:count]
    return make(filled, node.nullable)


def _lower_function(node: nodes.FunctionType, scope: Scope) -> ir.TypeRef:
    returns = lower_type(node.returns, scope) if node.returns else DYNAMIC
    arguments = tuple(
        ir.FunctionArgument(
            name=parameter.name or f"arg{number}",
            type=lower_type(parameter.type, scope),
        )
        for number, parameter in enumerate(node.parameters, 1)
    )
    return ir.FunctionType(arguments=arguments, returns=returns, nullable=node.nullable)
