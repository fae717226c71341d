"""JSON as Python values: the type, and a mapping that nobody can change.

Knows nothing of the service. Values that come from the wire are frozen (`tuple`,
`FrozenDict`); values that go to the wire are fresh lists and dicts (see `encoding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

# Only the inner names are quoted: `typing.get_type_hints` looks them up in the module
# of the class that it is asked about, which knows this alias and perhaps nothing else.
JSONValue: TypeAlias = (
    bool | int | float | str | Sequence["JSONValue"] | Mapping[str, "JSONValue"] | None
)
"""Any value of RFC 8259, in read-only form: arrays are sequences, objects mappings."""

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A `dict` whose content never changes.

    It is a real `dict`, so `json.dumps`, `==` and `|` work as usual (`|` gives a plain
    `dict`). Every method that would change it raises `TypeError`. Its hash is that of
    its items in any order; a value without a hash makes that a `TypeError`.
    """

    __slots__ = ("read_by",)

    read_by: object
    """The decoder that has accepted it as it is, once there was one: it always will."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({super().__repr__()})"

    def __copy__(self) -> FrozenDict[K, V]:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> FrozenDict[K, V]:
        return type(self)({key: deepcopy(value, memo) for key, value in self.items()})

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    if not TYPE_CHECKING:

        def __hash__(self) -> int:
            return hash(frozenset(self.items()))

        def _refuse(self, *_args: object, **_named: object) -> NoReturn:
            """Raise, whatever change was asked for.

            Raises:
                TypeError: Always.
            """
            raise TypeError(f"{type(self).__name__} is read-only; copy it with dict()")

        __setitem__ = __delitem__ = __ior__ = _refuse
        clear = pop = popitem = setdefault = update = _refuse


def freeze(value: JSONValue) -> JSONValue:
    """Return `value` with every array as a `tuple` and every object as a `FrozenDict`.

    A value that is not JSON stays as it is: the parser has made sure there is none.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return FrozenDict({key: freeze(item) for key, item in value.items()})
    if isinstance(value, Sequence):
        return tuple(freeze(item) for item in value)
    return value
