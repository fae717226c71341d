"""Enums that keep the values which a later version of the service may send.

Type checkers see ordinary `Enum` classes. At run time an unknown value becomes a value
of the class too, so that it neither breaks this version nor gets lost on its way back.
"""

from __future__ import annotations

from enum import Enum, EnumMeta
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from weakref import WeakValueDictionary

from .forks import remember

Scalar: TypeAlias = "bool | int | float | str"
"""What may stand for a member on the wire."""

_SCALARS = (bool, int, float, str)


class _ByExactValue(EnumMeta):
    """Makes `Class(value)` tell `True`, `1` and `1.0` apart, which `==` does not."""

    def __call__(cls, value: object, *args: Any, **named: Any) -> Any:
        if args or named or not cls.__members__:
            make: Any = super().__call__
            return make(value, *args, **named)
        return _member(cls, value)


if TYPE_CHECKING:
    _OpenEnum = Enum
else:

    class _OpenEnum(Enum, metaclass=_ByExactValue):
        """Enum without members, with the exact lookup."""


class OpenEnum(_OpenEnum):
    """The base of all generated enums.

    `Class(value)` gives the member with exactly this value. For a value that no member
    has it gives an unknown one: equal to (in fact the same object as) every other one
    of this class and value, with a hash, `value`, `is_known == False`, and able to be
    pickled. It is not listed by iteration. A `match` over all members is exhaustive for
    a type checker; an unknown value takes none of its branches.

    Only unknown values that are in use take memory.
    """

    @property
    def is_known(self) -> bool:
        """Whether this version of the package knows the value."""
        return type(self).__members__.get(self._name_) is self

    def __repr__(self) -> str:
        if self.is_known:
            return super().__repr__()
        return f"<{type(self).__name__} unknown: {self._value_!r}>"

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return type(self), (self._value_,)

    def __copy__(self) -> OpenEnum:
        return self

    def __deepcopy__(self, memo: object) -> OpenEnum:
        return self


class _Unknown:
    """The members that stand for values which no page lists, one for each value."""

    def __init__(self) -> None:
        self._made: WeakValueDictionary[tuple[type, type, object], Any]
        self._made = WeakValueDictionary()
        self._lock = Lock()
        remember(self)

    def after_fork(self) -> None:
        """Let go of what another thread of the parent may have held."""
        self._lock = Lock()

    def member(self, cls: Any, value: Scalar) -> Any:
        """Return the one of a class and a value."""
        key = (cls, type(value), value)
        with self._lock:
            known = self._made.get(key)
            if known is not None:
                return known
            member: Any = object.__new__(cls)
            member._value_ = value
            member._name_ = str(value)
            self._made[key] = member
            return member


_unknown = _Unknown()


def _member(cls: Any, value: object) -> Any:
    if type(value) is cls:
        return value
    for member in cls.__members__.values():
        if type(member.value) is type(value) and member.value == value:
            return member
    if not isinstance(value, _SCALARS):
        raise ValueError(f"{type(value).__name__} cannot be a value of {cls.__name__}")
    return _unknown.member(cls, value)


class Clear(Enum):
    """The type of `CLEAR`."""

    CLEAR = "CLEAR"

    def __repr__(self) -> str:
        return "CLEAR"


CLEAR: Final[Literal[Clear.CLEAR]] = Clear.CLEAR
"""Passed for a field, resets it to its default; `None` leaves the field alone."""
