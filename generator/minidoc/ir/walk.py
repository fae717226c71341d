"""Walk and rebuild any part of the API model without naming each class.

In: a record and a type or a change. Out: what was found, or the rebuilt record. What
the records mean is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, get_args

from minidoc.diagnostics import Span
from minidoc.ir.record import types_of
from minidoc.values import frozen

T = TypeVar("T")
N = TypeVar("N")


def find(node: object, kind: type[T]) -> Iterator[T]:
    """Yield every `kind` inside `node`, itself included, in the model's order.

    Only fields whose annotations lead to `kind` are looked at, since nine in ten
    records are text when types are looked for.
    """
    wanted: Any = kind
    steps = _steps(wanted)
    waiting: list[Any] = [node]
    while waiting:
        current = waiting.pop()
        here = cast("Any", type(current))
        if here is tuple:
            waiting += current[::-1]
            continue
        step = steps.get(here)
        if step is None:
            step = steps[here] = _step(here, wanted)
        if step.is_it:
            yield current
        if step.ways is not None:
            inside = step.ways(current)
            if step.is_single:
                waiting.append(inside)
            else:
                waiting += inside


def rewrite(node: N, change: Callable[[object], object]) -> N:
    """Rebuild `node` bottom-up with `change` applied to every record inside it.

    Records in which nothing changed are returned as they are, not copied. `change` has
    to keep the types that the records around it ask for.
    """
    return cast(N, _rewrite(node, change))


def _rewrite(node: object, change: Callable[[object], object]) -> object:
    if isinstance(node, tuple):
        old = cast("tuple[object, ...]", node)
        new = tuple(_rewrite(part, change) for part in old)
        return old if all(a is b for a, b in zip(old, new, strict=True)) else new
    here: Any = type(node)
    parts = _parts(here)
    if not parts:
        return node
    changed: dict[str, object] = {}
    for name in parts:
        before = getattr(node, name)
        after = _rewrite(before, change)
        if after is not before:
            changed[name] = after
    return change(_replace(node, changed) if changed else node)


def _replace(node: object, changed: dict[str, object]) -> object:
    # `replace` is typed for a dataclass instance, which `_parts` has made sure of.
    make = cast("Callable[..., object]", replace)
    return make(node, **changed)


# What follows is about classes only, so that it may be kept for later runs.


@cache
def _parts(kind: Any) -> dict[str, frozenset[Any]]:
    """Return the fields of a record, each with the records its annotation names.

    A `Span` is a value here, and so is everything else that is no record.
    """
    if not _is_record(kind):
        return {}
    hints = types_of(kind)
    names = [field.name for field in fields(kind)]
    return {name: frozenset(_records(hints[name])) for name in names}


@frozen
class _Step:
    """What to do with a record of one class.

    Attributes:
        is_it: It is what is looked for.
        ways: Gives what may lead to it, the last first; None for nothing.
        is_single: That is one value and not several.
    """

    is_it: bool
    ways: Callable[[Any], Any] | None
    is_single: bool


@cache
def _steps(kind: Any) -> dict[Any, _Step]:  # noqa: ARG001
    """Return a table to be filled: steps by the class of the record."""
    return {}


def _step(start: Any, kind: Any) -> _Step:
    ways = _ways(start, kind)[::-1]
    is_it = issubclass(start, kind)
    return _Step(is_it, attrgetter(*ways) if ways else None, len(ways) == 1)


def _ways(start: Any, kind: Any) -> tuple[str, ...]:
    """Return the fields of `start` that can lead to a `kind`."""
    return tuple(
        name
        for name, records in _parts(start).items()
        if any(issubclass(reached, kind) for reached in _reached(records))
    )


def _reached(records: frozenset[Any]) -> set[Any]:
    """Return the records, and all that they can hold."""
    reached: set[Any] = set()
    waiting = list(records)
    while waiting:
        record = waiting.pop()
        if record not in reached:
            reached.add(record)
            waiting.extend(inner for part in _parts(record).values() for inner in part)
    return reached


def _records(annotation: Any) -> Iterator[Any]:
    if _is_record(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _records(inner)


def _is_record(kind: object) -> bool:
    return isinstance(kind, type) and is_dataclass(kind) and kind is not Span
