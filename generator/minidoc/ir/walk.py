"""Walk and rebuild any part of the API model without naming each class.

In: a record and a type or a change. Out: what was found, or the rebuilt record. What
the records mean is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from minidoc.diagnostics import Span

T = TypeVar("T")
N = TypeVar("N")


def find(node: object, kind: type[T]) -> Iterator[T]:
    """Yield every `kind` inside `node`, itself included, in the model's order."""
    if isinstance(node, tuple):
        for part in cast("tuple[object, ...]", node):
            yield from find(part, kind)
        return
    if isinstance(node, kind):
        yield node
    for name in _parts(type(node)):
        yield from find(getattr(node, name), kind)


def rewrite(node: N, change: Callable[[object], object]) -> N:
    """Rebuild `node` bottom-up with `change` applied to every record inside it.

    Records in which nothing changed are returned as they are, not copied. `change` has
    to keep the types that the records around it ask for; pydantic checks that it does.
    """
    return cast(N, _rewrite(node, change))


def _rewrite(node: object, change: Callable[[object], object]) -> object:
    if isinstance(node, tuple):
        old = cast("tuple[object, ...]", node)
        new = tuple(_rewrite(part, change) for part in old)
        return old if all(a is b for a, b in zip(old, new, strict=True)) else new
    names = _parts(type(node))
    if not names:
        return node
    changed: dict[str, object] = {}
    for name in names:
        before = getattr(node, name)
        after = _rewrite(before, change)
        if after is not before:
            changed[name] = after
    return change(_replace(node, changed) if changed else node)


def _replace(node: object, changed: dict[str, object]) -> object:
    # `replace` is typed for a dataclass instance, which `_parts` has made sure of.
    make = cast("Callable[..., object]", replace)
    return make(node, **changed)


def _parts(kind: type[object]) -> tuple[str, ...]:
    """Names of the fields of a record; a `Span` and everything else is a leaf."""
    names = _PARTS.get(kind)
    if names is not None:
        return names
    if kind is not Span and is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
    return _PARTS.setdefault(kind, names or ())


# Facts about classes only, so that it may outlive a run.
_PARTS: dict[type[object], tuple[str, ...]] = {}
