"""A subscription for threads: futures, blocking iteration, context manager."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Signal
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from .feed import ErrorState, Feed, SubscriptionState, settle_when
from .handlers import plain
from .topics import Topic

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .session import Session

T = TypeVar("T")
S = TypeVar("S")


class Subscription(Generic[T]):
    """Watches something on the service, until it is unsubscribed.

    Each new snapshot goes to the callback, and to whoever iterates. Iteration gives the
    newest snapshot: who is slow misses those between, never the last one. It is one
    stream; two loops over the same subscription share it. It ends when the subscription
    is unsubscribed; an error that ends the subscription is raised from it, after the
    last snapshot. Leaving a `with` block unsubscribes.
    """

    __slots__ = (
        "__weakref__",
        "_connected",
        "_feed",
        "_seen",
        "_session",
        "_terminated",
    )

    _feed: Feed[T]

    def __init__(
        self: Subscription[S | None],
        session: Session,
        topic: Topic[S],
        callback: Callable[[S | None], object] | None = None,
    ) -> None:
        """Begin to watch `topic`.

        Args:
            session: The session that holds the subscription until it ends.
            topic: What to watch.
            callback: Called with each new snapshot, `None` for "not there", by the
                session's own thread. What it raises is logged.

        Raises:
            SessionClosedError: If the session is closed.
            TypeError: If the callback cannot be called.
        """
        self._session = session
        if callback is not None:
            plain("the callback", callback)
        self._feed = Feed(topic, callback)
        self._seen = 0
        self._connected: Future[None] | None = None
        self._terminated: Future[None] | None = None
        session.attach(self._feed)

    @property
    def state(self) -> SubscriptionState[T]:
        """Where in its life the subscription is; the newest snapshot while active."""
        return self._feed.state

    @property
    def connected(self) -> Future[None]:
        """Done when the first update came.

        Fails with `SubscriptionEndedError` if the subscription ends before. The same
        future each time, unless that one was cancelled.
        """
        if self._connected is None or self._connected.cancelled():
            self._connected = _connected_future(self._feed)
        return self._connected

    @property
    def terminated(self) -> Future[None]:
        """Done when the subscription has ended, for whatever reason; never fails.

        `state` tells the reason. The same future each time, unless that one was
        cancelled.
        """
        if self._terminated is None or self._terminated.cancelled():
            self._terminated = _terminated_future(self._feed)
        return self._terminated

    def unsubscribe(self) -> None:
        """End the subscription; if it has ended, do nothing.

        No call of the callback starts after this; one that is under way in another
        thread may still finish.
        """
        self._feed.terminate()
        self._session.detach(self._feed)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        while True:
            state = self._feed.state
            newer = self._feed.newer_than(self._seen)
            if newer is not None:
                self._seen, snapshot = newer
                return snapshot
            if isinstance(state, ErrorState):
                raise state.error
            if self._feed.is_terminated:
                raise StopIteration
            _wait(self._feed, state)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.unsubscribe()


def _wait(feed: Feed[T], state: object) -> None:
    signal = Signal()
    wake = signal.set
    feed.on_change(state, wake)
    try:
        signal.wait()
    finally:
        feed.forget(wake)


def _connected_future(feed: Feed[T]) -> Future[None]:
    from concurrent.futures import Future, InvalidStateError

    future: Future[None] = Future()

    def settle() -> bool:
        outcome = feed.connection()
        try:
            if outcome is True:
                future.set_result(None)
            elif outcome is not False:
                future.set_exception(outcome)
        except InvalidStateError:  # cancelled by whoever holds it
            return True
        return outcome is not False

    settle_when(feed, settle)
    return future


def _terminated_future(feed: Feed[T]) -> Future[None]:
    from concurrent.futures import Future, InvalidStateError

    future: Future[None] = Future()

    def settle() -> bool:
        try:
            if feed.is_terminated:
                future.set_result(None)
        except InvalidStateError:  # cancelled by whoever holds it
            return True
        return future.done()

    settle_when(feed, settle)
    return future
