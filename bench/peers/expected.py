"""What each generator has to make of the corpus, by name; extras are not counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bench.peers.api import arguments, operations
from bench.peers.graphql import field_name, input_name, result_type
from bench.peers.openapi import body_name
from bench.work import Names, field, folded, operation
from minidoc.ir.model import ClassDecl
from minidoc.ir.types import NamedType


def of_minidoc(classes: Iterable[ClassDecl]) -> Names:
    """Return the classes of the pages: values once, what acts for both worlds."""
    found: set[str] = set()
    for declared in classes:
        worlds = ("",) if declared.role == "data" else ("", "Async")
        for name in (f"{world}{declared.name}" for world in worlds):
            found.add(folded(name))
            found |= {field(name, each.name) for each in declared.fields}
            found |= {operation(name, each.name) for each in declared.methods}
    return frozenset(found)


def of_models(classes: Iterable[ClassDecl]) -> Names:
    """Return the schemas of the OpenAPI document as classes, and nothing that acts."""
    found: set[str] = set()
    for declared in classes:
        found.add(folded(declared.name))
        found |= {field(declared.name, each.name) for each in declared.fields}
        for method in operations(declared):
            if arguments(method):
                name = body_name(declared, method)
                found.add(folded(name))
                found |= {field(name, each.name) for each in arguments(method)}
    return frozenset(found)


def of_openapi_python_client(classes: Iterable[ClassDecl]) -> Names:
    """Return the models, and a module with a function of both worlds per operation."""
    declared = tuple(classes)
    functions = {
        operation(f"{owner.name}{method.name}", function)
        for owner in declared
        for method in operations(owner)
        for function in ("sync_detailed", "asyncio_detailed")
    }
    return of_models(declared) | functions


def of_ariadne(classes: Iterable[ClassDecl]) -> Names:
    """Return a method of its client per operation, its input, and what it gives."""
    by_name = {each.name: each for each in classes}
    found: set[str] = set()
    for owner in by_name.values():
        for method in operations(owner):
            name = field_name(owner, method)
            found.add(operation("Client", name))
            if arguments(method):
                needs = input_name(owner, method)
                found.add(folded(needs))
                found |= {field(needs, each.name) for each in arguments(method)}
            result = result_type(method)
            if result is not None:
                found |= set(_selected(name * 2, by_name[result], by_name))
    return frozenset(found)


def _selected(
    name: str, declared: ClassDecl, classes: Mapping[str, ClassDecl]
) -> Iterator[str]:
    """Name the classes that a selection becomes: one for each use, with a long name."""
    yield folded(name)
    for each in declared.fields:
        yield field(name, each.name)
        if isinstance(each.type, NamedType):
            yield from _selected(f"{name}{each.name}", classes[each.type.name], classes)
