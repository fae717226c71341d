"""Stage 4: one API model becomes one Python model, module by module.

In: the API model and the package's name. Out: the Python model and what was found. Not
known here: templates, files, black.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic, Severity, has_errors
from minidoc.ir.model import (
    Api,
)
from minidoc.python.bind_page import PageBinder, bind_opaque
from minidoc.python.code import Code, Text
from minidoc.python.docstrings import plain
from minidoc.python.followed import conflicts
from minidoc.python.kept import old_exports
from minidoc.python.model import (
    PyExport,
    PyImport,
    PyModule,
    PyOldName,
    PyPackage,
    PyPageLink,
)
from minidoc.python.names import BadNameError, Identifier, package_parts
from minidoc.python.old_names import spell_old_names
from minidoc.python.overview import overview
from minidoc.python.page_scopes import page_scopes
from minidoc.python.scope import Scope, name_order
from minidoc.python.spelling import Speller
from minidoc.python.symbols import (
    OPAQUE_MODULE,
    RUNTIME_MODULE,
    Symbols,
    collect,
)

# Names of the runtime that callers need, each with the module that defines it, so that
# documentation tools find it there. A page that declares one of them itself goes first.
RUNTIME_EXPORTS = {
    "CLEAR": "enums",
    "Clear": "enums",
    "OpenEnum": "enums",
    "JSONValue": "json_types",
    "AsyncSubscription": "async_subscription",
    "Subscription": "subscription",
    "ActiveState": "feed",
    "ErrorState": "feed",
    "PendingState": "feed",
    "SubscriptionState": "feed",
    "UnsubscribedState": "feed",
    "APIError": "errors",
    "AuthenticationError": "errors",
    "BadRequestError": "errors",
    "CallTimeoutError": "errors",
    "ConflictError": "errors",
    "ConnectionLostError": "errors",
    "DecodeError": "errors",
    "EncodeError": "errors",
    "ForbiddenHostError": "errors",
    "ForkedProcessError": "errors",
    "NotConnectedError": "errors",
    "NotFoundError": "errors",
    "PermissionDeniedError": "errors",
    "RateLimitedError": "errors",
    "ServerError": "errors",
    "SessionClosedError": "errors",
    "SubscriptionEndedError": "errors",
    "TalkJSError": "errors",
    "TokenProviderError": "errors",
    "WrongLoopError": "errors",
    "Health": "health",
    "sign_token": "tokens",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The Python model, None when an error kept it from being made."""

    package: PyPackage | None
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
        return Bound(None, tuple(found))
    found += spell_old_names(api, symbols)
    if has_errors(found):
        return Bound(None, tuple(found))
    speller = Speller(symbols)
    whole = overview(api, symbols)
    scopes = page_scopes(api, symbols, whole)
    symbols.diagnostics.clear()
    modules = [
        PageBinder(page, scopes.of(page), speller, whole).module() for page in api.pages
    ]
    if api.undeclared:
        scope = Scope(OPAQUE_MODULE, frozenset(), frozenset())
        modules.append(bind_opaque(api, scope, speller))
    # Both worlds of a method say the same about it.
    found += dict.fromkeys(symbols.diagnostics)
    if has_errors(found):
        return Bound(None, tuple(found))
    made = _package(package, modules, api, symbols, whole.permits_deprecated)
    return Bound(made, tuple(found))


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


def _package(
    name: str,
    modules: list[PyModule],
    api: Api,
    symbols: Symbols,
    permits_deprecated: bool,
) -> PyPackage:
    old_names = old_exports(api.pages, symbols)
    # As with names of today, those of pages go before those of the runtime.
    before = {old.name for old in old_names}
    exports = tuple(e for e in _exports(modules) if e.name not in before)
    links = tuple(
        PyPageLink(Text(page.title), Text(page.url), symbols.modules[page.name])
        for page in api.pages
    )
    titles = ", ".join(page.title for page in api.pages)
    text = f"Typed Python SDK, sync and async.\n\nGenerated by minidoc from: {titles}."
    return PyPackage(
        name=Code(".".join(package_parts(name))),
        docstring=plain(text, 0),
        modules=tuple(sorted(modules, key=lambda module: module.name)),
        imports=_init_imports((*exports, *old_names)),
        exports=exports,
        old_names=old_names,
        pages=links,
        permits_deprecated=permits_deprecated,
    )


def _init_imports(
    exports: Iterable[PyExport | PyOldName],
) -> tuple[PyImport, ...]:
    """Group the public names by module, in the form that says "this is public"."""
    modules: dict[str, list[Code]] = {}
    for export in exports:
        name = Code(f"{export.name} as {export.name}")
        modules.setdefault(f".{export.module}", []).append(name)
    return tuple(
        PyImport(Code(module), tuple(modules[module])) for module in sorted(modules)
    )


def _exports(modules: list[PyModule]) -> tuple[PyExport, ...]:
    """Collect public names; where a page declares one of the runtime, the page's."""
    exports = {
        name: PyExport(Identifier(name), Code(f"{RUNTIME_MODULE}.{module}"))
        for name, module in RUNTIME_EXPORTS.items()
    }
    for module in modules:
        exports |= {name: PyExport(name, module.name) for name in module.exports}
    return tuple(exports[name] for name in sorted(exports, key=name_order))
