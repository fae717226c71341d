"""Which member of before is which of now, in the same class or moved to another.

In: pairs of declarations. Out: pairs of members and of parameters, and what is left
over on both sides. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from minidoc.changes.context import Comparison, Member, Side
from minidoc.changes.likeness import (
    Gist,
    best_pairs,
    gist,
    name_likeness,
    overlap,
    text_likeness,
    words_of,
)
from minidoc.changes.pairing import Placed, signature
from minidoc.changes.words import plain
from minidoc.ir.model import (
    ClassDecl,
    EnumConstant,
    FieldDecl,
    FunctionDecl,
    MethodDecl,
    Parameter,
)
from minidoc.ir.spelling import spell_type
from minidoc.values import frozen

Call = MethodDecl | FunctionDecl


@dataclass(slots=True)
class Members:
    """Members of both models: partners, and what has none."""

    pairs: list[tuple[Member, Member]] = field(
        default_factory=list[tuple[Member, Member]]
    )
    removed: list[Member] = field(default_factory=list[Member])
    added: list[Member] = field(default_factory=list[Member])


def pair_members(c: Comparison) -> Members:
    """Find partners for the members of all classes that have one."""
    members = Members()
    for old, new in c.paired.pairs:
        if isinstance(old.declared, ClassDecl) and isinstance(new.declared, ClassDecl):
            _pair_class(c, members_of(old), members_of(new), members)
    # What left a class may have arrived in another, also one that is new or gone.
    leaving = [*members.removed, *(m for p in c.paired.removed for m in members_of(p))]
    coming = [*members.added, *(m for p in c.paired.added for m in members_of(p))]
    moved = _alike(c, leaving, coming, _moved_score)
    # A class that is gone together with one that is new shares members by chance.
    kept = [
        pair for pair in moved if pair[0] in members.removed or pair[1] in members.added
    ]
    members.pairs += kept
    members.removed = [m for m in members.removed if all(m is not a for a, _ in kept)]
    members.added = [m for m in members.added if all(m is not b for _, b in kept)]
    return members


def members_of(placed: Placed) -> list[Member]:
    """Return the public members of a class; nothing for any other declaration."""
    cls = placed.declared
    if not isinstance(cls, ClassDecl):
        return []
    both: list[FieldDecl | MethodDecl] = [*cls.fields, *cls.methods]
    return [Member(placed, each) for each in both if not each.name.startswith("_")]


def _pair_class(
    c: Comparison, old: list[Member], new: list[Member], members: Members
) -> None:
    theirs = {each.name: each for each in new}
    by_name = [(each, theirs[each.name]) for each in old if each.name in theirs]
    known = {each.name for each, _ in by_name}
    removed = [each for each in old if each.name not in known]
    added = [each for each in new if each.name not in known]
    renames = _alike(c, removed, added, _score)
    members.pairs += [*by_name, *renames]
    members.removed += [m for m in removed if all(m is not a for a, _ in renames)]
    members.added += [m for m in added if all(m is not b for _, b in renames)]


def _alike(
    c: Comparison,
    old: list[Member],
    new: list[Member],
    score: Callable[[_Traits, _Traits], float],
) -> list[tuple[Member, Member]]:
    ours = [_traits(c.old, member) for member in old] if new else []
    theirs = [_traits(c.new, member) for member in new] if old else []
    return [(a.member, b.member) for a, b in best_pairs(ours, theirs, score)]


@frozen
class _Traits:
    """What a member is recognised by, with types in neutral form."""

    member: Member
    shape: str
    parameters: tuple[str, ...]
    result: str
    words: Gist


def _traits(side: Side, member: Member) -> _Traits:
    declared, words = member.declared, gist(member.declared.doc)
    if isinstance(declared, FieldDecl):
        shape = f"field {spell_type(side.type(declared.type))}"
        return _Traits(member, shape, (), shape, words)
    neutral = replace(
        declared,
        parameters=tuple(
            replace(p, type=side.type(p.type)) for p in declared.parameters
        ),
        returns=side.type(declared.returns),
    )
    parameters = tuple(f"{p.name} {spell_type(p.type)}" for p in neutral.parameters)
    result = f"{neutral.is_async} {spell_type(neutral.returns)}"
    return _Traits(member, signature(neutral), parameters, result, words)


def _score(old: _Traits, new: _Traits) -> float:
    """Judge a rename: the same signature and text, or nearly so."""
    if type(old.member.declared) is not type(new.member.declared):
        return 0.0
    shape = _shape_likeness(old, new)
    if shape < 0.4:
        return 0.0
    name = name_likeness(old.member.name, new.member.name)
    text = text_likeness(old.words, new.words)
    if text is None:
        return shape + name if shape == 1 and name >= 0.5 else 0.0
    is_pair = text >= (0.6 if shape == 1 else 0.85)
    return shape + text + name / 10 if is_pair else 0.0


def _moved_score(old: _Traits, new: _Traits) -> float:
    ours, theirs = old.member, new.member
    if ours.name != theirs.name or ours.owner.name == theirs.owner.name:
        return 0.0
    if old.shape != new.shape:
        return 0.0
    text = text_likeness(old.words, new.words)
    return text if text is not None and text >= 0.8 else 0.0


def _shape_likeness(old: _Traits, new: _Traits) -> float:
    if old.shape == new.shape:
        return 1.0
    if isinstance(old.member.declared, FieldDecl):
        return 0.0
    shared = overlap(old.parameters, new.parameters)
    return 0.5 * shared + 0.5 * (old.result == new.result)


@frozen
class Parameters:
    """Parameters of one method, before and now."""

    pairs: tuple[tuple[Parameter, Parameter], ...]
    removed: tuple[Parameter, ...]
    added: tuple[Parameter, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """Names of before -> names of now, where they differ."""
        return {a.name: b.name for a, b in self.pairs if a.name != b.name}


def pair_parameters(c: Comparison, old: Call, new: Call) -> Parameters:
    """Find partners for the parameters of a method: by name, else by type and text."""
    theirs = {p.name: p for p in new.parameters}
    pairs = [(p, theirs[p.name]) for p in old.parameters if p.name in theirs]
    known = {a.name for a, _ in pairs}
    removed = [p for p in old.parameters if p.name not in known]
    added = [p for p in new.parameters if p.name not in known]

    def score(a: Parameter, b: Parameter) -> float:
        if a.kind != b.kind or c.old.type(a.type) != c.new.type(b.type):
            return 0.0
        name, text = name_likeness(a.name, b.name), _texts_likeness(old, a, new, b)
        if a.kind == "named":
            is_pair = name >= 0.5 if text is None else text >= 0.6
        else:
            same = old.parameters.index(a) == new.parameters.index(b)
            is_pair = same and (text is None or text >= 0.4 or name >= 0.5)
        return 1 + (text or 0) + name / 10 if is_pair else 0.0

    renames = best_pairs(removed, added, score)
    return Parameters(
        (*pairs, *renames),
        tuple(p for p in removed if all(p is not a for a, _ in renames)),
        tuple(p for p in added if all(p is not b for _, b in renames)),
    )


def _texts_likeness(old: Call, a: Parameter, new: Call, b: Parameter) -> float | None:
    ours, theirs = _text_of(old, a), _text_of(new, b)
    return text_likeness(words_of(ours), words_of(theirs))


def _text_of(call: Call, parameter: Parameter) -> str:
    told = call.doc.parameters if call.doc else ()
    return next((plain(t.text) for t in told if t.name == parameter.name), "")


def pair_constants(
    old: Sequence[EnumConstant], new: Sequence[EnumConstant]
) -> tuple[
    list[tuple[EnumConstant, EnumConstant]], list[EnumConstant], list[EnumConstant]
]:
    """Find partners for the constants of an enum: by name, wire value, or text."""
    theirs = {each.name: each for each in new}
    pairs = [(each, theirs[each.name]) for each in old if each.name in theirs]
    known = {each.name for each, _ in pairs}
    removed = [each for each in old if each.name not in known]
    added = [each for each in new if each.name not in known]
    renames = best_pairs(removed, added, _constant_score)
    gone = {id(each) for pair in renames for each in pair}
    return (
        [*pairs, *renames],
        [each for each in removed if id(each) not in gone],
        [each for each in added if id(each) not in gone],
    )


def _constant_score(old: EnumConstant, new: EnumConstant) -> float:
    if old.name.lower() == new.name.lower():
        return 3.0
    if old.wire == new.wire:
        return 2.0
    text = text_likeness(gist(old.doc), gist(new.doc))
    return text if text is not None and text >= 0.8 else 0.0
