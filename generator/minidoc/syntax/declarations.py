"""Parse trees of classes, enums, functions and their members into nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lark import Token

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.syntax.docs import read_comment
from minidoc.syntax.grammars import ParseTree
from minidoc.syntax.limits import MAX_MEMBERS
from minidoc.syntax.nodes import (
    Class,
    Constructor,
    Declaration,
    DocComment,
    Enum,
    EnumConstant,
    Field,
    Function,
    Member,
    Method,
)
from minidoc.syntax.places import Context
from minidoc.syntax.types import (
    first_token,
    last_token,
    read_name,
    read_parameters,
    read_type,
    subtrees,
    tokens,
)

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def read_declaration(tree: ParseTree, context: Context) -> Declaration:
    """Build a class, an enum or a function."""
    return _DECLARATIONS[str(tree.data)](tree, context)


def read_members(
    trees: list[ParseTree], owner: str, context: Context
) -> tuple[Member, ...]:
    """Build the members of the class `owner`, whose name its constructors bear."""
    return tuple(_member(tree, owner, context) for tree in trees)


def too_many_members(name: str, count: int, span: Span) -> list[Diagnostic]:
    """Report a class or an enum that is too long to be one."""
    if count <= MAX_MEMBERS:
        return []
    message = f"{name} has {count} members, {MAX_MEMBERS} is the limit"
    hint = "the page is damaged, or it is no documentation page"
    return [Diagnostic(Code.TOO_MANY, message, span, hint)]


def _class(tree: ParseTree, context: Context) -> Class:
    words = {token.type: token for token in tokens(tree)}
    name = words["TYPE_NAME"]
    members = read_members(subtrees(tree), name, context)
    count = len(members)
    context.extend(too_many_members(name, count, context.place.span(name)))
    return Class(
        read_name(name, context),
        members,
        _doc(words, context),
        context.place.span(words["CLASS"], words["CLOSE_BRACE"]),
        context.place.span(name),
    )


def _enum(tree: ParseTree, context: Context) -> Enum:
    words = {token.type: token for token in tokens(tree)}
    name = words["TYPE_NAME"]
    constants = tuple(_constant(child, context) for child in subtrees(tree))
    count = len(constants)
    context.extend(too_many_members(name, count, context.place.span(name)))
    return Enum(
        read_name(name, context),
        constants,
        _doc(words, context),
        context.place.span(words["ENUM"], words["CLOSE_BRACE"]),
        context.place.span(name),
    )


def _constant(tree: ParseTree, context: Context) -> EnumConstant:
    words = {token.type: token for token in tokens(tree)}
    name = words["NAME"]
    doc = _doc(words, context)
    return EnumConstant(read_name(name, context), doc, context.place.span(name))


def _function(tree: ParseTree, context: Context) -> Function:
    words = {token.type: token for token in tokens(tree)}
    returns, *parameters = subtrees(tree)
    name = words["NAME"]
    _check_unbroken(tree, name, context)
    return Function(
        read_name(name, context),
        read_type(returns, context),
        read_parameters(parameters, context),
        _doc(words, context),
        context.place.span(first_token(returns), last_token(tree)),
        context.place.span(name),
    )


def _member(tree: ParseTree, owner: str, context: Context) -> Member:
    if tree.data == "constructor":
        return _constructor(tree, owner, context)
    member = _field(tree, context) if tree.data == "field" else _method(tree, context)
    if member.name == owner:
        message = f"a member has the name of its class, {owner}"
        hint = "a constructor has no result type; is something missing before it?"
        context.report(Code.SYNTAX_ERROR, message, member.name_span, hint)
    return member


def _check_unbroken(tree: ParseTree, name: Token, context: Context) -> None:
    """Report a blank line between type and name: two members may have run together."""
    final = next((token for token in tokens(tree) if token.type == "FINAL"), None)
    start = (final or first_token(subtrees(tree)[0])).start_pos
    gap = _BLANK_LINE.search(context.text[start : name.end_pos])
    if gap is None:
        return
    message = f"there is a blank line between `{name}` and its type"
    hint = "is the name or the end of the member above missing?"
    context.report(Code.SYNTAX_ERROR, message, context.place.span(name), hint)


def _field(tree: ParseTree, context: Context) -> Field:
    words = {token.type: token for token in tokens(tree)}
    (type_tree,) = subtrees(tree)
    _check_unbroken(tree, words["NAME"], context)
    start = words.get("FINAL") or first_token(type_tree)
    return Field(
        read_name(words["NAME"], context),
        read_type(type_tree, context),
        "FINAL" in words,
        _doc(words, context),
        context.place.span(start, words["SEMICOLON"]),
        context.place.span(words["NAME"]),
    )


def _method(tree: ParseTree, context: Context) -> Method:
    words = {token.type: token for token in tokens(tree)}
    returns, *parameters = subtrees(tree)
    _check_unbroken(tree, words["NAME"], context)
    return Method(
        read_name(words["NAME"], context),
        read_type(returns, context),
        read_parameters(parameters, context),
        _doc(words, context),
        context.place.span(first_token(returns), last_token(tree)),
        context.place.span(words["NAME"]),
    )


def _constructor(tree: ParseTree, owner: str, context: Context) -> Constructor:
    words = {token.type: token for token in tokens(tree)}
    name, own_name = words["TYPE_NAME"], words.get("NAME")
    if name != owner:
        message = f"{name}(...) has no result type and is no constructor of {owner}"
        hint = f"write the result type, or `{owner}(...)` for a constructor"
        context.report(Code.SYNTAX_ERROR, message, context.place.span(name), hint)
    return Constructor(
        read_name(own_name, context) if own_name is not None else None,
        read_parameters(subtrees(tree), context),
        _doc(words, context),
        context.place.span(name, last_token(tree)),
        context.place.span(own_name if own_name is not None else name),
    )


def _doc(words: Mapping[str, Token], context: Context) -> DocComment | None:
    comment = words.get("COMMENT")
    return read_comment(comment, context) if comment is not None else None


_DECLARATIONS: Mapping[str, Callable[[ParseTree, Context], Declaration]] = {
    "class_declaration": _class,
    "enum_declaration": _enum,
    "function": _function,
    "headed_function": _function,
}
