"""The parsers' tables, kept beside the grammars: to make them takes longer than a page.

They are plain data of one version of lark, and of one text of each grammar. Whatever
else is installed or changed, the parser is built from its grammar, as without them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, TypeAlias, cast

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from minidoc.resources import resource_text

FILE = "tables.json"

Patterns: TypeAlias = tuple[tuple[str, str], ...]


class _Untyped(Protocol):
    """The part of `Lark` that is used, which has no types of its own."""

    def load(self, tables: Mapping[str, object]) -> Lark:
        """Make a parser of `data` and `memo`."""
        ...

    def memo_serialize(self, kinds: list[type]) -> tuple[object, object]:
        """Return `data` and `memo`."""
        ...


def kept_parser(name: str, grammar: str) -> Lark | None:
    """Return the parser of a grammar, None where its tables are of other things.

    Args:
        name: What the parser is kept under.
        grammar: The grammar's whole text.
    """
    found = _kept(name, grammar)
    if "data" not in found:
        return None
    return cast("_Untyped", Lark).load(_numbered(found))


def kept_patterns(name: str, grammar: str) -> Patterns | None:
    """Return what `patterns_of` gives for a grammar, None as `kept_parser` does."""
    patterns = _kept(name, grammar).get("patterns")
    return patterns and tuple((kind, pattern) for kind, pattern in patterns)


def patterns_of(parser: Lark) -> Patterns:
    """Return the terminals and their patterns, in the order of lark's own lexer."""
    terminals = sorted(
        parser.terminals,
        key=lambda each: (
            -each.priority,
            -each.pattern.max_width,
            -len(each.pattern.value),
            each.name,
        ),
    )
    return tuple((each.name, each.pattern.to_regexp()) for each in terminals)


def tables_text(
    parsers: Mapping[str, tuple[str, Lark]], lexers: Mapping[str, tuple[str, Lark]]
) -> str:
    """Write the tables of parsers, each given with its grammar's text.

    Args:
        parsers: Those that are asked to parse.
        lexers: Those of which only the patterns are asked for.
    """
    made: dict[str, object] = {
        name: {"made_of": _made_of(grammar), "patterns": patterns_of(parser)}
        for name, (grammar, parser) in lexers.items()
    }
    for name, (grammar, parser) in parsers.items():
        data, memo = cast("_Untyped", parser).memo_serialize([TerminalDef, Rule])
        made[name] = {"made_of": _made_of(grammar), "data": data, "memo": memo}
    return json.dumps(made, separators=(",", ":")) + "\n"


def _kept(name: str, grammar: str) -> dict[str, Any]:
    """Return what is kept of a grammar, nothing if it is of another text."""
    tables = _kept_tables().get(name)
    found = cast("dict[str, Any]", tables) if isinstance(tables, dict) else {}
    return found if found.get("made_of") == _made_of(grammar) else {}


def _made_of(grammar: str) -> str:
    text = f"lark {lark.__version__}\n{grammar}"
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _kept_tables() -> dict[str, object]:
    try:
        found: object = json.loads(resource_text("grammar", FILE))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _numbered(tables: dict[str, Any]) -> dict[str, Any]:
    """Give states, tokens and what `memo` has their numbers, which JSON has as text."""
    data, memo = tables["data"], tables["memo"]
    lexer_and_table = data["parser"]
    table = lexer_and_table["parser"]
    states = {
        int(state): {int(token): action for token, action in actions.items()}
        for state, actions in table["states"].items()
    }
    tokens = {int(number): token for number, token in table["tokens"].items()}
    table = {**table, "states": states, "tokens": tokens}
    parser = {**lexer_and_table, "parser": table}
    numbered = {int(number): each for number, each in memo.items()}
    return {"data": {**data, "parser": parser}, "memo": numbered}
