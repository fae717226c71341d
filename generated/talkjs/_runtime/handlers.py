"""Who wants to know of errors that no call can raise."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

C = TypeVar("C", bound=Callable[..., object])


class ErrorHandlers:
    """The handlers of one session, in the order they came; safe to use from threads."""

    __slots__ = ("_handlers", "_lock")

    def __init__(self) -> None:
        self._handlers: dict[object, Callable[[Exception], object]] = {}
        self._lock = Lock()

    def add(self, handler: Callable[[Exception], object]) -> object:
        """Call `handler` with each error from now on; returns what `remove` takes."""
        key = object()
        with self._lock:
            self._handlers[key] = handler
        return key

    def remove(self, key: object) -> None:
        """Do not call a handler any more; doing it again does nothing."""
        with self._lock:
            self._handlers.pop(key, None)

    def after_fork(self) -> None:
        """Let go of what another thread of the parent may have held."""
        self._lock = Lock()

    @property
    def all(self) -> tuple[Callable[[Exception], object], ...]:
        """The handlers of this moment."""
        with self._lock:
            return tuple(self._handlers.values())


def reportable(error: BaseException) -> Exception:
    """Return what handlers are told of.

    What is no error itself, such as `SystemExit` or a cancellation, is its cause.
    """
    if isinstance(error, Exception):
        return error
    told = RuntimeError(f"a callback raised {type(error).__name__}")
    told.__cause__ = error
    return told


def plain(name: str, callback: C) -> C:
    """Return a callback that threads can call.

    Raises:
        TypeError: If it cannot be called, or gives a coroutine that nobody would run.
    """
    from inspect import iscoroutinefunction

    if iscoroutinefunction(callback):
        raise TypeError(
            f"{name} is a coroutine function, and there is no event loop to run it in:"
            " pass a plain function, or use the async class"
        )
    return called(name, callback)


def called(name: str, callback: C) -> C:
    """Return a callback.

    Raises:
        TypeError: If it cannot be called.
    """
    given: object = callback
    if not callable(given):
        raise TypeError(f"{name} is a function, not {type(given).__name__}")
    return callback
