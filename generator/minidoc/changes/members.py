"""Members of classes: renamed, moved, gone, new; then each pair of partners in full."""

from __future__ import annotations

from dataclasses import replace

from minidoc.changes.calls import compare_calls
from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Member, Place
from minidoc.changes.fields import added_field, compare_fields
from minidoc.changes.matching import Members
from minidoc.changes.pairing import signature
from minidoc.changes.parameters import Calls
from minidoc.ir.model import ClassDecl, FieldDecl, MethodDecl


def compare_members(c: Comparison, members: Members) -> None:
    """Report everything about the members of all classes."""
    for old in members.removed:
        if not _is_announced(c, old):
            _removed(c, old)
    for new in members.added:
        place = c.new.member(new.owner, new.name, new.declared.span)
        if isinstance(new.declared, FieldDecl):
            added_field(c, new, place)
        else:
            message = f"there is a new method `{place.path}`"
            shown = (None, _shown(new))
            c.report(ChangeCode.ADDED_MEMBER, place, message, shown)
    for old, new in members.pairs:
        _pair(c, old, new)


def _is_announced(c: Comparison, member: Member) -> bool:
    """Tell whether the whole class is gone, which is one event."""
    return any(member.owner is gone for gone in c.paired.removed)


def _removed(c: Comparison, old: Member) -> None:
    place = c.old.member(old.owner, old.name, old.declared.span)
    what = "field" if isinstance(old.declared, FieldDecl) else "method"
    message = f"the {what} `{place.path}` is gone"
    c.report(ChangeCode.REMOVED_MEMBER, place, message, (_shown(old), None))


def _shown(member: Member) -> str:
    declared = member.declared
    if isinstance(declared, FieldDecl):
        return f"{signature(declared)} {member.name}"
    if declared.is_async:
        wrapped = signature(replace(declared, parameters=(), is_async=False))
        return f"Future<{wrapped.removesuffix('()')}> {member.name}(...)"
    result = signature(replace(declared, parameters=())).removesuffix("()")
    return f"{result} {member.name}(...)"


def _pair(c: Comparison, old: Member, new: Member) -> None:
    is_renamed = old.name != new.name
    if type(old.declared) is not type(new.declared):
        _other_kind(c, old, new)
        return
    if not _moved(c, old, new):
        _name(c, old, new)
    if isinstance(old.declared, FieldDecl):
        compare_fields(c, old, new, is_renamed=is_renamed)
        return
    assert isinstance(old.declared, MethodDecl), "a method"
    assert isinstance(new.declared, MethodDecl), "the same kind"
    calls = Calls(old.owner, old.declared, new.owner, new.declared)
    compare_calls(c, calls, is_renamed=is_renamed)


def _places(c: Comparison, old: Member, new: Member) -> tuple[Place, Place]:
    return (
        c.old.member(old.owner, old.name, old.declared.span),
        c.new.member(new.owner, new.name, new.declared.span),
    )


def _other_kind(c: Comparison, old: Member, new: Member) -> None:
    _, place = _places(c, old, new)
    what = "method" if isinstance(new.declared, MethodDecl) else "field"
    message = f"`{place.path}` is a {what} now"
    c.report(ChangeCode.CHANGED_KIND, place, message, (_shown(old), _shown(new)))


def _moved(c: Comparison, old: Member, new: Member) -> bool:
    if any(old.owner is a and new.owner is b for a, b in c.paired.pairs):
        return False
    before, after = _places(c, old, new)
    message = f"`{before.path}` is `{after.path}` now"
    c.report(ChangeCode.MOVED_MEMBER, after, message, (before.python, after.python))
    return True


def _name(c: Comparison, old: Member, new: Member) -> None:
    before, after = _places(c, old, new)
    ours = c.old.spelling.member_name(old.owner.name, old.name)
    theirs = c.new.spelling.member_name(new.owner.name, new.name)
    if ours != theirs:
        message = f"`{before.path}` is now called `{after.path}`"
        if old.name == new.name:
            message = f"callers write `{after.path}` otherwise"
        values = (before.python, after.python)
        c.report(ChangeCode.RENAMED_MEMBER, after, message, values)
    elif old.name != new.name:
        _respelled(c, old, new)


def _respelled(c: Comparison, old: Member, new: Member) -> None:
    """Report a name that Python spells alike; on the wire a field's counts."""
    before, after = _places(c, old, new)
    cls = new.owner.declared
    values = (old.name, new.name)
    travels = isinstance(new.declared, FieldDecl) and (
        isinstance(cls, ClassDecl) and cls.role == "data"
    )
    if travels:
        message = f"`{before.path}` travels as `{new.name}`"
        c.report(ChangeCode.CHANGED_WIRE_NAME, after, message, values)
    else:
        message = f"`{before.path}` is spelled `{new.name}`, which gives the same name"
        c.report(ChangeCode.RESPELLED, after, message, values)
