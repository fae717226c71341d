"""Enums: constants gone, new, renamed, respelled, or with another wire value."""

from __future__ import annotations

from collections.abc import Iterable

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison
from minidoc.changes.matching import pair_constants
from minidoc.changes.pairing import Placed
from minidoc.changes.texts import Comments, compare_comments
from minidoc.ir.model import EnumConstant, EnumDecl


def compare_enums(
    c: Comparison, old: tuple[Placed, EnumDecl], new: tuple[Placed, EnumDecl]
) -> None:
    """Compare the constants of two partners."""
    pairs, removed, added = pair_constants(old[1].constants, new[1].constants)
    for gone in removed:
        place = c.old.member(old[0], gone.name, gone.span)
        message = f"the constant `{place.path}` is gone"
        c.report(ChangeCode.REMOVED_CONSTANT, place, message, (gone.name, None))
    for come in added:
        place = c.new.member(new[0], come.name, come.span)
        message = f"there is a new constant `{place.path}`"
        c.report(ChangeCode.ADDED_CONSTANT, place, message, (None, come.name))
    for before, after in pairs:
        _pair(c, (old[0], before), (new[0], after))
    _respelled(c, old[0], new[0], pairs)


def _pair(
    c: Comparison, old: tuple[Placed, EnumConstant], new: tuple[Placed, EnumConstant]
) -> None:
    ours, theirs = old[1], new[1]
    place = c.new.member(new[0], theirs.name, theirs.span)
    before = c.old.spelling.member_name(old[0].name, ours.name)
    after = c.new.spelling.member_name(new[0].name, theirs.name)
    if before != after:
        message = f"the constant `{ours.name}` is now called `{theirs.name}`"
        c.report(ChangeCode.RENAMED_CONSTANT, place, message, (before, after))
    if not _is_same_wire(ours, theirs):
        message = f"`{place.path}` travels as another value"
        values = (repr(ours.wire), repr(theirs.wire))
        c.report(ChangeCode.CHANGED_WIRE_VALUE, place, message, values)
    compare_comments(c, Comments(ours.doc, theirs.doc, c.words, place, lambda _: place))


def _respelled(
    c: Comparison,
    old: Placed,
    new: Placed,
    pairs: Iterable[tuple[EnumConstant, EnumConstant]],
) -> None:
    """Report constants that Python spells alike: once, since pages change them all."""
    told = [
        (before.name, after.name)
        for before, after in pairs
        if before.name != after.name
        and c.old.spelling.member_name(old.name, before.name)
        == c.new.spelling.member_name(new.name, after.name)
    ]
    if told:
        message = f"constants of `{new.name}` are respelled; Python's names stay"
        values = (", ".join(a for a, _ in told), ", ".join(b for _, b in told))
        c.report(ChangeCode.RESPELLED, c.new.declaration(new), message, values)


def _is_same_wire(old: EnumConstant, new: EnumConstant) -> bool:
    """Compare wire values; one that only repeats the name says nothing of the wire."""
    if old.wire == old.name and new.wire == new.name:
        return True
    return type(old.wire) is type(new.wire) and old.wire == new.wire
