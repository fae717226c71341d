"""Which declaration of before is which of now: by name, else by members and text.

In: two API models. Out: pairs, and what has no partner. Pages play no part in it, so
that a declaration may move from one to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from minidoc.changes.likeness import (
    best_pairs,
    gist,
    name_likeness,
    overlap,
    text_likeness,
)
from minidoc.ir import types as ir
from minidoc.ir.model import (
    Api,
    ClassDecl,
    Declaration,
    EnumDecl,
    FieldDecl,
    FunctionDecl,
    MethodDecl,
)
from minidoc.ir.spelling import spell_type
from minidoc.ir.walk import find, rewrite
from minidoc.values import frozen


@frozen
class Placed:
    """A declaration and the page that it stands on."""

    page: str
    declared: Declaration

    @property
    def name(self) -> str:
        """Its name on the page."""
        return self.declared.name


@frozen
class Paired:
    """Declarations of both models.

    Attributes:
        pairs: Those that are the same one, renamed or not.
        removed: Those of before without a partner.
        added: Those of now without a partner.
    """

    pairs: tuple[tuple[Placed, Placed], ...]
    removed: tuple[Placed, ...]
    added: tuple[Placed, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """Names of before -> names of now, where they differ."""
        return {a.name: b.name for a, b in self.pairs if a.name != b.name}


def pair_declarations(old: Api, new: Api) -> Paired:
    """Find partners for the declarations of both models."""
    ours, theirs = _placed(old), _placed(new)
    pairs = [(each, theirs[name]) for name, each in ours.items() if name in theirs]
    removed = [each for name, each in ours.items() if name not in theirs]
    added = [each for name, each in theirs.items() if name not in ours]
    search = _Search(frozenset(ours) ^ frozenset(theirs))
    renames = best_pairs(removed, added, search.score)
    gone = {id(each) for pair in renames for each in pair}
    return Paired(
        (*pairs, *renames),
        tuple(each for each in removed if id(each) not in gone),
        tuple(each for each in added if id(each) not in gone),
    )


def _placed(api: Api) -> dict[str, Placed]:
    return {
        declared.name: Placed(page.name, declared)
        for page in api.pages
        for declared in page.declarations
        if not declared.name.startswith("_")
    }


@frozen
class _Search:
    """Compares declarations whose own names, and those around them, may have changed.

    Attributes:
        loose: Names that only one of the models declares: each may be a rename.
        shapes: What has been looked at already, by name.
    """

    loose: frozenset[str]
    shapes: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def score(self, old: Placed, new: Placed) -> float:
        a, b = old.declared, new.declared
        if a.kind != b.kind or a.kind == "alias":
            return 0.0
        shape = overlap(self._shape(a), self._shape(b))
        if shape < 0.6:
            return 0.0
        text = text_likeness(gist(a.doc), gist(b.doc))
        name = name_likeness(a.name, b.name)
        words = name if text is None else max(text, name * 0.8)
        # Families of pages have classes with the same few members: there, and for
        # functions, the words have to agree as well.
        few = isinstance(a, FunctionDecl) or len(self._shape(a)) < 4
        is_pair = words >= (0.6 if few else 0.45)
        return shape + words + name / 10 if is_pair else 0.0

    def _shape(self, declared: Declaration) -> list[str]:
        # A name without a partner is declared by one of the models only.
        if declared.name not in self.shapes:
            self.shapes[declared.name] = self._new_shape(declared)
        return self.shapes[declared.name]

    def _new_shape(self, declared: Declaration) -> list[str]:
        match declared:
            case ClassDecl():
                members: list[FieldDecl | MethodDecl] = [*declared.fields]
                members += declared.methods
                return [f"{m.name}: {self._signature(m)}" for m in members]
            case EnumDecl():
                return [constant.name.lower() for constant in declared.constants]
            case FunctionDecl():
                return [self._signature(declared)]
            case _:
                return []

    def _signature(self, member: FieldDecl | MethodDecl | FunctionDecl) -> str:
        return signature(rewrite(member, self._blurred))

    def _blurred(self, node: object) -> object:
        if isinstance(node, ir.NamedType) and node.name in self.loose:
            return ir.NamedType(
                name="_", page=None, nullable=node.nullable, span=node.span
            )
        return node


def signature(member: FieldDecl | MethodDecl | FunctionDecl) -> str:
    """Return what a member takes and gives, without its name."""
    if isinstance(member, FieldDecl):
        return spell_type(member.type)
    inside = ", ".join(
        f"{p.kind} {p.required} {spell_type(p.type)} {p.name}"
        for p in sorted(member.parameters, key=lambda p: p.name)
    )
    result = "Future " if member.is_async else ""
    return f"{result}{spell_type(member.returns)}({inside})"


def undeclared(api: Api) -> frozenset[str]:
    """Return the names that are used and that nothing tells more about."""
    declared = {d.name for page in api.pages for d in page.declarations}
    used = {type_.name for type_ in find(api, ir.NamedType)}
    return frozenset(used - declared)


def names_on(api: Api, pages: Iterable[str]) -> frozenset[str]:
    """Return what some of the pages declare."""
    wanted: Sequence[str] = list(pages)
    return frozenset(
        declared.name
        for page in api.pages
        if page.name in wanted
        for declared in page.declarations
    )
