"""The scope of each page's module: its own names, and those that imports must not hide.

In: the API model and all its names. Out: a scope for each page, nothing imported yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minidoc.ir.bindings import ReadBinding, SubscribeBinding, Topic
from minidoc.ir.model import (
    AliasDecl,
    Api,
    ClassDecl,
    FunctionDecl,
    MethodDecl,
    PageDecl,
)
from minidoc.python.names import Identifier
from minidoc.python.old_names import names_before
from minidoc.python.overview import Overview
from minidoc.python.scope import Scope, late_modules
from minidoc.python.symbols import Symbols, named_types
from minidoc.values import frozen


@frozen
class PageScopes:
    """Makes the scope of each page.

    Attributes:
        symbols: All names.
        mentioned: The types that each page's module names, by page.
        late: The modules that each one shares an import cycle with.
        old: Names of before, by page.
        deprecated: Declarations whose use is reported.
    """

    symbols: Symbols
    mentioned: Mapping[str, frozenset[str]]
    late: Mapping[Identifier, frozenset[Identifier]]
    old: Mapping[str, set[Identifier]]
    deprecated: frozenset[str]

    def of(self, page: PageDecl) -> Scope:
        """Return the scope of a page, in which nothing is imported yet."""
        module = self.symbols.modules[page.name]
        names = {declaration.name for declaration in page.declarations}
        # Types that a page declares or mentions: in its module their names are theirs.
        visible = (names & self.symbols.types.keys()) | self.mentioned[page.name]
        seen = [self.symbols.types[name] for name in visible]
        functions = names & self.symbols.functions.keys()
        seen += [self.symbols.functions[name] for name in functions]
        types = {
            name for found in seen for name in (found.name, found.twin or found.name)
        }
        types |= self.old.get(page.name, set())
        taken = self._taken(page)
        is_old = bool((visible | functions) & self.deprecated)
        return Scope(module, frozenset(types), taken, self.late[module], is_old)

    def _taken(self, page: PageDecl) -> frozenset[str]:
        """Names of members and parameters of a page, which an import must not hide."""
        taken: set[str] = set()
        for declaration in page.declarations:
            taken.update(self.symbols.inside.get(declaration.name, {}).values())
            if isinstance(declaration, FunctionDecl):
                call = "", declaration.name
                taken.update(self.symbols.given.get(call, {}).values())
            if isinstance(declaration, ClassDecl):
                for method in declaration.methods:
                    call = declaration.name, method.name
                    taken.update(self.symbols.given.get(call, {}).values())
        return frozenset(taken)


def page_scopes(api: Api, symbols: Symbols, whole: Overview) -> PageScopes:
    """Look at what each page mentions, and at what that makes its module import."""
    mentioned = {page.name: frozenset(_mentioned(page, whole)) for page in api.pages}
    return PageScopes(
        symbols,
        mentioned,
        late_modules(_edges(mentioned, symbols)),
        names_before(symbols),
        whole.deprecated,
    )


def _edges(
    mentioned: Mapping[str, frozenset[str]], symbols: Symbols
) -> dict[Identifier, set[Identifier]]:
    """Which module needs which, by the types that its declarations mention."""
    edges: dict[Identifier, set[Identifier]] = {}
    for page, names in mentioned.items():
        own = symbols.modules[page]
        edges[own] = {symbols.types[name].module for name in names} - {own}
    return edges


def _mentioned(page: PageDecl, whole: Overview) -> Iterable[str]:
    """Yield every type that the module of a page names."""
    for declaration in page.declarations:
        match declaration:
            case FunctionDecl():
                yield from _of_callable(declaration)
            case ClassDecl():
                for type_ in whole.followed.get(declaration.name, ()):
                    yield from named_types(type_)
                for field in declaration.fields:
                    yield from named_types(field.type)
                for method in declaration.methods:
                    yield from _of_callable(method)
                    yield from _of_topic(whole.topics.get(_topic_name(method)), whole)
            case AliasDecl() if declaration.type is not None:
                yield from named_types(declaration.type)
            case _:
                pass


def _topic_name(method: MethodDecl) -> str:
    binding = method.binding
    if isinstance(binding, ReadBinding | SubscribeBinding):
        return binding.topic
    return ""


def _of_topic(topic: Topic | None, whole: Overview) -> Iterable[str]:
    """Yield what a topic is decoded into, and the topics that it is joined with."""
    if topic is not None:
        yield topic.snapshot
        for joined in whole.joined(topic):
            yield from _of_topic(joined, whole)


def _of_callable(callable_: FunctionDecl | MethodDecl) -> Iterable[str]:
    yield from named_types(callable_.returns)
    for parameter in callable_.parameters:
        yield from named_types(parameter.type)
