"""Parse trees of types and parameter lists into nodes.

Comes in: trees of type.lark's rules. Goes out: `TypeNode` and `Parameter`. Whether a
name is declared anywhere is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable

from lark import Token, Tree

from minidoc.diagnostics import Code, Span
from minidoc.syntax.grammars import ParseTree
from minidoc.syntax.limits import MAX_NAME_LENGTH, MAX_PARAMETERS, MAX_TYPE_DEPTH
from minidoc.syntax.nodes import (
    FunctionType,
    NamedType,
    Parameter,
    ParameterKind,
    TypeNode,
)
from minidoc.syntax.places import Context

_TYPE_RULES = ("named_type", "function_type")
_GROUPS: dict[str, ParameterKind] = {
    "optional_parameters": "optional",
    "named_parameters": "named",
}


def subtrees(tree: ParseTree) -> list[ParseTree]:
    """Return the direct children that are trees."""
    return [child for child in tree.children if isinstance(child, Tree)]


def tokens(tree: ParseTree) -> list[Token]:
    """Return the direct children that are tokens."""
    return [child for child in tree.children if isinstance(child, Token)]


def first_token(tree: ParseTree) -> Token:
    """Return the leftmost token; every rule that is asked for has one."""
    node: ParseTree | Token = tree
    while isinstance(node, Tree):
        node = node.children[0]
    return node


def last_token(tree: ParseTree) -> Token:
    """Return the rightmost token."""
    node: ParseTree | Token = tree
    while isinstance(node, Tree):
        node = node.children[-1]
    return node


def span_of(tree: ParseTree, context: Context) -> Span:
    """Return the span of everything the tree holds."""
    return context.place.span(first_token(tree), last_token(tree))


def read_name(token: Token, context: Context) -> str:
    """Return a name as text, reporting one of absurd length."""
    if len(token) > MAX_NAME_LENGTH:
        message = f"a name has {len(token)} characters, {MAX_NAME_LENGTH} is the limit"
        hint = "shorten the name; the limit guards against broken pages"
        context.report(Code.INVALID_NAME, message, context.place.span(token), hint)
    return str(token)


def read_type(tree: ParseTree, context: Context, depth: int = 1) -> TypeNode:
    """Build a type; below the depth limit its arguments are cut off and reported."""
    if depth > MAX_TYPE_DEPTH:
        message = f"types are nested more than {MAX_TYPE_DEPTH} deep"
        span = context.place.span(last_named(tree))
        hint = "declare a class for the inner part"
        context.report(Code.NESTING_TOO_DEEP, message, span, hint)
        return NamedType("dynamic", (), False, span)
    if tree.data == "named_type":
        return _named_type(tree, context, depth)
    return _function_type(tree, context, depth)


def last_named(tree: ParseTree) -> Token:
    """Return the token to point at when the whole type is too long to show."""
    return first_token(tree)


def _named_type(tree: ParseTree, context: Context, depth: int) -> NamedType:
    arguments = tuple(read_type(child, context, depth + 1) for child in subtrees(tree))
    nullable = any(token.type == "NULLABLE" for token in tokens(tree))
    name = read_name(tokens(tree)[0], context)
    return NamedType(name, arguments, nullable, span_of(tree, context))


def _function_type(tree: ParseTree, context: Context, depth: int) -> FunctionType:
    children = list(subtrees(tree))
    returns = None
    if children and children[0] is tree.children[0]:
        returns = read_type(children.pop(0), context, depth + 1)
    parameters = read_parameters(children, context, depth + 1)
    nullable = any(token.type == "NULLABLE" for token in tokens(tree))
    return FunctionType(returns, parameters, nullable, span_of(tree, context))


def read_parameters(
    trees: Iterable[ParseTree], context: Context, depth: int = 0
) -> tuple[Parameter, ...]:
    """Build the parameters of one list, groups included.

    `depth` is 0 for a declaration; only inside a function type a name may be missing.
    """
    found: list[Parameter] = []
    for tree in trees:
        kind = _GROUPS.get(str(tree.data))
        if kind is None:
            found.append(_parameter(tree, "positional", context, depth))
        else:
            members = subtrees(tree)
            found.extend(_parameter(child, kind, context, depth) for child in members)
    if len(found) > MAX_PARAMETERS:
        message = f"a list has {len(found)} parameters, {MAX_PARAMETERS} is the limit"
        hint = "pass an object instead"
        context.report(Code.TOO_MANY, message, found[0].span.to(found[-1].span), hint)
    return tuple(found)


def _parameter(
    tree: ParseTree, kind: ParameterKind, context: Context, depth: int
) -> Parameter:
    words = {token.type: token for token in tokens(tree)}
    children = subtrees(tree)
    span = span_of(tree, context)
    name = words.get("NAME")
    if name is None and (depth == 0 or kind == "named"):
        _report_nameless(tree, context)
    if "REQUIRED" in words and kind != "named":
        message = "`required` stands at a parameter that is not named"
        hint = "only parameters between `{` and `}` can be required"
        span_of_word = context.place.span(words["REQUIRED"])
        context.report(Code.SYNTAX_ERROR, message, span_of_word, hint)
    return Parameter(
        read_name(name, context) if name is not None else "",
        read_type(children[0], context, depth + 1),
        kind,
        "REQUIRED" in words,
        _default(children[1], context) if len(children) > 1 else None,
        span,
    )


def _report_nameless(tree: ParseTree, context: Context) -> None:
    span = span_of(tree, context)
    message = "a parameter has a type but no name, or a name but no type"
    context.report(Code.SYNTAX_ERROR, message, span, "write `Type name`")


def _default(tree: ParseTree, context: Context) -> str:
    """Return the source text of a default value."""
    start = first_token(tree).start_pos or 0
    return context.text[start : last_token(tree).end_pos].strip()
