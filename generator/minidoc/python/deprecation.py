"""PEP 702: `@deprecated` of the page becomes the decorator that type checkers know.

Classes, enums, functions, methods and properties carry it. Fields and constants cannot;
there, as everywhere, the docstring has the notice. `to_json` could, but would then warn
whenever a value holds one of its class.
"""

from __future__ import annotations

from dataclasses import replace

from minidoc.ir.docs import Doc, Symbol
from minidoc.ir.model import Api, ClassDecl, EnumDecl, FunctionDecl
from minidoc.python.code import Code, string_literal
from minidoc.python.docstrings import DocContext, one_line
from minidoc.python.scope import Scope

# What a warning says where the page gives no reason.
_SILENT = "No longer recommended."


def deprecation(doc: Doc | None, context: DocContext, scope: Scope) -> tuple[Code, ...]:
    """Return the decorator for a deprecated declaration, nothing for any other."""
    if doc is None or doc.deprecated is None:
        return ()
    message = one_line(doc.deprecated, _without_links(context)) or _SILENT
    return (Code(f"{scope.runtime('deprecated')}({string_literal(message)})"),)


def deprecated_names(api: Api) -> frozenset[str]:
    """Return the classes, enums and functions that are deprecated: imports report it.

    A package must pass the type checkers by itself: what it re-exports and mentions in
    its own annotations is no use of it. Deprecated methods are used by callers only.
    """
    return frozenset(
        declaration.name
        for page in api.pages
        for declaration in page.declarations
        if isinstance(declaration, ClassDecl | EnumDecl | FunctionDecl)
        and declaration.doc is not None
        and declaration.doc.deprecated is not None
    )


def _without_links(context: DocContext) -> DocContext:
    """Show references as code spans: nothing makes links of a warning's text."""

    def reference(symbol: Symbol) -> str:
        return context.reference(symbol).removeprefix("[").removesuffix("][]")

    return replace(context, reference=reference)
