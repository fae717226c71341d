"""Stage 4: one API model becomes one Python model, module by module.

In: the API model and the package's name. Out: the Python model and what was found. Not
known here: templates, files, black.
"""

from __future__ import annotations

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic, Severity, has_errors
from minidoc.ir.model import Api
from minidoc.python.bind_page import PageBinder, bind_opaque
from minidoc.python.code import Text
from minidoc.python.followed import conflicts
from minidoc.python.kept import old_exports
from minidoc.python.model import PyExport, PyModule, PyPageLink, PyPart
from minidoc.python.names import BadNameError, package_parts
from minidoc.python.old_names import spell_old_names
from minidoc.python.overview import Overview, overview
from minidoc.python.page_scopes import page_scopes
from minidoc.python.scope import Scope
from minidoc.python.spelling import Speller
from minidoc.python.symbols import OPAQUE_MODULE, Symbols, collect
from minidoc.values import frozen


@frozen
class Bound:
    """The Python model.

    Attributes:
        part: None when an error kept the model from being made.
        modules: Sorted by name.
        diagnostics: What was found.
    """

    part: PyPart | None
    modules: tuple[PyModule, ...]
    diagnostics: tuple[Diagnostic, ...]


def bind(api: Api, package: str) -> Bound:
    """Bind a whole API.

    Args:
        api: The API model, the overlay applied.
        package: Dotted import name of the package.
    """
    found = _check_package(package)
    symbols = collect(api)
    found += symbols.diagnostics
    found += conflicts(symbols.classes.values())
    if has_errors(found):
        return Bound(None, (), tuple(found))
    found += spell_old_names(api, symbols)
    if has_errors(found):
        return Bound(None, (), tuple(found))
    speller = Speller(symbols)
    whole = overview(api, symbols)
    scopes = page_scopes(api, symbols, whole)
    symbols.diagnostics.clear()
    modules = [
        PageBinder(page, scopes.of(page), speller, whole).module() for page in api.pages
    ]
    if api.undeclared:
        unknown = {symbols.types[each.name].name for each in api.undeclared}
        scope = Scope(OPAQUE_MODULE, frozenset(unknown), frozenset())
        modules.append(bind_opaque(api, scope, speller))
    # Both worlds of a method say the same about it.
    found += dict.fromkeys(symbols.diagnostics)
    if has_errors(found):
        return Bound(None, (), tuple(found))
    modules.sort(key=lambda module: module.name)
    return Bound(_part(modules, api, symbols, whole), tuple(modules), tuple(found))


def _part(
    modules: list[PyModule], api: Api, symbols: Symbols, whole: Overview
) -> PyPart:
    exports = tuple(
        PyExport(name, module.name) for module in modules for name in module.exports
    )
    old_names = old_exports(api.pages, symbols)
    public = {each.name for each in exports} | {old.name for old in old_names}
    return PyPart(
        exports=exports,
        old_names=old_names,
        pages=tuple(
            PyPageLink(
                page.name,
                Text(page.title),
                Text(page.url),
                symbols.modules[page.name],
            )
            for page in api.pages
        ),
        claims=symbols.claims | public,
        permits_deprecated=bool(whole.deprecated),
    )


def check_names(api: Api) -> tuple[Diagnostic, ...]:
    """Find what is wrong with the names alone, when there are other errors already."""
    return tuple(d for d in collect(api).diagnostics if d.severity is Severity.ERROR)


def _check_package(package: str) -> list[Diagnostic]:
    try:
        package_parts(package)
    except BadNameError as problem:
        hint = "give a dotted import name, for example --package acme.talkjs"
        message = f"{package!r} cannot be a package name: {problem}"
        return [Diagnostic(DiagnosticCode.INVALID_NAME, message, None, hint)]
    return []
