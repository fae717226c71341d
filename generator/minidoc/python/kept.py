"""What works on under names of before: calls that pass on, overloads, properties.

In: what has been bound under its name of today. Out: the same under the old names, each
use of which a type checker and a warning report once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from minidoc.ir.model import ClassDecl, PageDecl
from minidoc.python.code import Code, Text, string_literal
from minidoc.python.docstrings import plain
from minidoc.python.model import PyAlias, PyFunction, PyOldName, PyParameter
from minidoc.python.names import Identifier
from minidoc.python.old_names import notice
from minidoc.python.scope import Scope
from minidoc.python.symbols import OldSpelled, Symbols
from minidoc.python.types import TypeContext, annotation
from minidoc.values import frozen

_NOTHING = Code("...")


@frozen
class KeptBinder:
    """Binds the old names of one module in one of the two worlds."""

    types: TypeContext

    def call(
        self, bound: PyFunction, cls: str, name: str, owner: str = ""
    ) -> list[PyFunction]:
        """Return a call that takes old parameters too, and one for each old name.

        Args:
            bound: The call under its name of today.
            cls: Page spelling of its class, empty for a function.
            name: Page spelling of its own name.
            owner: How the class is called in this world.
        """
        of, member = (cls, name) if cls else (name, "")
        renames = self._renames((of, member), bound)
        whole = self._overloaded(bound, renames) if renames else bound
        others = [
            self._forwarding(bound, renames, old, owner)
            for old in self.types.symbols.old.get((of, member, ""), ())
        ]
        return [whole, *others]

    def fields(self, cls: ClassDecl, owner: Identifier) -> list[PyFunction]:
        """Return the fields of a class under names of before, as properties."""
        symbols = self.types.symbols
        return [
            self._getter(
                symbols.members[cls.name, field.name],
                annotation(field.type, self.types, "result"),
                old,
                owner,
            )
            for field in cls.fields
            for old in symbols.old.get((cls.name, field.name, ""), ())
        ]

    def _getter(
        self, name: Identifier, returns: Code, old: OldSpelled, owner: str
    ) -> PyFunction:
        """Return a property that reads another under its old name."""
        property_ = self.types.scope.builtin("property", self.types.hidden)
        return PyFunction(
            name=old.name,
            parameters=(),
            returns=returns,
            body=Code(f"return self.{name}"),
            docstring=_docstring(old, f"{owner}.{name}", 8),
            decorators=(property_, self._deprecated([notice(old, name)])),
        )

    def _renames(self, target: tuple[str, str], bound: PyFunction) -> list[_Rename]:
        """Find the old names of the parameters of a call, in the overlay's order."""
        owner, member = target
        symbols = self.types.symbols
        cls, call = (owner, member) if member else ("", owner)
        found: list[_Rename] = []
        for parameter, olds in symbols.renames.get(target, {}).items():
            name = symbols.parameters[cls, call, parameter]
            new = next(p for p in bound.parameters if p.name == name)
            found += [_Rename(new, old) for old in olds]
        return found

    def _overloaded(
        self, bound: PyFunction, renames: list[_Rename], texts: Sequence[Code] = ()
    ) -> PyFunction:
        """Add the old parameters: as an overload for checkers, and when it runs.

        `texts` is what is said of the call itself.
        """
        texts = [*texts, *(notice(each.old, each.new.name) for each in renames)]
        old = self._overload(bound, (self._deprecated(texts),))
        overloads = (
            self._overload(bound, bound.decorators),
            replace(old, parameters=_with_old(bound.parameters, renames)),
        )
        decorators = (*bound.decorators, self._renamed(renames))
        return replace(bound, overloads=overloads, decorators=decorators)

    def _overload(self, bound: PyFunction, decorators: tuple[Code, ...]) -> PyFunction:
        overload = self.types.scope.use("typing", "overload")
        return replace(
            bound,
            docstring=None,
            body=_NOTHING,
            decorators=(overload, *decorators),
        )

    def _renamed(self, renames: list[_Rename]) -> Code:
        pairs = ", ".join(
            f"{each.old.name}=({string_literal(each.new.name)},"
            f" {notice(each.old, each.new.name)})"
            for each in renames
        )
        return Code(f"{self.types.scope.runtime('renamed')}({pairs})")

    def _forwarding(
        self, bound: PyFunction, renames: list[_Rename], old: OldSpelled, owner: str
    ) -> PyFunction:
        """Pass a call under an old name on to the one of today."""
        is_twin = self.types.is_async and old.twin is not None
        name = old.twin if is_twin and old.twin else old.name
        whole = f"{owner}.{bound.name}" if owner else bound.name
        text = notice(old, bound.name, name)
        made = replace(
            bound,
            name=name,
            body=_passing_on(bound),
            docstring=_docstring(old, whole, 8 if owner else 4),
            decorators=(self._deprecated([text]),),
        )
        return self._overloaded(made, renames, [text]) if renames else made

    def _deprecated(self, texts: Sequence[Code]) -> Code:
        # Literals that stand side by side are one.
        inside = ' " " '.join(texts)
        return Code(f"{self.types.scope.runtime('deprecated')}({inside})")


def old_types(page: PageDecl, scope: Scope, symbols: Symbols) -> tuple[PyAlias, ...]:
    """Return the types of a page under names of before: aliases, in both worlds."""
    found: list[PyAlias] = []
    for name, old, new in _old_types(page, symbols):
        kind = scope.use("typing", "TypeAlias")
        found.append(PyAlias(name, kind, new, _docstring(old, new, 0)))
    return tuple(found)


def old_exports(pages: Iterable[PageDecl], symbols: Symbols) -> tuple[PyOldName, ...]:
    """Return the types that the package finds under names of before, sorted."""
    found = [
        PyOldName(name, symbols.modules[page.name], notice(old, new, name))
        for page in pages
        for name, old, new in _old_types(page, symbols)
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def _old_types(
    page: PageDecl, symbols: Symbols
) -> Iterator[tuple[Identifier, OldSpelled, Identifier]]:
    for declared in page.declarations:
        found = symbols.types.get(declared.name)
        for old in symbols.old.get((declared.name, "", ""), ()):
            if found is not None:
                yield old.name, old, found.name
                if old.twin is not None and found.twin is not None:
                    yield old.twin, old, found.twin


@frozen
class _Rename:
    """A parameter and one of its old names."""

    new: PyParameter
    old: OldSpelled


def _with_old(
    parameters: tuple[PyParameter, ...], renames: list[_Rename]
) -> tuple[PyParameter, ...]:
    """Write the signature of a call that gives at least one parameter by an old name.

    With one of them the signature is exact: the old name is required and stands for
    the new one. With more, any of them may be given in either way, so all are optional;
    what then is missing is found when it runs.
    """
    renamed = {each.new.name for each in renames}
    is_exact = len(renames) == 1
    found: list[PyParameter] = []
    is_behind = False
    for parameter in parameters:
        is_behind = is_behind or parameter.name in renamed
        # Nothing can be given by position behind what is given by name.
        moved = replace(parameter, keyword_only=parameter.keyword_only or is_behind)
        if parameter.name not in renamed:
            found.append(moved)
        elif not is_exact:
            found.append(replace(moved, default=parameter.default or _NOTHING))
    for each in renames:
        default = None if is_exact else each.new.default or _NOTHING
        found.append(
            PyParameter(each.old.name, each.new.annotation, default, keyword_only=True)
        )
    return tuple(found)


def _passing_on(bound: PyFunction) -> Code:
    given = [str(p.name) for p in bound.positional]
    given += [f"{p.name}={p.name}" for p in bound.keywords]
    where = "self." if bound.on_self else ""
    give = "" if bound.returns == "None" else "return "
    wait = "await " if bound.is_async else ""
    return Code(f"{give}{wait}{where}{bound.name}({', '.join(given)})")


def _docstring(old: OldSpelled, whole: str, indent: int) -> Text:
    return plain(
        f"Old name of [`{whole}`][], which goes in {old.declared.until}.", indent
    )
