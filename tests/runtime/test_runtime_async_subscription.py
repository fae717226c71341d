"""Subscriptions for asyncio; the driver is the test, which delivers by hand."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from runtime_samples import Person, person_topic, state_of

from minidoc.runtime import (
    ActiveState,
    AsyncSession,
    AsyncSubscription,
    ErrorState,
    PendingState,
    ServerError,
    SessionClosedError,
    SubscriptionEndedError,
    UnsubscribedState,
)
from minidoc.runtime.feed import Feed

BOB, ANN = Person(id="bob", name="Bob"), Person(id="bob", name="Ann")
BROKEN = ServerError(500)


class PersonSubscription(AsyncSubscription["Person | None"]):
    """As it would be generated."""

    __slots__ = ()

    @property
    def connected(self) -> asyncio.Future[None]:
        return super().connected

    async def unsubscribe(self) -> None:
        await super().unsubscribe()


def make(callback: Any = None) -> tuple[AsyncSession, PersonSubscription, Feed[Any]]:
    session = AsyncSession(app_id="app", user_id="me")
    subscription = PersonSubscription(session, person_topic("bob"), callback)
    (feed,) = session.feeds
    return session, subscription, feed


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Make a test of a coroutine function; ten seconds are a hang."""

    def runner() -> None:
        asyncio.run(asyncio.wait_for(test(), 10))

    runner.__name__ = test.__name__
    return runner


def test_it_can_be_made_and_driven_without_a_loop() -> None:
    seen: list[Person | None] = []
    _, subscription, feed = make(seen.append)
    assert not hasattr(subscription, "__dict__")
    assert state_of(subscription) == PendingState()
    feed.deliver(BOB)
    assert state_of(subscription) == ActiveState(BOB)
    assert seen == [BOB]
    with pytest.raises(RuntimeError, match="no running event loop"):
        _ = subscription.connected


@run
async def test_unsubscribe_leaves_the_session_and_is_idempotent() -> None:
    session, subscription, _ = make()
    await subscription.unsubscribe()
    await subscription.unsubscribe()
    assert state_of(subscription) == UnsubscribedState()
    assert session.feeds == ()


@run
async def test_unsubscribe_after_an_error_keeps_the_error() -> None:
    _, subscription, feed = make()
    feed.terminate(BROKEN)
    await subscription.unsubscribe()
    assert state_of(subscription) == ErrorState(BROKEN)


@run
async def test_futures_before_and_after() -> None:
    _, early, feed = make()
    connected, terminated = early.connected, early.terminated
    assert (connected.done(), terminated.done()) == (False, False)
    assert early.connected is connected
    feed.deliver(BOB)
    assert (connected.done(), terminated.done()) == (True, False)
    feed.deliver(ANN)
    await early.unsubscribe()
    await connected
    await terminated
    assert early.terminated is terminated

    _, late, feed = make()
    feed.deliver(BOB)
    feed.terminate(BROKEN)
    await late.connected
    await late.terminated


@run
async def test_connected_fails_if_it_ends_before() -> None:
    for cause in (None, BROKEN):
        for early in (True, False):
            _, subscription, feed = make()
            future = subscription.connected if early else None
            feed.terminate(cause)
            with pytest.raises(SubscriptionEndedError) as caught:
                await (future or subscription.connected)
            assert caught.value.__cause__ is cause


def test_asyncio_does_not_complain_of_a_failure_that_nobody_awaits(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def leave() -> None:
        _, subscription, _ = make()
        _ = subscription.connected
        await subscription.unsubscribe()

    caplog.set_level(logging.DEBUG, "asyncio")
    asyncio.run(leave())
    gc.collect()
    assert "never retrieved" not in caplog.text


@run
async def test_a_timeout_does_not_spoil_the_future_for_others() -> None:
    _, subscription, feed = make()
    for future in (subscription.connected, subscription.terminated):
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(future, 0)
    again = subscription.connected, subscription.terminated
    feed.deliver(BOB)
    await subscription.unsubscribe()
    assert list(await asyncio.gather(*again)) == [None, None]


@run
async def test_iteration_gives_the_newest_and_ends() -> None:
    _, subscription, feed = make()
    feed.deliver(BOB)
    feed.deliver(ANN)
    assert await anext(subscription) is ANN
    await subscription.unsubscribe()
    assert [snapshot async for snapshot in subscription] == []


@run
async def test_iteration_raises_the_error_after_the_last_snapshot() -> None:
    _, subscription, feed = make()
    feed.deliver(BOB)
    feed.terminate(BROKEN)
    assert await anext(subscription) is BOB
    for _ in range(2):
        with pytest.raises(ServerError):
            await anext(subscription)


@run
async def test_iteration_waits() -> None:
    _, subscription, feed = make()
    read: list[Person | None] = []

    async def consume() -> None:
        async for snapshot in subscription:
            read.append(snapshot)
            taken.set()

    taken = asyncio.Event()
    task = asyncio.create_task(consume())
    for snapshot in (BOB, None, ANN):
        feed.deliver(snapshot)
        await taken.wait()
        taken.clear()
    await subscription.unsubscribe()
    await task
    assert read == [BOB, None, ANN]


@run
async def test_a_cancelled_wait_leaves_nothing_behind() -> None:
    _, subscription, feed = make()

    async def wait() -> None:
        await anext(subscription)

    for _ in range(100):
        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
    assert () in gc.get_referents(feed)  # no waker is left
    feed.deliver(BOB)
    assert await anext(subscription) is BOB


@run
async def test_async_with_unsubscribes() -> None:
    session, subscription, _ = make()
    async with subscription as entered:
        assert entered is subscription
        assert session.feeds
    assert session.feeds == ()


@run
async def test_a_closed_session_takes_none() -> None:
    session, subscription, _ = make()
    await session.aclose()
    assert state_of(subscription) == UnsubscribedState()
    with pytest.raises(SessionClosedError):
        PersonSubscription(session, person_topic("bob"))
