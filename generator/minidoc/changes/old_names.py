"""Names of before: renames that keep them break nobody, and their end does.

In: a comparison that is otherwise done. Out: its renames as data; changes of old names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Place
from minidoc.changes.matching import Call, Members, pair_parameters
from minidoc.changes.pairing import Placed
from minidoc.ir.model import FunctionDecl, MethodDecl, OldName
from minidoc.values import frozen

_RENAMES = frozenset(
    {
        ChangeCode.RENAMED_DECLARATION,
        ChangeCode.RENAMED_MEMBER,
        ChangeCode.RENAMED_PARAMETER,
    }
)


@frozen
class Rename:
    """Something that callers write otherwise than before.

    Attributes:
        page: Name of its page today.
        target: What it is called today, as the page has it: `UserRef.set(name)`.
        name: What it was called, by itself, as the page or the overlay had it.
    """

    page: str
    target: str
    name: str


@dataclass(slots=True)
class Partners:
    """Names of before and what they are today, in the pages' spelling.

    Attributes:
        names: By the whole old name, the whole new one: `UserRef.set(name)`.
        places: By the whole new name, where it stands.
        renames: Those that callers notice.
    """

    names: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    renames: list[Rename] = field(default_factory=list[Rename])

    def add(self, before: Place, after: Place, name: str, *, is_renamed: bool) -> None:
        """Add a pair; `name` is the old one by itself."""
        self.names[before.path] = after.path
        self.places[after.path] = after
        if is_renamed:
            self.renames.append(Rename(after.page, after.path, name))


def partners_of(c: Comparison, members: Members) -> Partners:
    """Collect what the comparison has found to be the same thing."""
    found = Partners()
    for old, new in c.paired.pairs:
        ours, theirs = old.declared, new.declared
        if ours.kind != theirs.kind or ours.kind == "alias":
            continue
        before, after = c.old.declaration(old), c.new.declaration(new)
        name = ours.public_name or ours.name
        found.add(before, after, name, is_renamed=before.python != after.python)
        if isinstance(ours, FunctionDecl) and isinstance(theirs, FunctionDecl):
            _parameters(c, found, (old, ours), (new, theirs))
    for a, b in members.pairs:
        if type(a.declared) is not type(b.declared):
            continue
        before = c.old.member(a.owner, a.name, a.declared.span)
        after = c.new.member(b.owner, b.name, b.declared.span)
        # Only inside of its class can something have another name.
        is_moved = found.names.get(a.owner.name) != b.owner.name
        is_renamed = not is_moved and (
            c.old.spelling.member_name(a.owner.name, a.name)
            != c.new.spelling.member_name(b.owner.name, b.name)
        )
        name = a.declared.public_name or a.name
        found.add(before, after, name, is_renamed=is_renamed)
        if isinstance(a.declared, MethodDecl) and isinstance(b.declared, MethodDecl):
            _parameters(c, found, (a.owner, a.declared), (b.owner, b.declared))
    return found


def _parameters(
    c: Comparison, found: Partners, old: tuple[Placed, Call], new: tuple[Placed, Call]
) -> None:
    for ours, theirs in pair_parameters(c, old[1], new[1]).pairs:
        before = c.old.parameter(old[0], old[1].name, ours)
        after = c.new.parameter(new[0], new[1].name, theirs)
        called, calls = (place.python.partition("(")[2] for place in (before, after))
        is_renamed = called.rstrip(".=)") != calls.rstrip(".=)")
        name = ours.public_name or ours.name
        found.add(before, after, name, is_renamed=is_renamed)


def compare_old_names(c: Comparison, partners: Partners) -> None:
    """Report old names that are new or gone, and say which renames are kept."""
    kept = {(old.target, old.name): old for old in c.new.api.old_names}
    _mark_kept(c, partners, kept)
    known = {(rename.target, rename.name) for rename in partners.renames}
    for old in c.old.api.old_names:
        target = partners.names.get(old.target)
        # What is gone altogether is gone under every name.
        if target is None or _name_of(target) == old.name:
            continue
        known.add((target, old.name))
        now = kept.get((target, old.name))
        if now is None:
            _gone(c, partners.places[target], old)
        elif (now.until, now.reason) != (old.until, old.reason):
            _other_words(c, partners.places[target], old, now)
    for (target, name), old in kept.items():
        if (target, name) not in known:
            _come(c, target, old)


def _mark_kept(
    c: Comparison, partners: Partners, kept: dict[tuple[str, str], OldName]
) -> None:
    names = {rename.target: rename.name for rename in partners.renames}
    for number, change in enumerate(c.found):
        old = kept.get((change.path, names.get(change.path, "")))
        if change.code in _RENAMES and old is not None:
            message = f"{change.message}; the old name works until {old.until}"
            code = ChangeCode.RENAMED_KEPT
            c.found[number] = replace(change, code=code, message=message)


def _gone(c: Comparison, place: Place, old: OldName) -> None:
    message = f"`{place.path}` is no longer known as `{old.name}`"
    c.report(ChangeCode.REMOVED_OLD_NAME, place, message, (old.name, None))


def _other_words(c: Comparison, place: Place, old: OldName, now: OldName) -> None:
    message = f"what is said of the old name `{old.name}` has changed"
    values = (f"until {old.until}: {old.reason}", f"until {now.until}: {now.reason}")
    at = place.at(now.span)
    c.report(ChangeCode.DEPRECATION_CHANGED, at, message, values)


def _come(c: Comparison, target: str, old: OldName) -> None:
    """Report a name for something that, as far as can be told, never had it."""
    owner = re.split("[.(]", target)[0]
    python = c.new.spelling.declaration(owner) + target.removeprefix(owner)
    place = Place(target, python, old.page, old.span)
    message = f"`{target}` may be called `{old.name}` until {old.until}"
    c.report(ChangeCode.ADDED_OLD_NAME, place, message, (None, old.name))


def _name_of(target: str) -> str:
    inner = target.partition("(")[2].rstrip(")")
    return inner or target.rpartition(".")[2]
