"""The one namespace of all pages: which page declares a name, and what is inside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from minidoc.diagnostics import Span
from minidoc.ir.docs import Symbol
from minidoc.ir.model import Api, ClassDecl, Declaration, EnumDecl
from minidoc.values import frozen


@frozen
class Declared:
    """A name that a page declares, with what `[Name.member]` can refer to."""

    page: str
    name: str
    is_type: bool
    members: frozenset[str]
    span: Span


@frozen
class Names:
    """Every declared name; what resolves here does not depend on the pages' order."""

    declared: dict[str, Declared]

    def type_page(self, name: str) -> str | None:
        """Return the page that declares the type `name`, None when no page does."""
        found = self.declared.get(name)
        return found.page if found and found.is_type else None

    def symbol(self, name: str, member: str | None = None) -> Symbol | None:
        """Return what `[name]` or `[name.member]` refers to, None for nothing."""
        found = self.declared.get(name)
        if found is None or (member is not None and member not in found.members):
            return None
        return Symbol(page=found.page, name=name, member=member)


class KnownNames:
    """Names that a name without a meaning may be a slip of; answers are kept."""

    def __init__(self, names: Mapping[str, bool]) -> None:
        """Take every declared name, and whether it is the one of a type."""
        self._names = tuple(names)
        self._types = tuple(name for name, is_type in names.items() if is_type)
        self._close: dict[tuple[str, bool], str] = {}

    @classmethod
    def of(cls, names: Names) -> KnownNames:
        """Take the names of a namespace."""
        return cls({name: found.is_type for name, found in names.declared.items()})

    def close_name(self, name: str) -> str:
        """Return "did you mean `x`?" for the likeliest name, or an empty text."""
        return self._match(name, self._names, False)

    def close_type(self, name: str) -> str:
        """Return the same for the likeliest type."""
        return self._match(name, self._types, True)

    def _match(self, name: str, names: Sequence[str], is_type: bool) -> str:
        key = (name, is_type)
        found = self._close.get(key)
        if found is None:
            found = self._close[key] = close_match(name, names)
        return found


def names_of(api: Api) -> Names:
    """Collect the names that the pages of `api` declare, the overlay's included."""
    return Names(
        {
            declaration.name: Declared(
                page.name,
                declaration.name,
                declaration.kind != "function",
                frozenset(member_names(declaration)),
                declaration.span,
            )
            for page in api.pages
            for declaration in page.declarations
        }
    )


def member_names(declaration: Declaration) -> list[str]:
    """Return the names inside a declaration, in the model's order."""
    match declaration:
        case ClassDecl():
            made = [c.name for c in declaration.constructors if c.name is not None]
            fields = [field.name for field in declaration.fields]
            methods = [method.name for method in declaration.methods]
            return [*fields, *methods, *made]
        case EnumDecl():
            return [constant.name for constant in declaration.constants]
        case _:
            return []


def close_match(name: str, candidates: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the likeliest candidate, or an empty text."""
    # difflib takes quadratic time, and nobody means a name of this length.
    if len(name) > 200:
        return ""
    # These pages have families of names: `UserSnapshot` and `ConversationSnapshot` are
    # alike, but nobody takes the one for the other.
    near = difflib.get_close_matches(name, sorted(set(candidates)), n=1, cutoff=0.75)
    return f"did you mean `{near[0]}`?" if near else ""
