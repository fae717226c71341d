"""The life of one subscription, without I/O, threads or event loops.

In: the snapshots that a driver decoded, in order, and the end. Out: the state, calls of
the callback, and wake-ups for whoever waits. Safe to use from several threads; the
callback is called by the thread that delivers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from logging import getLogger
from threading import Lock
from typing import Any, Generic, TypeAlias, TypeVar

from .errors import SubscriptionEndedError, TalkJSError
from .topics import Topic

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_log = getLogger(__name__)

_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class PendingState:
    """The service has not answered yet."""


@dataclass(frozen=True, slots=True)
class ActiveState(Generic[T_co]):
    """The subscription receives updates."""

    latest_snapshot: T_co


@dataclass(frozen=True, slots=True)
class UnsubscribedState:
    """The subscription was ended by its owner."""


@dataclass(frozen=True, slots=True)
class ErrorState:
    """The subscription was ended by an error that nothing could be done about."""

    error: TalkJSError


SubscriptionState: TypeAlias = (
    PendingState | ActiveState[T] | UnsubscribedState | ErrorState
)
"""From pending to active to one of the other two, or directly; never back."""


class Feed(Generic[T]):
    """What a session holds of a subscription, and a driver delivers to."""

    __slots__ = (
        "_callback",
        "_called",
        "_latest",
        "_lock",
        "_revision",
        "_state",
        "_wakers",
        "dispatch",
        "topic",
    )

    def __init__(
        self, topic: Topic[object], callback: Callable[[T], object] | None
    ) -> None:
        self.topic = topic
        """What is watched; a snapshot is what its `decode` gives, or `None`."""
        self.dispatch: Callable[[Feed[Any]], object] | None = None
        """Sees to it that `call_back` is called; without it, `deliver` does that."""
        self._callback = callback
        self._state: SubscriptionState[T] = PendingState()
        self._revision = 0
        self._called = 0
        self._latest: Any = _NOTHING
        self._wakers: tuple[Callable[[], object], ...] = ()
        self._lock = Lock()

    @property
    def state(self) -> SubscriptionState[T]:
        """Where in its life the subscription is."""
        return self._state

    @property
    def is_terminated(self) -> bool:
        """Whether it has ended, by its owner or by an error."""
        return isinstance(self._state, UnsubscribedState | ErrorState)

    def deliver(self, snapshot: T) -> None:
        """Take the newest snapshot.

        One that equals the snapshot before it changes nothing: the older object stays,
        and nobody is called. After the end nothing is taken any more. What the callback
        raises is logged, and goes no further.
        """
        with self._lock:
            latest = self._latest
            if self.is_terminated or latest is snapshot or latest == snapshot:
                return
            self._latest = snapshot
            self._revision += 1
            self._state = ActiveState(snapshot)
            has_callback, wakers = self._callback is not None, self._take_wakers()
        _wake(wakers)
        if has_callback and self.dispatch is not None:
            self.dispatch(self)
        elif has_callback:
            _call(self)

    def call_back(self) -> object:
        """Call the callback, unless it has seen the newest snapshot already.

        Returns:
            What the callback returns; a coroutine, if it is a coroutine function.
        """
        with self._lock:
            callback = self._callback
            if callback is None or self._called == self._revision:
                return None
            self._called = self._revision
            snapshot: T = self._latest
        return callback(snapshot)

    def terminate(self, error: TalkJSError | None = None) -> bool:
        """End the subscription: by its owner, or by `error`.

        Returns:
            Whether this call ended it; once it has ended, nothing happens.
        """
        with self._lock:
            if self.is_terminated:
                return False
            self._state = UnsubscribedState() if error is None else ErrorState(error)
            self._callback = None
            wakers = self._take_wakers()
        if error is not None:
            _log.error("a subscription ended: %s", type(error).__name__)
        _wake(wakers)
        return True

    def after_fork(self, error: TalkJSError) -> None:
        """End by `error` in the child of a fork, where nobody waits for it."""
        self._lock = Lock()
        self._callback, self._wakers = None, ()
        if not self.is_terminated:
            self._state = ErrorState(error)

    def newer_than(self, revision: int) -> tuple[int, T] | None:
        """Return the newest snapshot with its number, if it is newer than `revision`.

        Numbers begin at 1. Snapshots between are left out: who is slow gets the newest.
        Nothing is newer once the owner has unsubscribed; after an error the last
        snapshot still is.
        """
        with self._lock:
            if self._revision <= revision or self._state == UnsubscribedState():
                return None
            return self._revision, self._latest

    def on_change(self, seen: object, waker: Callable[[], object]) -> None:
        """Call `waker` once, as soon as the state is another than `seen`.

        Args:
            seen: The state as the caller knows it; if it is out of date, `waker` is
                called at once.
            waker: Called by the thread that changes the state.
        """
        with self._lock:
            if self._state is seen:
                self._wakers = (*self._wakers, waker)
                return
        waker()

    def forget(self, waker: Callable[[], object]) -> None:
        """Take back a `waker` that was not called yet."""
        with self._lock:
            self._wakers = tuple(each for each in self._wakers if each is not waker)

    def connection(self) -> bool | SubscriptionEndedError:
        """Tell whether an update has come; if none ever will, return why."""
        with self._lock:
            if self._revision or not self.is_terminated:
                return self._revision > 0
            state = self._state
        ended = SubscriptionEndedError("the subscription ended before its first update")
        ended.__cause__ = state.error if isinstance(state, ErrorState) else None
        return ended

    def _take_wakers(self) -> tuple[Callable[[], object], ...]:
        wakers, self._wakers = self._wakers, ()
        return wakers


def settle_when(feed: Feed[T], settle: Callable[[], bool]) -> None:
    """Call `settle` now and after each change of state, until it returns true."""
    seen = feed.state
    if not settle():
        feed.on_change(seen, lambda: settle_when(feed, settle))


def _wake(wakers: tuple[Callable[[], object], ...]) -> None:
    for waker in wakers:
        waker()


def _call(feed: Feed[T]) -> None:
    try:
        feed.call_back()
    except Exception:  # noqa: BLE001 - whatever the callback does, the reader lives on
        _log.exception("the callback of a subscription raised")
