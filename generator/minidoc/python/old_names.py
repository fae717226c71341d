"""Names of before: how Python spells them, and that nothing else is called so.

In: the API model and the names of today. Out: the old names, by what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.model import Api, OldName
from minidoc.python import names
from minidoc.python.code import Code as PyCode, string_literal
from minidoc.python.names import BadNameError, Identifier
from minidoc.python.symbols import OldSpelled, Symbols, Target, reserved_members

_TARGET = re.compile(r"(?P<owner>[^.(]+)(?:\.(?P<member>[^(]+))?(?:\((?P<inner>.+)\))?")


def target_of(old: OldName) -> Target:
    """Split what an old name means: `Class.member(parameter)`."""
    match = _TARGET.fullmatch(old.target)
    assert match is not None, "the overlay accepts no such target"
    return match["owner"], match["member"] or "", match["inner"] or ""


def spell_old_names(api: Api, symbols: Symbols) -> list[Diagnostic]:
    """Spell every old name into `symbols.old`, and report those that are taken."""
    found: list[Diagnostic] = []
    for old in api.old_names:
        target = target_of(old)
        try:
            spelled = _spelled(old, target, symbols)
        except BadNameError as problem:
            hint = "remove the entry: this name cannot be kept"
            found.append(Diagnostic(Code.INVALID_NAME, str(problem), old.span, hint))
            continue
        taken = set(_taken(target, symbols))
        if clash := next((n for n in _both(spelled) if n in taken), None):
            message = f"the old name {old.name!r} becomes {clash}, which is taken"
            hint = "remove the entry: that name means something else today"
            found.append(Diagnostic(Code.NAME_COLLISION, message, old.span, hint))
            continue
        symbols.add_old(target, spelled)
    return found


def names_before(symbols: Symbols) -> dict[str, set[Identifier]]:
    """Find the old names of each page's module, members and parameters included."""
    found: dict[str, set[Identifier]] = {}
    for olds in symbols.old.values():
        for old in olds:
            found.setdefault(old.declared.page, set()).update(_both(old))
    return found


def renamed_functions(api: Api) -> frozenset[str]:
    """Return the functions that have an old name: `__init__` then imports it."""
    functions = {
        declared.name
        for page in api.pages
        for declared in page.declarations
        if declared.kind == "function"
    }
    return frozenset(old.target for old in api.old_names if old.target in functions)


def notice(old: OldSpelled, new: str, name: str = "") -> PyCode:
    """Write what a warning says of an old name, as a string literal."""
    reason = " ".join(old.declared.reason.split())
    until = f"the old name goes in {old.declared.until}"
    text = f"`{name or old.name}` is called `{new}` now; {until}. {reason}"
    return string_literal(text)


def _spelled(old: OldName, target: Target, symbols: Symbols) -> OldSpelled:
    owner, member, parameter = target
    if parameter:
        name = names.member_name(old.name, names.RESERVED_PARAMETERS)
        return OldSpelled(name, None, old)
    if member:
        cls = symbols.classes[owner]
        reserved = reserved_members(cls, symbols)
        name = names.member_name(old.name, reserved)
        if name in names.USED_BUILTINS:
            raise BadNameError(f"{old.name!r} would hide a builtin from its class")
        return OldSpelled(name, None, old)
    if owner in symbols.functions:
        name = names.member_name(old.name, names.RESERVED_EXPORTS)
        return OldSpelled(name, names.async_function_name(name), old)
    name = names.class_name(old.name)
    has_twin = symbols.has_twin(owner)
    return OldSpelled(name, names.async_class_name(name) if has_twin else None, old)


def _both(spelled: OldSpelled) -> Iterable[Identifier]:
    return (spelled.name, *([spelled.twin] if spelled.twin else []))


def _taken(target: Target, symbols: Symbols) -> Iterable[str]:
    """Yield the names that are taken where an old name would stand."""
    owner, member, parameter = target
    if parameter:
        call = (owner, member) if member else ("", owner)
        yield from symbols.given.get(call, {}).values()
    elif member:
        yield from symbols.inside.get(owner, {}).values()
    else:
        yield from symbols.modules.values()
        yield from symbols.typed_dicts.values()
        for found in (*symbols.types.values(), *symbols.functions.values()):
            yield found.name
            if found.twin is not None:
                yield found.twin
    for known, others in symbols.old.items():
        if _scope(known) == _scope(target):
            yield from (name for other in others for name in _both(other))


def _scope(target: Target) -> tuple[str, ...]:
    owner, member, parameter = target
    if parameter:
        return (owner, member)
    return (owner,) if member else ()
