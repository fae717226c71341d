"""Values as TOML text; the standard library reads TOML and does not write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

TomlValue: TypeAlias = (
    "str | int | bool | Sequence[TomlValue] | Mapping[str, TomlValue]"
)

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_table(name: str, entries: Mapping[str, TomlValue]) -> str:
    """Return one `[[name]]` with its keys, nested tables inline."""
    lines = [f"{_key(key)} = {toml_value(value)}" for key, value in entries.items()]
    return "\n".join([f"[[{name}]]", *lines, ""])


def toml_value(value: TomlValue) -> str:
    """Return a value on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            # JSON's escapes are TOML's, except for this one character.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case Mapping():
            pairs = (f"{_key(k)} = {toml_value(v)}" for k, v in value.items())
            inside = ", ".join(pairs)
            return f"{{ {inside} }}" if inside else "{}"
        case _:
            return "[" + ", ".join(toml_value(item) for item in value) + "]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml_value(key)
