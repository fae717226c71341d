"""Declarations: gone, new, renamed, moved, of another kind; classes, enums, functions.

In: which declaration of before is which of now. Out: changes of the declarations
themselves; their members are compared elsewhere.
"""

from __future__ import annotations

from minidoc.changes.calls import compare_calls
from minidoc.changes.codes import ChangeCode, Impact
from minidoc.changes.context import Comparison
from minidoc.changes.enums import compare_enums
from minidoc.changes.pairing import Placed
from minidoc.changes.parameters import Calls
from minidoc.changes.texts import Comments, compare_comments
from minidoc.changes.variance import relation
from minidoc.ir.model import AliasDecl, ClassDecl, EnumDecl, FunctionDecl
from minidoc.ir.spelling import spell_type

_KINDS = {"class": "class", "enum": "enum", "function": "function", "alias": "type"}
_ROLES = {"data": "a value", "subscription": "a subscription", "handle": "a handle"}


def compare_declarations(c: Comparison) -> None:
    """Report everything about declarations, the members of classes left out."""
    for old, new in c.paired.pairs:
        _pair(c, old, new)
    for old in c.paired.removed:
        if old.name not in c.told_old:
            place = c.old.declaration(old)
            message = f"the {_KINDS[old.declared.kind]} `{old.name}` is gone"
            values = (_shown(old), None)
            c.report(ChangeCode.REMOVED_DECLARATION, place, message, values)
    for new in c.paired.added:
        if new.name not in c.told_new:
            _added(c, new)


def _shown(placed: Placed) -> str:
    return f"{_KINDS[placed.declared.kind]} {placed.name}"


def _added(c: Comparison, new: Placed) -> None:
    place = c.new.declaration(new)
    values = (None, _shown(new))
    if new.name not in c.old.undeclared:
        message = f"there is a new {_KINDS[new.declared.kind]} `{new.name}`"
        c.report(ChangeCode.ADDED_DECLARATION, place, message, values)
    elif new.name in c.old.given:
        message = f"`{new.name}` is declared: parameters no longer take any object"
        c.report(ChangeCode.DECLARED_PARAMETER_TYPE, place, message, values)
    else:
        message = f"`{new.name}` is declared: its members are known now"
        c.report(ChangeCode.DECLARED_TYPE, place, message, values)


def _pair(c: Comparison, old: Placed, new: Placed) -> None:
    before, after = c.old.declaration(old), c.new.declaration(new)
    if old.declared.kind != new.declared.kind:
        message = f"`{new.name}` is a {_KINDS[new.declared.kind]} now"
        c.report(ChangeCode.CHANGED_KIND, after, message, (_shown(old), _shown(new)))
        return
    if before.python != after.python:
        message = f"`{old.name}` is now called `{new.name}`"
        if old.name == new.name:
            message = f"callers write `{new.name}` otherwise"
        values = (before.python, after.python)
        c.report(ChangeCode.RENAMED_DECLARATION, after, message, values)
    elif old.name != new.name:
        message = f"`{old.name}` is spelled `{new.name}`, which gives the same name"
        c.report(ChangeCode.RESPELLED, after, message, (old.name, new.name))
    _contents(c, old, new)


def _contents(c: Comparison, old: Placed, new: Placed) -> None:
    match old.declared, new.declared:
        case FunctionDecl() as ours, FunctionDecl() as theirs:
            is_renamed = old.name != new.name
            calls = Calls(old, ours, new, theirs)
            compare_calls(c, calls, is_renamed=is_renamed)
            return
        case EnumDecl() as ours, EnumDecl() as theirs:
            compare_enums(c, (old, ours), (new, theirs))
        case AliasDecl() as ours, AliasDecl() as theirs:
            _aliases(c, ours, theirs, new)
        case _:
            pass
    place = c.new.declaration(new)
    comments = Comments(
        old.declared.doc, new.declared.doc, c.words, place, lambda _: place
    )
    compare_comments(c, comments)


def _aliases(c: Comparison, old: AliasDecl, new: AliasDecl, placed: Placed) -> None:
    """Compare what two aliases stand for: values of them go both ways."""
    if old.type is None and new.type is None:
        return
    place = c.new.declaration(placed)
    values = (
        spell_type(old.type) if old.type else "opaque",
        spell_type(new.type) if new.type else "opaque",
    )
    if old.type is None or new.type is None:
        message = f"`{new.name}` stands for something else"
        c.report(ChangeCode.CHANGED_TYPE, place, message, values)
        return
    if relation(c.old.type(old.type), c.new.type(new.type), "result") != "same":
        message = f"`{new.name}` stands for something else"
        c.report(ChangeCode.CHANGED_TYPE, place, message, values)


def compare_roles(c: Comparison) -> None:
    """Report classes that act where they held values, unless a loss explains it."""
    for old, new in c.paired.pairs:
        ours, theirs = old.declared, new.declared
        if not isinstance(ours, ClassDecl) or not isinstance(theirs, ClassDecl):
            continue
        lost = any(
            change.impact is Impact.BREAKING
            and change.path.startswith((f"{old.name}.", f"{new.name}."))
            for change in c.found
        )
        # A handle that gets a life cycle keeps all that it had.
        is_more = (ours.role, theirs.role) == ("handle", "subscription")
        if ours.role != theirs.role and not lost and not is_more:
            place = c.new.declaration(new)
            values = (_ROLES[ours.role], _ROLES[theirs.role])
            message = f"`{new.name}` is {values[1]} now, and was {values[0]}"
            c.report(ChangeCode.CHANGED_KIND, place, message, values)
