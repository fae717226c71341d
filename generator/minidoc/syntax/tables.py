"""The parsers' tables, kept beside the grammars: to make them takes longer than a page.

They are plain data of one version of lark, and of one text of each grammar. Whatever
else is installed or changed, the parser is built from its grammar, as without them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from minidoc.resources import resource_text

FILE = "tables.json"


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
    tables = _kept_tables().get(name)
    if not isinstance(tables, dict):
        return None
    found = cast("dict[str, object]", tables)
    if found.get("made_of") != _made_of(grammar):
        return None
    return cast("_Untyped", Lark).load(_numbered(found))


def tables_text(parsers: Mapping[str, tuple[str, Lark]]) -> str:
    """Write the tables of parsers, each given with its grammar's text."""
    made: dict[str, object] = {}
    for name, (grammar, parser) in parsers.items():
        data, memo = cast("_Untyped", parser).memo_serialize([TerminalDef, Rule])
        made[name] = {"made_of": _made_of(grammar), "data": data, "memo": memo}
    return json.dumps(made, separators=(",", ":")) + "\n"


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
