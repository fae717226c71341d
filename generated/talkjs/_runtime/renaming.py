"""Parameters under their names of before: moved to those of today, with a warning.

What type checkers know of them are the overloads of the call; this is what runs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from inspect import currentframe, iscoroutinefunction
from typing import Any, TypeVar

from .deprecation import deprecated

__all__ = ["renamed"]

R = TypeVar("R")

_OURS = frozenset({__file__, deprecated.__call__.__code__.co_filename})


def renamed(
    **old: tuple[str, str],
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Let a call take parameters by names of before.

    Args:
        old: By the name of before, the one of today and what the warning says.
    """

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        @wraps(function)
        def wrapper(*args: Any, **named: Any) -> R:
            _move(old, named)
            return function(*args, **named)

        @wraps(function)
        async def async_wrapper(*args: Any, **named: Any) -> Any:
            _move(old, named)
            made: Any = function(*args, **named)
            return await made

        # A coroutine function stays one: frameworks ask.
        either: tuple[Any, Any] = (wrapper, async_wrapper)
        chosen: Callable[..., R] = either[iscoroutinefunction(function)]
        return chosen

    return decorate


def _move(old: dict[str, tuple[str, str]], named: dict[str, Any]) -> None:
    for name in [given for given in named if given in old]:
        new, message = old[name]
        if new in named:
            raise TypeError(f"{name!r} is the old name of {new!r}: give only one")
        warnings.warn(message, DeprecationWarning, stacklevel=_caller())
        named[new] = named.pop(name)


def _caller() -> int:
    """Return how many frames are between a warning and the first that is not ours.

    A call under an old name of its own is wrapped once more.
    """
    level, frame = 0, currentframe()
    while frame is not None and frame.f_code.co_filename in _OURS:
        level, frame = level + 1, frame.f_back
    # The innermost frame is not the one that warns.
    return level
