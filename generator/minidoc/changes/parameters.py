"""Parameters of a call: names, order, call style, types, requiredness, defaults.

In: the parameters of two partners. Out: changes, in terms of the Python signature that
is generated: what a caller may leave out, and what has to be named.
"""

from __future__ import annotations

from dataclasses import replace

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Place
from minidoc.changes.matching import Call, Parameters
from minidoc.changes.pairing import Placed
from minidoc.changes.variance import relation, without_null
from minidoc.ir.model import Parameter
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import TypeRef
from minidoc.values import frozen


@frozen
class Calls:
    """The same method or function, before and now."""

    old_owner: Placed
    old: Call
    new_owner: Placed
    new: Call

    def place_old(self, c: Comparison, parameter: Parameter) -> Place:
        """Return the place of a parameter of before."""
        return c.old.parameter(self.old_owner, self.old.name, parameter)

    def place_new(self, c: Comparison, parameter: Parameter) -> Place:
        """Return the place of a parameter of now."""
        return c.new.parameter(self.new_owner, self.new.name, parameter)


def compare_parameters(c: Comparison, calls: Calls, parameters: Parameters) -> None:
    """Report everything about the parameters of a call."""
    for old in parameters.removed:
        place = calls.place_old(c, old)
        message = f"the parameter `{old.name}` is gone"
        c.report(ChangeCode.REMOVED_PARAMETER, place, message, (shown(old), None))
    for new in parameters.added:
        _added(c, calls, new)
    for old, new in parameters.pairs:
        _pair(c, calls, old, new)
    _order(c, calls, parameters)


def is_optional(call: Call, parameter: Parameter) -> bool:
    """Tell whether Python's signature has a default for it.

    Positional parameters have one only if all later ones do.
    """
    if parameter.kind == "named":
        return not parameter.required
    positional = [p for p in call.parameters if p.kind != "named"]
    return all(_may_lack(p) for p in positional[positional.index(parameter) :])


def _may_lack(parameter: Parameter) -> bool:
    trailing = parameter.kind == "positional" and parameter.type.nullable
    return not parameter.required or parameter.default is not None or trailing


def shown(parameter: Parameter) -> str:
    """Write a parameter as the page does."""
    text = f"{spell_type(parameter.type)} {parameter.name}"
    if parameter.kind == "named" and parameter.required:
        text = f"required {text}"
    if parameter.default is not None:
        text = f"{text} = {parameter.default}"
    brackets = {"named": "{%s}", "optional": "[%s]", "positional": "%s"}
    return brackets[parameter.kind] % text


def _added(c: Comparison, calls: Calls, new: Parameter) -> None:
    place = calls.place_new(c, new)
    if is_optional(calls.new, new):
        message = f"there is a new parameter `{new.name}`, which may be left out"
        c.report(ChangeCode.ADDED_PARAMETER, place, message, (None, shown(new)))
    else:
        message = f"there is a new parameter `{new.name}`, which every call has to give"
        c.report(
            ChangeCode.ADDED_REQUIRED_PARAMETER, place, message, (None, shown(new))
        )


def _pair(c: Comparison, calls: Calls, old: Parameter, new: Parameter) -> None:
    _name(c, calls, old, new)
    place, values = calls.place_new(c, new), (shown(old), shown(new))
    _style(c, place, values, (old, new))
    if _is_weak(old, new) and not c.is_unchanged(calls.old_owner, calls.new_owner):
        verb = "lost" if old.kind == "optional" else "got"
        message = (
            f"`{new.name}` {verb} the brackets of an optional parameter, which"
            " these pages lose; `optional = true` in a `[[correct]]` entry keeps it so"
        )
        c.report(ChangeCode.WEAK_EVIDENCE, place, message, values)
    else:
        _requiredness(c, calls, old, new)


def _name(c: Comparison, calls: Calls, old: Parameter, new: Parameter) -> None:
    if old.name == new.name and old.public_name == new.public_name:
        return
    before, after = calls.place_old(c, old), calls.place_new(c, new)
    values = (shown(old), shown(new))
    if before.python.partition("(")[2] != after.python.partition("(")[2]:
        message = f"the parameter `{old.name}` is now called `{new.name}`"
        if old.name == new.name:
            message = f"callers write the parameter `{new.name}` otherwise"
        c.report(ChangeCode.RENAMED_PARAMETER, after, message, values)
    elif calls.new.binding is not None and new.kind == "named":
        message = f"`{old.name}` travels as `{new.name}`"
        c.report(ChangeCode.CHANGED_WIRE_NAME, after, message, values)
    else:
        message = f"`{old.name}` is spelled `{new.name}`, which gives the same name"
        c.report(ChangeCode.RESPELLED, after, message, values)


def _style(
    c: Comparison,
    place: Place,
    values: tuple[str, str],
    pair: tuple[Parameter, Parameter],
) -> None:
    old, new = pair
    if old.kind != "named" and new.kind == "named":
        message = f"`{new.name}` has to be given by name"
        c.report(ChangeCode.KEYWORD_ONLY, place, message, values)
    elif old.kind == "named" and new.kind != "named":
        message = f"`{new.name}` may be given without its name as well"
        c.report(ChangeCode.POSITIONAL_TOO, place, message, values)


def _is_weak(old: Parameter, new: Parameter) -> bool:
    """Tell whether only the brackets of an optional parameter came or went.

    The mark of a nullable type goes with them.
    """
    if {old.kind, new.kind} != {"optional", "positional"}:
        return False
    return spell_type(without_null(old.type)) == spell_type(without_null(new.type))


def _requiredness(c: Comparison, calls: Calls, old: Parameter, new: Parameter) -> None:
    """Compare what may be left out, the types, and the defaults: one event each.

    Where a parameter may be left out its type takes null as well, which is no event
    of its own.
    """
    place, values = calls.place_new(c, new), (shown(old), shown(new))
    before, after = is_optional(calls.old, old), is_optional(calls.new, new)
    marked = old.type.nullable != new.type.nullable
    # The mark of a positional type tells by itself that it may be left out.
    is_marked = marked and (old.kind, new.kind) == ("positional", "positional")
    is_told = before != after and not is_marked
    if is_told and after:
        message = f"`{new.name}` may be left out"
        c.report(ChangeCode.NOW_OPTIONAL, place, message, values)
    elif is_told:
        message = f"`{new.name}` has to be given"
        c.report(ChangeCode.NOW_REQUIRED, place, message, values)
    _type(c, place, (old, new), is_told=is_told)
    if before and after and old.default != new.default:
        message = f"`{new.name}` has another default"
        c.report(
            ChangeCode.CHANGED_DEFAULT,
            place,
            message,
            (old.default or "null", new.default or "null"),
        )


def _type(
    c: Comparison,
    place: Place,
    pair: tuple[Parameter, Parameter],
    *,
    is_told: bool,
) -> None:
    ours, theirs = (_effective(p) for p in pair)
    before, after = c.old.type(ours), c.new.type(theirs)
    if is_told:
        before, after = without_null(before), without_null(after)
    values = (spell_type(pair[0].type), spell_type(pair[1].type))
    match relation(before, after, "parameter"):
        case "wider":
            message = f"`{pair[1].name}` takes more than before"
            c.report(ChangeCode.WIDENED_PARAMETER, place, message, values)
        case "narrower":
            message = f"`{pair[1].name}` takes less than before"
            c.report(ChangeCode.NARROWED_PARAMETER, place, message, values)
        case "other":
            message = f"`{pair[1].name}` takes something else"
            c.report(ChangeCode.CHANGED_TYPE, place, message, values)
        case "same":
            if spell_type(before) != spell_type(after):
                message = f"the type of `{pair[1].name}` is written otherwise"
                c.report(ChangeCode.RESPELLED, place, message, values)


def _effective(parameter: Parameter) -> TypeRef:
    """Return the type that callers may give: null where it may be left out."""
    optional = not parameter.required and parameter.default is None
    return replace(parameter.type, nullable=True) if optional else parameter.type


def compare_clearing(
    c: Comparison, calls: Calls, old: Parameter, new: Parameter
) -> None:
    """Compare what the overlay says of null; of a renamed one it may be behind."""
    place = calls.place_new(c, new)
    if old.name != new.name:
        return
    if new.clearable and not old.clearable:
        message = f"`{new.name}` can be cleared"
        c.report(ChangeCode.NOW_CLEARABLE, place, message)
    elif old.clearable and not new.clearable:
        message = f"`{new.name}` can no longer be cleared"
        c.report(ChangeCode.NO_LONGER_CLEARABLE, place, message)


def _order(c: Comparison, calls: Calls, parameters: Parameters) -> None:
    """Compare the places of positional parameters, unless an earlier change tells."""
    told = [*parameters.removed, *parameters.added]
    if any(p.kind != "named" and not is_optional(_of(calls, p), p) for p in told):
        return
    ours = [p for p in calls.old.parameters if p.kind != "named"]
    theirs = [p for p in calls.new.parameters if p.kind != "named"]
    moved = [
        (old, new)
        for old, new in parameters.pairs
        if "named" not in (old.kind, new.kind) and ours.index(old) != theirs.index(new)
    ]
    if moved:
        place = calls.place_new(c, moved[0][1])
        message = "the positional parameters stand in another order"
        values = (", ".join(p.name for p in ours), ", ".join(p.name for p in theirs))
        c.report(ChangeCode.REORDERED_PARAMETERS, place, message, values)


def _of(calls: Calls, parameter: Parameter) -> Call:
    known = any(parameter is each for each in calls.old.parameters)
    return calls.old if known else calls.new
