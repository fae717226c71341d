"""Classes, enums and functions become declarations; private and double ones go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from minidoc.diagnostics import Code, Span
from minidoc.ir import model as ir
from minidoc.ir.lower.docs import lower_comment
from minidoc.ir.lower.members import (
    check_parameter_tags,
    lower_constructor,
    lower_field,
    lower_function,
    lower_method,
)
from minidoc.ir.lower.scope import Scope
from minidoc.ir.roles import class_role
from minidoc.syntax import nodes

_Inner = TypeVar("_Inner", nodes.Member, nodes.EnumConstant)


def lower_declaration(node: nodes.Declaration, scope: Scope) -> ir.Declaration:
    """Lower one declaration."""
    match node:
        case nodes.Class():
            return _lower_class(node, scope.inside(node.name))
        case nodes.Enum():
            return _lower_enum(node, scope.inside(node.name))
        case nodes.Function():
            return lower_function(node, scope)


def _lower_class(node: nodes.Class, scope: Scope) -> ir.ClassDecl:
    members = _kept(node.members, node.name, scope)
    fields = tuple(lower_field(m, scope) for m in members if isinstance(m, nodes.Field))
    methods = tuple(
        lower_method(m, scope) for m in members if isinstance(m, nodes.Method)
    )
    constructors = tuple(
        lower_constructor(m, scope) for m in members if isinstance(m, nodes.Constructor)
    )
    check_parameter_tags(node.doc, (), scope, {field.name for field in fields})
    return ir.ClassDecl(
        name=node.name,
        role=class_role(fields, constructors, methods),
        fields=fields,
        constructors=constructors,
        methods=methods,
        doc=lower_comment(node.doc, scope),
        span=node.name_span,
    )


def _lower_enum(node: nodes.Enum, scope: Scope) -> ir.EnumDecl:
    """Lower an enum; pages give no wire values, so each constant stands for itself."""
    kept = _kept(node.constants, node.name, scope)
    check_parameter_tags(node.doc, (), scope)
    for constant in kept:
        check_parameter_tags(constant.doc, (), scope)
    constants = tuple(
        ir.EnumConstant(
            name=constant.name,
            wire=constant.name,
            doc=lower_comment(constant.doc, scope),
            span=constant.span,
        )
        for constant in kept
    )
    return ir.EnumDecl(
        name=node.name,
        constants=constants,
        doc=lower_comment(node.doc, scope),
        span=node.name_span,
    )


def _kept(inner: Iterable[_Inner], owner: str, scope: Scope) -> list[_Inner]:
    """Leave out what is private, and all but the first of what has one name."""
    kept: dict[str, _Inner] = {}
    for node in inner:
        name = node.name or ""
        if name.startswith("_"):
            report_private(f"{owner}.{name}", name_span(node), scope)
        elif name in kept:
            _report_double(owner, node, name_span(kept[name]), scope)
        else:
            kept[name] = node
    return list(kept.values())


def name_span(node: nodes.Declaration | nodes.Member | nodes.EnumConstant) -> Span:
    """Return where the name of a declaration, a member or a constant stands."""
    return node.span if isinstance(node, nodes.EnumConstant) else node.name_span


def report_private(name: str, span: Span, scope: Scope) -> None:
    """Report a name that is not part of the API."""
    message = f"`{name}` is private and left out"
    hint = "names that begin with `_` are no part of the API"
    scope.report(Code.PRIVATE_NAME, message, span, hint)


def _report_double(
    owner: str, node: nodes.Member | nodes.EnumConstant, first: Span, scope: Scope
) -> None:
    label = f"{owner}.{node.name}" if node.name else f"{owner}()"
    message = (
        f"`{label}` is declared twice, first at "
        f"{first.file}:{first.line}:{first.column}"
    )
    hint = "keep one of them on the page, or give them different names"
    if isinstance(node, nodes.Method | nodes.Constructor):
        hint = "overloads cannot be told apart in Python; keep one of them on the page"
    scope.report(Code.DUPLICATE_MEMBER, message, name_span(node), hint)
