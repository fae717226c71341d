"""Which generator this is: its own files, and the libraries of its output."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from minidoc.resources import resource_path
from minidoc.unchanged.facts import digest, look

if TYPE_CHECKING:
    from minidoc.unchanged.record import Fact

_LIBRARIES = ("black", "jinja2", "lark", "markupsafe", "pydantic", "pydantic_core")
_PACKAGE = Path(__file__).resolve().parents[1]


def generator_facts() -> list[Fact]:
    """Return the facts that hold while the generator is the same."""
    folders = dict.fromkeys(
        [_PACKAGE, resource_path("grammar"), resource_path("templates")]
    )
    facts = [("written", str(folder)) for folder in folders]
    facts += [("stamp", origin) for origin in _origins()]
    return [(kind, path, look(kind, path)) for kind, path in facts]


def generator_stamp() -> str:
    """Return one short text for all of them."""
    return digest("\0".join(each[2] for each in generator_facts()).encode())


def _origins() -> Iterable[str]:
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            yield spec.origin
