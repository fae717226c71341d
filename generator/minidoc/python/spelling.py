"""Docstring contexts: how a docstring spells the names that stand around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from minidoc.ir.docs import Symbol
from minidoc.python.constructors import has_from_json
from minidoc.python.docstrings import DocContext, Kept, Known
from minidoc.python.symbols import Symbols
from minidoc.values import frozen


@frozen
class Speller:
    """Spells references, the same for every name and place of the package.

    A reference names the class and the member, never a module: documentation tools
    look it up from where the docstring stands (mkdocstrings calls it
    `scoped_crossrefs`), and people read it in `help()`.
    """

    symbols: Symbols
    known: Known = field(default_factory=dict[object, Kept])

    def context(
        self, is_async: bool, fallback: str = "See below.", *names: Mapping[str, str]
    ) -> DocContext:
        """Return the context of a docstring in one of the two worlds.

        Args:
            is_async: Which one.
            fallback: What it begins with where there are sections and nothing else.
            names: Page spelling to Python spelling; the first that has a name counts.
        """

        def reference(symbol: Symbol) -> str:
            return self.reference(symbol, is_async)

        def spell(name: str) -> str | None:
            return next((each[name] for each in names if name in each), None)

        return DocContext(reference, spell, fallback, self.known)

    def reference(self, symbol: Symbol, is_async: bool) -> str:
        """Write a cross reference; in the asynchronous world to the twin."""
        name = self._owner(symbol, is_async)
        if symbol.member is None:
            return f"[`{name}`][]"
        member = self._member(symbol.name, symbol.member)
        if member is None:
            # A constructor with a name, which Python does not have: nothing to link to.
            return f"`{name}.{symbol.member}`"
        return f"[`{name}.{member}`][]"

    def _owner(self, symbol: Symbol, is_async: bool) -> str:
        types, functions = self.symbols.types, self.symbols.functions
        found = types.get(symbol.name) or functions.get(symbol.name)
        if found is None:
            return symbol.name
        return (found.twin if is_async else None) or found.name

    def _member(self, owner: str, member: str) -> str | None:
        spelled = self.symbols.members.get((owner, member))
        if spelled is not None:
            return spelled
        cls = self.symbols.classes.get(owner)
        is_read = cls is not None and has_from_json(cls, self.symbols)
        return "from_json" if is_read and member == "fromJson" else None

    def members(self, cls: str) -> Mapping[str, str]:
        """Page spelling to Python spelling of the members of a class."""
        return self.symbols.inside.get(cls, {})
