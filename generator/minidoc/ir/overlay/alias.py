"""`[[alias]]`: names of before that go on working until a version.

In: the pages with everything else of the overlay applied. Out: what each old name means
today. Which version is the next one, and how Python spells a name, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable

from minidoc.diagnostics import Code
from minidoc.ir import model as ir
from minidoc.ir.names import member_names
from minidoc.ir.overlay.draft import (
    Draft,
    Located,
    locate,
    report_no_match,
    split_target,
)
from minidoc.ir.overlay.load import Entry
from minidoc.ir.overlay.tables import AliasTable


def old_names(draft: Draft, entries: list[Entry[AliasTable]]) -> tuple[ir.OldName, ...]:
    """Return the names that are kept; one that cannot be is reported."""
    kept: list[ir.OldName] = []
    for entry in entries:
        table, span = entry.table, entry.span("target")
        located = locate(draft, table.page, table.target, span)
        if located is None or not _can_have_one(draft, entry, located):
            continue
        if _is_free(draft, entry, located, kept):
            kept.append(_old_name(entry))
    return tuple(kept)


def _old_name(entry: Entry[AliasTable]) -> ir.OldName:
    table = entry.table
    return ir.OldName(
        page=table.page,
        target=table.target,
        name=table.name,
        until=table.until,
        reason=table.reason,
        span=entry.span("name"),
    )


def _can_have_one(draft: Draft, entry: Entry[AliasTable], located: Located) -> bool:
    """Tell whether the target is there and can have two names, or report it."""
    name = split_target(entry.table.target)[2]
    if isinstance(located.member, ir.EnumConstant):
        message = f"`{entry.table.target}` is a constant, which has one name only"
        hint = "remove the entry: to mypy a second name is one more constant to handle"
        draft.report(Code.INVALID_OVERLAY, message, entry.span("target"), hint)
        return False
    if name is None:
        return True
    names = _parameters(located)
    if name in names:
        return True
    message = f"`{located.subject.name}` has no parameter `{name}`"
    report_no_match(draft, message, name, names, entry.span("target"))
    return False


def _parameters(located: Located) -> list[str]:
    subject = located.subject
    if isinstance(subject, ir.MethodDecl | ir.FunctionDecl):
        return [parameter.name for parameter in subject.parameters]
    return []


def _is_free(
    draft: Draft,
    entry: Entry[AliasTable],
    located: Located,
    kept: Iterable[ir.OldName],
) -> bool:
    """Tell whether nothing else has the old name, which would then mean two things."""
    table = entry.table
    scope = _scope(table.target)
    if table.name in _names_beside(draft, located, table.target):
        owner = f" in `{scope}`" if scope else ""
        message = f"`{table.name}` is the name of something else{owner} today"
        if table.name == _last(table.target):
            message = f"`{table.name}` is what `{table.target}` is called today"
    elif any(o.name == table.name and _scope(o.target) == scope for o in kept):
        message = f"`{table.name}` is the old name of something already"
    else:
        return True
    hint = "remove the entry, or correct its `name` or `target`"
    draft.report(Code.INVALID_OVERLAY, message, entry.span("name"), hint)
    return False


def _names_beside(draft: Draft, located: Located, target: str) -> Iterable[str]:
    if split_target(target)[2] is not None:
        return _parameters(located)
    if located.member is not None:
        return member_names(located.declaration)
    return draft.names().declared


def _scope(target: str) -> str:
    """Return what a target is inside of: a class, a call, or nothing."""
    owner, member, parameter = split_target(target)
    if parameter is not None:
        return target.partition("(")[0]
    return owner if member is not None else ""


def _last(target: str) -> str:
    owner, member, parameter = split_target(target)
    return parameter or member or owner
