"""What a name on a page can mean: the namespace, seen from one place on one page."""

from __future__ import annotations

from dataclasses import replace

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.ir.docs import Symbol
from minidoc.ir.names import Names
from minidoc.values import frozen


@frozen
class Scope:
    """A place on a page, and the list that findings go to.

    Attributes:
        names: What all pages declare.
        page: Name of this page.
        url: Address of this page, which its links are relative to.
        found: Findings so far; all scopes of one run share the list.
        enclosing: Class or enum that the place is in, None outside.
        parameters: Parameters of the method that the place belongs to.
    """

    names: Names
    page: str
    url: str
    found: list[Diagnostic]
    enclosing: str | None = None
    parameters: frozenset[str] = frozenset()

    def inside(self, declaration: str) -> Scope:
        """Return the scope of the members of `declaration`."""
        return replace(self, enclosing=declaration)

    def of_call(self, parameters: frozenset[str]) -> Scope:
        """Return the scope of a method's own documentation."""
        return replace(self, parameters=parameters)

    def symbol(self, name: str, member: str | None) -> Symbol | None:
        """Resolve `[name]` or `[name.member]`; members of the class come first."""
        if member is None and self.enclosing is not None:
            own = self.names.symbol(self.enclosing, name)
            if own is not None:
                return own
        return self.names.symbol(name, member)

    def report(self, code: Code, message: str, span: Span, hint: str = "") -> None:
        """Add a finding."""
        self.found.append(Diagnostic(code, message, span, hint))
