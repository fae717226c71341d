"""The names of one module: what it imports, and under which spelling.

A name that the module itself declares, or uses for a parameter or a member, is never
hidden by an import: the import then gets leading underscores until its name is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """

    module: Identifier
    types: frozenset[str]
    taken: frozenset[str]
    cycle: frozenset[Identifier] = frozenset()
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
        used = {*self.taken, *self.types, *self._imports.values()}
        while spelled in used:
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
    reach = {module: _reachable(module, edges) for module in edges}
    return {
        module: frozenset(
            other
            for other in reach[module]
            if other != module and module in reach.get(other, frozenset())
        )
        for module in edges
    }


def _reachable(
    start: Identifier, edges: Mapping[Identifier, Iterable[Identifier]]
) -> frozenset[Identifier]:
    seen: set[Identifier] = set()
    stack = [start]
    while stack:
        for following in edges.get(stack.pop(), ()):
            if following not in seen and following != OPAQUE_MODULE:
                seen.add(following)
                stack.append(following)
    return frozenset(seen)
