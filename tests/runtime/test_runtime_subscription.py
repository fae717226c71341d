"""Subscriptions for threads; the driver is the test, which delivers by hand."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Event, Thread
from typing import Any

import pytest
from runtime_samples import Person, person_topic, state_of

from minidoc.runtime import (
    ActiveState,
    ErrorState,
    PendingState,
    ServerError,
    Session,
    SessionClosedError,
    Subscription,
    SubscriptionEndedError,
    UnsubscribedState,
)
from minidoc.runtime.feed import Feed

BOB, ANN = Person(id="bob", name="Bob"), Person(id="bob", name="Ann")
BROKEN = ServerError(500)


class PersonSubscription(Subscription["Person | None"]):
    """As it would be generated."""

    __slots__ = ()

    @property
    def connected(self) -> Future[None]:
        return super().connected


def make(callback: Any = None) -> tuple[Session, PersonSubscription, Feed[Any]]:
    session = Session(app_id="app", user_id="me")
    subscription = PersonSubscription(session, person_topic("bob"), callback)
    (feed,) = session.feeds
    return session, subscription, feed


def test_it_is_cheap() -> None:
    _, subscription, _ = make()
    assert not hasattr(subscription, "__dict__")


def test_callback_and_state() -> None:
    seen: list[Person | None] = []
    _, subscription, feed = make(seen.append)
    assert state_of(subscription) == PendingState()
    feed.deliver(BOB)
    assert state_of(subscription) == ActiveState(BOB)
    feed.deliver(None)
    assert seen == [BOB, None]


def test_unsubscribe_leaves_the_session_and_is_idempotent() -> None:
    session, subscription, feed = make()
    subscription.unsubscribe()
    assert state_of(subscription) == UnsubscribedState()
    assert session.feeds == ()
    subscription.unsubscribe()
    assert feed.is_terminated


def test_unsubscribe_after_an_error_keeps_the_error() -> None:
    _, subscription, feed = make()
    feed.terminate(BROKEN)
    subscription.unsubscribe()
    assert state_of(subscription) == ErrorState(BROKEN)


def test_futures_before_and_after() -> None:
    _, early, feed = make()
    connected, terminated = early.connected, early.terminated
    assert (connected.done(), terminated.done()) == (False, False)
    assert early.connected is connected
    feed.deliver(BOB)
    assert (connected.done(), terminated.done()) == (True, False)
    feed.deliver(ANN)
    early.unsubscribe()
    assert connected.result(0) is None
    assert terminated.result(0) is None
    assert early.terminated is terminated

    _, late, feed = make()
    feed.deliver(BOB)
    feed.terminate(BROKEN)
    assert late.connected.result(0) is None
    assert late.terminated.result(0) is None


@pytest.mark.parametrize("cause", [None, BROKEN])
@pytest.mark.parametrize("early", [True, False])
def test_connected_fails_if_it_ends_before(
    cause: ServerError | None, early: bool
) -> None:
    _, subscription, feed = make()
    future = subscription.connected if early else None
    feed.terminate(cause)
    error = (future or subscription.connected).exception(0)
    assert isinstance(error, SubscriptionEndedError)
    assert error.__cause__ is cause


def test_a_cancelled_future_is_replaced() -> None:
    _, subscription, feed = make()
    connected, terminated = subscription.connected, subscription.terminated
    assert connected.cancel()
    assert terminated.cancel()
    again = subscription.connected, subscription.terminated
    feed.deliver(BOB)
    subscription.unsubscribe()
    assert [future.result(0) for future in again] == [None, None]


def test_iteration_gives_the_newest_and_ends() -> None:
    _, subscription, feed = make()
    feed.deliver(BOB)
    feed.deliver(ANN)
    assert next(subscription) is ANN
    subscription.unsubscribe()
    assert list(subscription) == []


def test_iteration_raises_the_error_after_the_last_snapshot() -> None:
    _, subscription, feed = make()
    feed.deliver(BOB)
    feed.terminate(BROKEN)
    assert next(subscription) is BOB
    for _ in range(2):
        with pytest.raises(ServerError):
            next(subscription)


def test_iteration_waits() -> None:
    _, subscription, feed = make()
    read: list[Person | None] = []
    taken = Event()

    def consume() -> None:
        for snapshot in subscription:
            read.append(snapshot)
            taken.set()

    thread = Thread(target=consume)
    thread.start()
    for snapshot in (BOB, None, ANN):
        feed.deliver(snapshot)
        assert taken.wait(10)
        taken.clear()
    subscription.unsubscribe()
    thread.join(10)
    assert not thread.is_alive()
    assert read == [BOB, None, ANN]


def test_no_wake_up_is_lost_between_threads() -> None:
    for _ in range(50):
        _, subscription, feed = make()
        consumer = Thread(target=list[Any], args=(subscription,))
        consumer.start()
        feed.deliver(BOB)
        feed.deliver(ANN)
        subscription.unsubscribe()
        consumer.join(10)
        assert not consumer.is_alive()
        assert subscription.connected.done()


def test_with_unsubscribes() -> None:
    session, subscription, _ = make()
    with subscription as entered:
        assert entered is subscription
        assert session.feeds
    assert session.feeds == ()
    assert state_of(subscription) == UnsubscribedState()


def test_a_closed_session_takes_none() -> None:
    session, subscription, _ = make()
    session.close()
    assert state_of(subscription) == UnsubscribedState()
    with pytest.raises(SessionClosedError):
        PersonSubscription(session, person_topic("bob"))
