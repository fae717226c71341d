"""The names of one module: what it imports, and under which spelling.

A name that the module itself declares, or uses for a parameter or a member, is never
hidden by an import: the import then gets leading underscores until its name is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from minidoc.python.code import Code
from minidoc.python.model import PyImport
from minidoc.python.names import Identifier
from minidoc.python.symbols import OPAQUE_MODULE, TypeName

RUNTIME = "._runtime"


@dataclass(slots=True)
class Scope:
    """Imports of one module while it is being bound.

    Attributes:
        module: Name of the module.
        types: Public types of the package and functions of this module: they hide a
            builtin of the same name.
        taken: Identifiers that the module uses for its own purposes.
        cycle: Modules that import this one, directly or not, while it imports them:
            their names are looked up late, through the module.
        permits_deprecated: The module declares or mentions something deprecated.
    """

    module: Identifier
    types: frozenset[str]
    taken: frozenset[str]
    cycle: frozenset[Identifier] = frozenset()
    permits_deprecated: bool = False
    _imports: dict[tuple[str, str], Code] = field(
        default_factory=dict[tuple[str, str], Code]
    )

    def use(self, module: str, name: str) -> Code:
        """Import a name and return its spelling in this module."""
        return self._import(module, name, Code(name))

    def _import(self, module: str, name: str, spelled: Code) -> Code:
        found = self._imports.get((module, name))
        if found is not None:
            return found
        used = set(self._imports.values())
        while any(spelled in names for names in (used, self.taken, self.types)):
            spelled = Code(f"_{spelled}")
        self._imports[module, name] = spelled
        return spelled

    def runtime(self, name: str) -> Code:
        """Import a name of the runtime."""
        return self.use(RUNTIME, name)

    def builtin(self, name: str, hidden: frozenset[str]) -> Code:
        """Spell a builtin; `hidden` are the members of the class around it."""
        if name not in hidden and name not in self.types:
            return Code(name)
        return Code(f"{self.use('', 'builtins')}.{name}")

    def type(self, found: TypeName, name: Identifier) -> Code:
        """Spell a type of the package, imported from where it lives."""
        if found.module == self.module:
            return name
        if found.module in self.cycle:
            alias = self._import(".", found.module, Code(f"_{found.module}"))
            return Code(f"{alias}.{name}")
        return self._imports.setdefault((f".{found.module}", name), name)

    def imports(self, *, own: bool) -> tuple[PyImport, ...]:
        """Return what has been used from the package itself, or from outside."""
        found = self._all_imports()
        return tuple(line for line in found if line.module.startswith(".") == own)

    def _all_imports(self) -> tuple[PyImport, ...]:
        modules: dict[str, list[Code]] = {}
        for (module, name), spelled in sorted(self._imports.items()):
            same = spelled == name
            text = Code(name) if same else Code(f"{name} as {spelled}")
            modules.setdefault(module or f"import {text}", []).append(text)
        ordered = sorted(modules.items(), key=lambda entry: _import_order(entry[0]))
        return tuple(_import(module, found) for module, found in ordered)


def _import(module: str, found: list[Code]) -> PyImport:
    if module.startswith("import "):
        return PyImport(Code(module.removeprefix("import ")))
    return PyImport(Code(module), tuple(sorted(found, key=name_order)))


def name_order(text: str) -> tuple[int, str]:
    """Order names as the standard tools do: constants, classes, the rest."""
    name = text.partition(" ")[0]
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name


def _import_order(module: str) -> tuple[int, int, str]:
    plain = module.removeprefix("import ")
    own = 1 if plain.startswith(".") else 0
    return own, 0 if module.startswith("import ") else 1, plain


def late_modules(
    edges: Mapping[Identifier, Iterable[Identifier]],
) -> dict[Identifier, frozenset[Identifier]]:
    """Find, for each module, the modules that it shares an import cycle with."""
    late: dict[Identifier, frozenset[Identifier]] = {}
    for cycle in _cycles(edges):
        for module in cycle & edges.keys():
            late[module] = cycle - {module}
    return late


def _cycles(
    edges: Mapping[Identifier, Iterable[Identifier]],
) -> Iterator[frozenset[Identifier]]:
    """Yield groups of modules that reach each other; one alone is a group of its own.

    In linear time (Kosaraju's): backwards from the module that was left last.
    """
    importers: dict[Identifier, list[Identifier]] = {}
    for module, imported in edges.items():
        for other in imported:
            if other != OPAQUE_MODULE:
                importers.setdefault(other, []).append(module)
    done: set[Identifier] = set()
    left = [m for start in edges for m in _reached(start, edges, done)]
    done.clear()
    for start in reversed(left):
        if start not in done:
            yield frozenset(_reached(start, importers, done))


def _reached(
    start: Identifier,
    edges: Mapping[Identifier, Iterable[Identifier]],
    done: set[Identifier],
) -> Iterator[Identifier]:
    """Yield what is reached and was not done before, each when it is left."""
    if start in done:
        return
    done.add(start)
    path = [(start, iter(edges.get(start, ())))]
    while path:
        module, ahead = path[-1]
        following = next((m for m in ahead if m not in done), None)
        if following is None:
            path.pop()
            yield module
        elif following != OPAQUE_MODULE:
            done.add(following)
            path.append((following, iter(edges.get(following, ()))))
