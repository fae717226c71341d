"""The two parsers, built once from the grammar files and checked against the nodes.

Goes out: parse trees and the patterns of single terminals. Nothing here knows what a
tree becomes, only that each of its rules becomes something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Protocol, TypeAlias, cast

from lark import Lark, Token, Tree

from minidoc.resources import grammar_text
from minidoc.syntax import nodes
from minidoc.syntax.tables import (
    Patterns,
    kept_parser,
    kept_patterns,
    patterns_of,
    tables_text,
)
from minidoc.values import frozen

ParseTree: TypeAlias = Tree[Token]

PAGE_NODES: Mapping[str, type] = {
    "body": nodes.Document,
    "class_declaration": nodes.Class,
    "constructor": nodes.Constructor,
    "default_value": str,
    "enum_constant": nodes.EnumConstant,
    "enum_declaration": nodes.Enum,
    "field": nodes.Field,
    "function": nodes.Function,
    "function_type": nodes.FunctionType,
    "headed_function": nodes.Function,
    "members": nodes.Class,
    "method": nodes.Method,
    "named_parameters": nodes.Parameter,
    "named_type": nodes.NamedType,
    "optional_parameters": nodes.Parameter,
    "parameter": nodes.Parameter,
    "value_piece": str,
}
"""What each rule of type.lark, declaration.lark and page.lark becomes or belongs to."""

DOC_NODES: Mapping[str, type] = {
    "comment": nodes.DocComment,
    "prose": nodes.Prose,
    "tag": nodes.DocTag,
}
"""What each rule of doc.lark becomes."""


class _TreeParser(Protocol):
    """The part of `Lark` that is used; its own annotations name a missing package."""

    def parse(self, text: str, start: str) -> ParseTree:
        """Parse from that rule."""
        ...


class GrammarError(Exception):
    """The grammar files and the syntax nodes do not fit together."""


@frozen
class Grammar:
    """A grammar and what its rules become.

    Attributes:
        name: What its tables are kept under.
        files: The files that it is made of, in this order.
        start: Rules at which parsing can start.
        known: What each rule becomes.
    """

    name: str
    files: tuple[str, ...]
    start: tuple[str, ...]
    known: Mapping[str, type]

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(map(grammar_text, self.files))

    def build(self) -> Lark:
        """Make the parser out of the text."""
        return build(self.text, list(self.start), self.known)

    def parser(self) -> Lark:
        """Return the parser, out of the tables that are kept if they are its own."""
        kept = kept_parser(self.name, self.text)
        return self.build() if kept is None else checked(kept, self.known)


PAGE = Grammar(
    "page",
    ("type", "declaration", "page"),
    ("body", "members", "type"),
    PAGE_NODES,
)
DOC = Grammar("doc", ("doc",), ("comment", "prose"), DOC_NODES)


@cache
def page_parser() -> Lark:
    """Return the parser of pages, which can also start at members or at a type."""
    return PAGE.parser()


@cache
def doc_parser() -> Lark:
    """Return the parser of comment text and of prose, which nothing needs but tests.

    `scan` takes both apart by the patterns alone.
    """
    return DOC.build()


@cache
def doc_patterns() -> Patterns:
    """Return the terminals of comment text and of prose, first those to try first."""
    kept = kept_patterns(DOC.name, DOC.text)
    return patterns_of(doc_parser()) if kept is None else kept


def tables() -> str:
    """Return the text of grammar/tables.json as the grammars give it now."""
    page, doc = ({g.name: (g.text, g.build())} for g in (PAGE, DOC))
    return tables_text(page, doc)


def parse_code(text: str, start: str) -> ParseTree:
    """Parse a page's body, the members of a class or a type.

    Raises:
        lark.exceptions.UnexpectedInput: If the text does not fit.
    """
    return cast("_TreeParser", page_parser()).parse(text, start)


@cache
def terminal(name: str) -> re.Pattern[str]:
    """Return the pattern of one terminal of the page's grammar."""
    return re.compile(page_parser().get_terminal(name).pattern.to_regexp())


def build(grammar: str, start: list[str], known: Mapping[str, type]) -> Lark:
    """Build a parser and hold its rules against the nodes that they become.

    Raises:
        GrammarError: If a rule has no node, or a node's rule is gone.
    """
    parser = Lark(grammar, parser="lalr", start=start, maybe_placeholders=False)
    return checked(parser, known)


def checked(parser: Lark, known: Mapping[str, type]) -> Lark:
    """Hold the rules of a parser against the nodes that they become.

    Raises:
        GrammarError: As `build` does.
    """
    rules = {
        str(rule.origin.name)
        for rule in parser.rules
        if not rule.origin.name.startswith("_") and not rule.options.expand1
    }
    odd = ", ".join(sorted(rules ^ set(known)))
    if odd:
        raise GrammarError(f"grammar rules and syntax nodes differ: {odd}")
    return parser
