"""Parameter objects: one parameter that becomes many, or many that become one.

In: the parameters of a call that found no partner. Out: one change for the whole event,
and the parameters that it does not explain.
"""

from __future__ import annotations

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Side
from minidoc.changes.matching import Parameters
from minidoc.changes.parameters import Calls, shown
from minidoc.changes.variance import relation, without_null
from minidoc.ir import types as ir
from minidoc.ir.model import ClassDecl, FieldDecl, Parameter
from minidoc.ir.walk import find
from minidoc.values import frozen

# So much of the object has to be found again, counted in fields.
_ENOUGH = 0.6


@frozen
class _Match:
    """An object, the parameter that takes it, and those that are its fields."""

    cls: ClassDecl
    taken_by: Parameter
    spread: tuple[Parameter, ...]


def compare_objects(c: Comparison, calls: Calls, parameters: Parameters) -> Parameters:
    """Report an inlined or introduced object; return what is left to compare."""
    inlined = _match(c, c.old, parameters.removed, parameters.added)
    if inlined is not None:
        _inlined(c, calls, inlined)
        return _without(parameters, inlined)
    introduced = _match(c, c.new, parameters.added, parameters.removed)
    if introduced is not None:
        _introduced(c, calls, introduced)
        return _without(parameters, introduced)
    return parameters


def _match(
    c: Comparison,
    side: Side,
    objects: tuple[Parameter, ...],
    spread: tuple[Parameter, ...],
) -> _Match | None:
    classes = {cls.name: cls for cls in find(side.api, ClassDecl)}
    for parameter in objects:
        cls = classes.get(_name(parameter.type))
        if cls is None or cls.role != "data" or not cls.fields:
            continue
        other = c.new if side is c.old else c.old
        found = tuple(p for p in spread if _is_field(side, cls, other, p))
        if len(found) / len(cls.fields) >= _ENOUGH:
            return _Match(cls, parameter, found)
    return None


def _name(type_: ir.TypeRef) -> str:
    return type_.name if isinstance(type_, ir.NamedType) else ""


def _is_field(side: Side, cls: ClassDecl, other: Side, parameter: Parameter) -> bool:
    return any(
        field.name == parameter.name and _is_alike(side, field, other, parameter)
        for field in cls.fields
    )


def _is_alike(side: Side, field: FieldDecl, other: Side, parameter: Parameter) -> bool:
    one, two = side.type(field.type), other.type(parameter.type)
    return relation(without_null(one), without_null(two), "parameter") != "other"


def _without(parameters: Parameters, match: _Match) -> Parameters:
    told = [match.taken_by, *match.spread]
    return Parameters(
        parameters.pairs,
        tuple(p for p in parameters.removed if all(p is not t for t in told)),
        tuple(p for p in parameters.added if all(p is not t for t in told)),
    )


def _inlined(c: Comparison, calls: Calls, match: _Match) -> None:
    c.told_old.add(match.cls.name)
    place = c.new.member(calls.new_owner, calls.new.name, calls.new.span)
    names = ", ".join(p.name for p in match.spread)
    message = f"the fields of `{match.cls.name}` are parameters now: {names}"
    after = ", ".join(shown(p) for p in match.spread)
    c.report(ChangeCode.OBJECT_INLINED, place, message, (shown(match.taken_by), after))


def _introduced(c: Comparison, calls: Calls, match: _Match) -> None:
    c.told_new.add(match.cls.name)
    place = c.new.member(calls.new_owner, calls.new.name, calls.new.span)
    names = ", ".join(p.name for p in match.spread)
    message = f"parameters are fields of `{match.cls.name}` now: {names}"
    before = ", ".join(shown(p) for p in match.spread)
    c.report(
        ChangeCode.OBJECT_INTRODUCED, place, message, (before, shown(match.taken_by))
    )
