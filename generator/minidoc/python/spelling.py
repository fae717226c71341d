"""Docstring contexts: how a docstring spells the names that stand around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minidoc.ir.docs import Symbol
from minidoc.python.docstrings import DocContext
from minidoc.python.symbols import Symbols


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells references for one package.

    Attributes:
        symbols: All names.
        package: Dotted import name of the package.
    """

    symbols: Symbols
    package: str

    def context(
        self,
        is_async: bool,
        names: Mapping[str, str] | None = None,
        fallback: str = "",
    ) -> DocContext:
        """Return the context of a docstring in one of the two worlds."""

        def reference(symbol: Symbol) -> str:
            return self.reference(symbol, is_async)

        return DocContext(reference, names or {}, fallback)

    def reference(self, symbol: Symbol, is_async: bool) -> str:
        """Write a cross reference: short to read, complete to resolve."""
        module, name = self._owner(symbol, is_async)
        member = self._member(symbol)
        short = f"{name}.{member}" if member else name
        return f"[`{short}`][{self.package}.{module}.{short}]"

    def plain(self, symbol: Symbol, is_async: bool) -> str:
        """Write the dotted name of a symbol without any markup."""
        _, name = self._owner(symbol, is_async)
        member = self._member(symbol)
        return f"{name}.{member}" if member else name

    def _owner(self, symbol: Symbol, is_async: bool) -> tuple[str, str]:
        table = self.symbols.types | self.symbols.functions
        found = table.get(symbol.name)
        if found is None:
            return "", symbol.name
        twin = found.twin if is_async else None
        return found.module, twin or found.name

    def _member(self, symbol: Symbol) -> str:
        if symbol.member is None:
            return ""
        return self.symbols.members.get((symbol.name, symbol.member), symbol.member)

    def members(self, cls: str) -> dict[str, str]:
        """Page spelling to Python spelling of the members of a class."""
        return {
            member: spelled
            for (owner, member), spelled in self.symbols.members.items()
            if owner == cls
        }
