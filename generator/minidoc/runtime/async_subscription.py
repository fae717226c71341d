"""A subscription for asyncio: futures, async iteration, async context manager.

asyncio itself is imported when a future is first needed, and so is its running loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from .feed import ErrorState, Feed, SubscriptionState, settle_when
from .handlers import called
from .topics import Topic

if TYPE_CHECKING:
    from asyncio import Future

    from .session import AsyncSession

T = TypeVar("T")
S = TypeVar("S")


class AsyncSubscription(Generic[T]):
    """Watches something on the service, until it is unsubscribed.

    Each new snapshot goes to the callback, and to whoever iterates. Iteration gives the
    newest snapshot: who is slow misses those between, never the last one. It is one
    stream; two loops over the same subscription share it. It ends when the subscription
    is unsubscribed; an error that ends the subscription is raised from it, after the
    last snapshot. Leaving an `async with` block unsubscribes.
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
        self: AsyncSubscription[S | None],
        session: AsyncSession,
        topic: Topic[S],
        callback: Callable[[S | None], object] | None = None,
    ) -> None:
        """Begin to watch `topic`.

        Args:
            session: The session that holds the subscription until it ends.
            topic: What to watch.
            callback: Called with each new snapshot, `None` for "not there", in the
                event loop. What it raises is logged.

        Raises:
            SessionClosedError: If the session is closed.
            TypeError: If the callback cannot be called.
        """
        self._session = session
        if callback is not None:
            called("the callback", callback)
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
        """Done when the first update came; needs a running event loop.

        Fails with `SubscriptionEndedError` if the subscription ends before. The same
        future each time, unless that one was cancelled.
        """
        if self._connected is None or self._connected.cancelled():
            self._connected = _connected_future(self._feed)
        return self._connected

    @property
    def terminated(self) -> Future[None]:
        """Done when the subscription has ended, for whatever reason; never fails.

        `state` tells the reason. Needs a running event loop. The same future each time,
        unless that one was cancelled.
        """
        if self._terminated is None or self._terminated.cancelled():
            self._terminated = _terminated_future(self._feed)
        return self._terminated

    async def unsubscribe(self) -> None:
        """End the subscription; if it has ended, do nothing.

        No call of the callback starts after this.
        """
        self._feed.terminate()
        self._session.detach(self._feed)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while True:
            state = self._feed.state
            newer = self._feed.newer_than(self._seen)
            if newer is not None:
                self._seen, snapshot = newer
                return snapshot
            if isinstance(state, ErrorState):
                raise state.error
            if self._feed.is_terminated:
                raise StopAsyncIteration
            await _wait(self._feed, state)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.unsubscribe()


def _new_future() -> Future[None]:
    from asyncio import get_running_loop

    return get_running_loop().create_future()


async def _wait(feed: Feed[T], state: object) -> None:
    future = _new_future()

    def wake() -> None:
        if not future.done():
            future.set_result(None)

    feed.on_change(state, wake)
    try:
        await future
    finally:
        feed.forget(wake)


def _connected_future(feed: Feed[T]) -> Future[None]:
    future = _new_future()

    def settle() -> bool:
        outcome = feed.connection()
        if future.done() or outcome is False:
            return future.done()
        if outcome is True:
            future.set_result(None)
        else:
            future.set_exception(outcome)
            future.exception()  # seen: asyncio need not complain if nobody awaits it
        return True

    settle_when(feed, settle)
    return future


def _terminated_future(feed: Feed[T]) -> Future[None]:
    future = _new_future()

    def settle() -> bool:
        if feed.is_terminated and not future.done():
            future.set_result(None)
        return future.done()

    settle_when(feed, settle)
    return future
