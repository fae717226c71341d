"""Fields, methods, constructors and their parameters become members of the model."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from minidoc.diagnostics import Code, Span
from minidoc.ir import model as ir
from minidoc.ir.docs import Doc
from minidoc.ir.lower.docs import documented_names, lower_comment
from minidoc.ir.lower.scope import Scope
from minidoc.ir.lower.types import lower_result, lower_type
from minidoc.ir.names import close_match
from minidoc.ir.types import FunctionType
from minidoc.syntax import nodes


def lower_field(node: nodes.Field, scope: Scope) -> ir.FieldDecl:
    """Lower one field; one that holds a function has that function's parameters."""
    type_ = lower_type(node.type, scope)
    names: list[str] = []
    if isinstance(type_, FunctionType):
        names = [argument.name for argument in type_.arguments if argument.name]
    check_parameter_tags(node.doc, names, scope)
    return ir.FieldDecl(
        name=node.name,
        type=type_,
        is_final=node.is_final,
        doc=lower_comment(node.doc, scope),
        span=node.name_span,
    )


def lower_method(node: nodes.Method, scope: Scope) -> ir.MethodDecl:
    """Lower one method of a class."""
    returns, is_async = lower_result(node.returns, scope)
    parameters, doc = _lower_call(node, scope)
    return ir.MethodDecl(
        name=node.name,
        parameters=parameters,
        returns=returns,
        is_async=is_async,
        doc=doc,
        span=node.name_span,
    )


def lower_function(node: nodes.Function, scope: Scope) -> ir.FunctionDecl:
    """Lower one function outside any class."""
    returns, is_async = lower_result(node.returns, scope)
    parameters, doc = _lower_call(node, scope)
    return ir.FunctionDecl(
        name=node.name,
        parameters=parameters,
        returns=returns,
        is_async=is_async,
        doc=doc,
        span=node.name_span,
    )


def lower_constructor(node: nodes.Constructor, scope: Scope) -> ir.ConstructorDecl:
    """Lower one constructor."""
    parameters, doc = _lower_call(node, scope)
    return ir.ConstructorDecl(
        name=node.name, parameters=parameters, doc=doc, span=node.name_span
    )


def _lower_call(
    node: nodes.Method | nodes.Function | nodes.Constructor, scope: Scope
) -> tuple[tuple[ir.Parameter, ...], Doc | None]:
    parameters = _lower_parameters(node.parameters, scope)
    names = frozenset(parameter.name for parameter in parameters)
    doc = lower_comment(node.doc, scope.of_call(names))
    if doc is not None and node.doc is not None:
        _check_documented(node.doc, doc, parameters, scope)
    return parameters, doc


def _lower_parameters(
    parameters: tuple[nodes.Parameter, ...], scope: Scope
) -> tuple[ir.Parameter, ...]:
    """Lower parameters; of two with one name the first is kept."""
    lowered: dict[str, ir.Parameter] = {}
    for node in parameters:
        parameter = _lower_parameter(node, scope)
        if node.name not in lowered:
            lowered[node.name] = parameter
            continue
        first = _place(lowered[node.name].span)
        span = parameter.span
        message = f"the parameter `{node.name}` occurs twice, first at {first}"
        hint = "rename one of them on the page"
        scope.report(Code.DUPLICATE_PARAMETER, message, span, hint)
    return tuple(lowered.values())


def _lower_parameter(node: nodes.Parameter, scope: Scope) -> ir.Parameter:
    required = node.required if node.kind == "named" else node.kind == "positional"
    return ir.Parameter(
        name=node.name,
        type=lower_type(node.type, scope),
        kind=node.kind,
        required=required,
        default=node.default,
        span=_name_span(node),
    )


def _name_span(node: nodes.Parameter) -> Span:
    """Return where the name of a parameter stands, which the node does not keep.

    It is what follows the type. Without a default value it is the end of the parameter.
    """
    after_type = node.type.span
    start = (after_type.end_line, after_type.end_column)
    if node.default is None and node.span.end_column > len(node.name):
        start = (node.span.end_line, node.span.end_column - len(node.name))
    return replace(node.span, line=start[0], column=start[1])


def _check_documented(
    comment: nodes.DocComment,
    doc: Doc,
    parameters: tuple[ir.Parameter, ...],
    scope: Scope,
) -> None:
    """Compare `@param` with the parameters, in both directions.

    A comment without any `@param` says nothing about parameters on purpose.
    """
    documented = documented_names(doc.parameters)
    check_parameter_tags(comment, [parameter.name for parameter in parameters], scope)
    for parameter in parameters:
        if documented and not documented.get(parameter.name):
            message = f"the parameter `{parameter.name}` has no text"
            hint = f"other parameters have one; add `@param {parameter.name} text`"
            code = Code.UNDOCUMENTED_PARAMETER
            scope.report(code, message, parameter.span, hint)


def check_parameter_tags(
    comment: nodes.DocComment | None,
    names: Sequence[str],
    scope: Scope,
    fields: Collection[str] = (),
) -> None:
    """Report each `@param` that is about none of the parameters, once for its name.

    Args:
        comment: The comment, if there is one.
        names: The parameters of what it stands at; classes and constants have none.
        scope: Where it stands.
        fields: Fields of the class that it stands at, which may be what is meant.
    """
    reported: set[str] = set()
    for tag in comment.tags if comment is not None else ():
        name = tag.argument
        if tag.name == "param" and name and name not in (*names, *reported):
            reported.add(name)
            hint = ""
            if name in fields:
                hint = f"write it as the comment of the field `{name}`"
            span = tag.argument_span or tag.span
            _report_unknown(name, span, names, hint, scope)


def _report_unknown(
    name: str, span: Span, names: Sequence[str], hint: str, scope: Scope
) -> None:
    message = f"`@param {name}` documents no parameter"
    hint = hint or close_match(name, names)
    if not hint:
        known = ", ".join(f"`{known}`" for known in names)
        hint = f"the parameters are {known}" if names else "there are no parameters"
    scope.report(Code.UNKNOWN_PARAMETER, message, span, hint)


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}:{span.column}"
