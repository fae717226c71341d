"""The parse tree of a page's body into items, in the page's order."""

from __future__ import annotations

import re

from lark import Token

from minidoc.syntax.declarations import read_declaration
from minidoc.syntax.docs import read_prose
from minidoc.syntax.grammars import ParseTree
from minidoc.syntax.nodes import Heading, Item, Markup, Prose
from minidoc.syntax.places import Context, Place
from minidoc.syntax.types import tokens

_CLOSING_MARKS = re.compile(r"(?:^|[ \t])#+$")


def read_items(tree: ParseTree, context: Context) -> list[Item]:
    """Build every item; lines of text without a blank line between make one run."""
    items: list[Item] = []
    run: list[Token] = []
    for child in tree.children:
        if isinstance(child, Token) and child.type in ("PROSE", "PROSE_FENCE"):
            if run and child.line != (run[-1].end_line or 0) + 1:
                items.append(_prose(run, context))
                run = []
            run.append(child)
            continue
        if run:
            items.append(_prose(run, context))
            run = []
        items.extend(_item(child, context))
    if run:
        items.append(_prose(run, context))
    return items


def _item(child: ParseTree | Token, context: Context) -> list[Item]:
    if isinstance(child, Token):
        if child.type == "HEADING":
            return [_heading(child, context)]
        return [Markup(str(child), context.place.span(child))]
    declaration = read_declaration(child, context)
    if child.data == "headed_function":
        return [_heading(tokens(child)[0], context), declaration]
    return [declaration]


def _heading(token: Token, context: Context) -> Heading:
    marks = token.strip()
    text = marks.lstrip("#")
    level = len(marks) - len(text)
    title = _CLOSING_MARKS.sub("", text.strip()).strip()
    return Heading(level, title, context.place.span(token))


def _prose(run: list[Token], context: Context) -> Prose:
    text = context.text[run[0].start_pos : run[-1].end_pos]
    span = context.place.span(run[0], run[-1])
    place = Place(span.file, span.line, span.column)
    return Prose(text, read_prose(text, place, context), span)
