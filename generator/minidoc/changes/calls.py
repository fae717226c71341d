"""Methods and functions: result, waiting, parameters, what they do, what is said.

In: two partners. Out: changes. Their names are compared elsewhere, since a member may
also have moved.
"""

from __future__ import annotations

from dataclasses import replace

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Place
from minidoc.changes.matching import Parameters, pair_parameters
from minidoc.changes.objects import compare_objects
from minidoc.changes.parameters import Calls, compare_clearing, compare_parameters
from minidoc.changes.texts import Comments, compare_comments
from minidoc.changes.variance import is_void, relation
from minidoc.changes.wire import compare_bindings
from minidoc.changes.words import Part, Words
from minidoc.ir.model import ClassDecl, MethodDecl
from minidoc.ir.roles import UNSUBSCRIBE
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import TypeRef
from minidoc.python.symbols import named_types


def compare_calls(c: Comparison, calls: Calls, *, is_renamed: bool) -> None:
    """Compare two partners in everything but their names."""
    place = c.new.member(calls.new_owner, calls.new.name, calls.new.span)
    # After a rename the overlay's entries are for nobody: they say so themselves.
    is_bound = calls.old.binding is not None, calls.new.binding is not None
    is_left = is_renamed and is_bound[0] != is_bound[1]
    if not is_left:
        _waiting(c, calls, place)
    _result(c, calls, place)
    parameters = pair_parameters(c, calls.old, calls.new)
    compare_parameters(c, calls, compare_objects(c, calls, parameters))
    words = Words({**c.words.renamed, **parameters.renamed})
    if not is_left:
        for old, new in parameters.pairs:
            compare_clearing(c, calls, old, new)
        compare_bindings(c, calls.old.binding, calls.new.binding, place, words)
    of = _places(c, calls, parameters, place)
    gone = frozenset(parameter.name for parameter in parameters.removed)
    come = frozenset(parameter.name for parameter in parameters.added)
    compare_comments(
        c,
        Comments(
            calls.old.doc,
            calls.new.doc,
            words,
            place,
            of.__getitem__,
            gone=gone,
            come=come,
        ),
    )


class _Places(dict[Part, Place]):
    """Places of the parts of a comment; whatever has none of its own is the call's."""

    def __init__(self, call: Place) -> None:
        super().__init__()
        self.call = call

    def __missing__(self, part: Part) -> Place:
        return self.call


def _places(
    c: Comparison, calls: Calls, parameters: Parameters, place: Place
) -> _Places:
    found = _Places(place)
    for parameter in calls.new.parameters:
        found["parameter", parameter.name] = calls.place_new(c, parameter)
    for old, new in parameters.pairs:
        found.setdefault(("parameter", old.name), calls.place_new(c, new))
    return found


def _waiting(c: Comparison, calls: Calls, place: Place) -> None:
    old, new = calls.old, calls.new
    if old.is_async == new.is_async:
        return
    values = (_outcome(old.returns, old.is_async), _outcome(new.returns, new.is_async))
    if not _has_worlds(c, calls):
        _twin(c, calls, place)
    elif not _is_generated(calls):
        message = f"the result of `{place.path}` is written otherwise"
        c.report(ChangeCode.RESPELLED, place, message, values)
    elif new.is_async:
        message = f"`{place.path}` has to be awaited in the async class"
        c.report(ChangeCode.BECAME_ASYNC, place, message, values)
    else:
        message = f"`{place.path}` answers at once: there is nothing to await"
        c.report(ChangeCode.BECAME_SYNC, place, message, values)


def _has_worlds(c: Comparison, calls: Calls) -> bool:
    """Tell whether there is a call in both worlds, whatever the page returns.

    Of a function there is, if its result has an asynchronous twin.
    """
    if isinstance(calls.new, MethodDecl):
        return True
    return any(c.new.spelling.has_twin(name) for name in named_types(calls.new.returns))


def _is_generated(calls: Calls) -> bool:
    """Tell whether the page decides if the call is awaited.

    Values are the same in both worlds, and the runtime ends subscriptions itself.
    """
    owner = calls.new_owner.declared
    role = owner.role if isinstance(owner, ClassDecl) else "handle"
    ends = role == "subscription" and calls.new.name == UNSUBSCRIBE
    return role != "data" and not ends


def _twin(c: Comparison, calls: Calls, place: Place) -> None:
    """Report the asynchronous twin of a function, which exists for a future only."""
    side = c.new if calls.new.is_async else c.old
    name = (calls.new if calls.new.is_async else calls.old).name
    twin = side.spelling.twin(name)
    there = replace(place, python=twin)
    if calls.new.is_async:
        message = f"`{place.path}` has an asynchronous twin, `{twin}`"
        c.report(ChangeCode.ADDED_DECLARATION, there, message, (None, twin))
    else:
        message = f"`{place.path}` no longer has an asynchronous twin, `{twin}`"
        c.report(ChangeCode.REMOVED_DECLARATION, there, message, (twin, None))


def _outcome(type_: TypeRef, is_async: bool) -> str:
    return f"Future<{spell_type(type_)}>" if is_async else spell_type(type_)


def _result(c: Comparison, calls: Calls, place: Place) -> None:
    before, after = calls.old.returns, calls.new.returns
    values = (spell_type(before), spell_type(after))
    if is_void(before) and not is_void(after):
        message = f"`{place.path}` gives a result now"
        c.report(ChangeCode.GAINED_RESULT, place, message, values)
    elif is_void(after) and not is_void(before):
        message = f"`{place.path}` no longer gives a result"
        c.report(ChangeCode.LOST_RESULT, place, message, values)
    else:
        compare_results(c, (before, after), place)


def compare_results(
    c: Comparison, types: tuple[TypeRef, TypeRef], place: Place
) -> None:
    """Compare what callers are handed: a wider type breaks, a narrower one does not."""
    before, after = c.old.type(types[0]), c.new.type(types[1])
    values = (spell_type(types[0]), spell_type(types[1]))
    match relation(before, after, "result"):
        case "wider":
            message = f"`{place.path}` may give more than before"
            c.report(ChangeCode.WIDENED_RESULT, place, message, values)
        case "narrower":
            message = f"`{place.path}` gives less than it might before"
            c.report(ChangeCode.NARROWED_RESULT, place, message, values)
        case "other":
            message = f"`{place.path}` gives something else"
            c.report(ChangeCode.CHANGED_TYPE, place, message, values)
        case "same":
            if spell_type(before) != spell_type(after):
                message = f"the type of `{place.path}` is written otherwise"
                c.report(ChangeCode.RESPELLED, place, message, values)
