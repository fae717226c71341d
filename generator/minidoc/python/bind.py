"""Stage 4: one API model becomes one Python model, module by module.

In: the API model and the package's name. Out: the Python model and what was found. Not
known here: templates, files, black.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic, Severity, has_errors
from minidoc.ir.bindings import ReadBinding, SubscribeBinding
from minidoc.ir.model import (
    AliasDecl,
    Api,
    ClassDecl,
    FunctionDecl,
    MethodDecl,
    PageDecl,
)
from minidoc.python.bind_page import PageBinder, bind_opaque
from minidoc.python.code import Text
from minidoc.python.deprecation import has_deprecated
from minidoc.python.followed import conflicts, followed_types
from minidoc.python.kept import old_exports
from minidoc.python.model import (
    PyExport,
    PyModule,
    PyPageLink,
    PyPart,
)
from minidoc.python.names import BadNameError, Identifier, package_parts
from minidoc.python.old_names import has_old_functions, names_before, spell_old_names
from minidoc.python.scope import Scope, late_modules
from minidoc.python.spelling import Speller
from minidoc.python.symbols import (
    OPAQUE_MODULE,
    Symbols,
    collect,
    named_types,
)


@dataclass(frozen=True, slots=True)
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
    late = late_modules(_edges(api, symbols))
    symbols.diagnostics.clear()
    modules = [
        PageBinder(api, page, _scope(page, api, symbols, late), speller).module()
        for page in api.pages
    ]
    if api.undeclared:
        scope = Scope(OPAQUE_MODULE, frozenset(), frozenset())
        modules.append(bind_opaque(api, scope, speller))
    # Both worlds of a method say the same about it.
    found += dict.fromkeys(symbols.diagnostics)
    if has_errors(found):
        return Bound(None, (), tuple(found))
    modules.sort(key=lambda module: module.name)
    return Bound(_part(modules, api, symbols), tuple(modules), tuple(found))


def _part(modules: list[PyModule], api: Api, symbols: Symbols) -> PyPart:
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
        permits_deprecated=has_deprecated(api) or has_old_functions(api),
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


def _edges(api: Api, symbols: Symbols) -> dict[Identifier, set[Identifier]]:
    """Which module needs which, by the types that its declarations mention."""
    edges: dict[Identifier, set[Identifier]] = {}
    for page in api.pages:
        own = symbols.modules[page.name]
        found = {symbols.types[name].module for name in _mentioned(page, api, symbols)}
        edges[own] = found - {own}
    return edges


def _mentioned(page: PageDecl, api: Api, symbols: Symbols) -> Iterable[str]:
    """Yield every type that the module of a page names."""
    followed = followed_types(symbols.classes.values())
    for declaration in page.declarations:
        match declaration:
            case FunctionDecl():
                yield from _of_callable(declaration)
            case ClassDecl():
                for type_ in followed.get(declaration.name, ()):
                    yield from named_types(type_)
                for field in declaration.fields:
                    yield from named_types(field.type)
                for method in declaration.methods:
                    yield from _of_callable(method)
                    yield from _of_topic(_topic_name(method), api)
            case AliasDecl() if declaration.type is not None:
                yield from named_types(declaration.type)
            case _:
                pass


def _topic_name(method: MethodDecl) -> str:
    binding = method.binding
    if isinstance(binding, ReadBinding | SubscribeBinding):
        return binding.topic
    return ""


def _of_topic(name: str, api: Api) -> Iterable[str]:
    """Yield what a topic is decoded into, and the topics that it is joined with."""
    for topic in api.topics:
        if topic.name == name:
            yield topic.snapshot
            for join in topic.joins:
                yield from _of_topic(join.topic, api)


def _of_callable(callable_: FunctionDecl | MethodDecl) -> Iterable[str]:
    yield from named_types(callable_.returns)
    for parameter in callable_.parameters:
        yield from named_types(parameter.type)


def _scope(
    page: PageDecl,
    api: Api,
    symbols: Symbols,
    late: dict[Identifier, frozenset[Identifier]],
) -> Scope:
    module = symbols.modules[page.name]
    seen = [symbols.types[name] for name in _visible(page, api, symbols)]
    seen += [found for found in symbols.functions.values() if found.module == module]
    types = {name for found in seen for name in (found.name, found.twin or found.name)}
    types |= set(names_before(page.name, symbols))
    return Scope(module, frozenset(types), _taken(page, symbols), late[module])


def _visible(page: PageDecl, api: Api, symbols: Symbols) -> set[str]:
    """Types that a page declares or mentions: in its module their names are theirs."""
    names = {d.name for d in page.declarations if d.name in symbols.types}
    return names | set(_mentioned(page, api, symbols))


def _taken(page: PageDecl, symbols: Symbols) -> frozenset[str]:
    """Names of members and parameters of a page, which an import must not hide."""
    own = {declaration.name for declaration in page.declarations} | {""}
    taken = {name for (cls, _), name in symbols.members.items() if cls in own}
    taken |= {name for (cls, _, _), name in symbols.parameters.items() if cls in own}
    return frozenset(taken)
