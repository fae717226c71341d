"""The life of a subscription: states, conflation, wake-ups, failing callbacks."""

from __future__ import annotations

import logging
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from runtime_samples import person_topic, state_of

from minidoc.runtime import (
    ActiveState,
    ErrorState,
    PendingState,
    ServerError,
    SubscriptionEndedError,
    UnsubscribedState,
)
from minidoc.runtime.feed import Feed

TOPIC = person_topic("bob")
BROKEN = ServerError(500)


def feed_of(seen: list[str | None]) -> Feed[str | None]:
    return Feed(TOPIC, seen.append)


def test_from_pending_to_active_to_unsubscribed() -> None:
    seen: list[str | None] = []
    feed = feed_of(seen)
    assert state_of(feed) == PendingState()
    feed.deliver("a")
    assert state_of(feed) == ActiveState("a")
    assert feed.terminate()
    assert state_of(feed) == UnsubscribedState()
    assert seen == ["a"]


def test_nothing_happens_after_the_end() -> None:
    seen: list[str | None] = []
    feed = feed_of(seen)
    assert feed.terminate(BROKEN)
    feed.deliver("late")
    assert not feed.terminate()
    assert state_of(feed) == ErrorState(BROKEN)
    assert seen == []


def test_none_is_a_snapshot_like_others() -> None:
    seen: list[str | None] = []
    feed = feed_of(seen)
    for snapshot in (None, None, "a", None):
        feed.deliver(snapshot)
    assert seen == [None, "a", None]


def test_an_equal_snapshot_keeps_the_older_object() -> None:
    seen: list[object] = []
    feed: Feed[object] = Feed(TOPIC, seen.append)
    first, second = [1], [1]
    feed.deliver(first)
    feed.deliver(second)
    assert len(seen) == 1
    assert isinstance(feed.state, ActiveState)
    assert feed.state.latest_snapshot is first


def test_a_slow_consumer_gets_the_newest() -> None:
    feed: Feed[int] = Feed(TOPIC, None)
    assert feed.newer_than(0) is None
    for snapshot in range(100):
        feed.deliver(snapshot)
    assert feed.newer_than(0) == (100, 99)
    assert feed.newer_than(100) is None


def test_the_last_snapshot_outlives_an_error_but_not_unsubscribing() -> None:
    failed: Feed[int] = Feed(TOPIC, None)
    failed.deliver(1)
    failed.terminate(BROKEN)
    assert failed.newer_than(0) == (1, 1)
    ended: Feed[int] = Feed(TOPIC, None)
    ended.deliver(1)
    ended.terminate()
    assert ended.newer_than(0) is None


def test_a_callback_that_raises_is_logged_and_called_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    calls: list[int] = []

    def callback(snapshot: int) -> None:
        calls.append(snapshot)
        raise ZeroDivisionError

    feed = Feed(TOPIC, callback)
    feed.deliver(1)
    feed.deliver(2)
    assert calls == [1, 2]
    assert [r.exc_info and r.exc_info[0] for r in caplog.records] == [
        ZeroDivisionError
    ] * 2


def test_a_callback_may_end_the_subscription() -> None:
    seen: list[int] = []

    def callback(snapshot: int) -> None:
        seen.append(snapshot)
        feed.terminate()

    feed = Feed(TOPIC, callback)
    feed.deliver(1)
    feed.deliver(2)
    assert seen == [1]


def test_an_interrupt_in_a_callback_is_not_swallowed() -> None:
    def callback(snapshot: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Feed(TOPIC, callback).deliver(1)


def test_an_error_that_ends_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    feed: Feed[int] = Feed(TOPIC, None)
    feed.terminate(BROKEN)
    assert "ServerError" in caplog.text
    caplog.clear()
    Feed[int](TOPIC, None).terminate()
    assert caplog.text == ""


def test_wakers_are_called_once_after_the_next_change() -> None:
    feed: Feed[int] = Feed(TOPIC, None)
    woken: list[object] = []
    feed.on_change(feed.state, lambda: woken.append(feed.state))
    assert woken == []
    feed.deliver(1)
    feed.deliver(2)
    assert woken == [ActiveState(1)]


def test_a_waker_with_an_outdated_state_is_called_at_once() -> None:
    feed: Feed[int] = Feed(TOPIC, None)
    seen = feed.state
    feed.deliver(1)
    woken: list[bool] = []
    feed.on_change(seen, lambda: woken.append(True))
    assert woken == [True]


def test_a_forgotten_waker_is_not_called() -> None:
    feed: Feed[int] = Feed(TOPIC, None)
    woken: list[int] = []

    def first() -> None:
        woken.append(1)

    feed.on_change(feed.state, first)
    feed.on_change(feed.state, lambda: woken.append(2))
    feed.forget(first)
    feed.deliver(1)
    assert woken == [2]


def test_a_fork_ends_it_in_the_child_and_calls_nobody() -> None:
    seen, woken = list[str | None](), list[str]()
    feed = feed_of(seen)
    feed.deliver("a")
    feed.on_change(feed.state, lambda: woken.append("!"))
    feed._lock.acquire()  # as another thread of the parent may have
    feed.after_fork(BROKEN)
    assert not feed._lock.locked()
    assert state_of(feed) == ErrorState(BROKEN)
    feed.deliver("b")
    assert (seen, woken) == (["a"], [])
    assert feed.newer_than(0) == (1, "a"), "as after any other error"


def test_a_fork_leaves_what_has_ended_as_it_was() -> None:
    feed = feed_of([])
    feed.terminate()
    feed.after_fork(BROKEN)
    assert state_of(feed) == UnsubscribedState()


def test_connection() -> None:
    feed: Feed[int] = Feed(TOPIC, None)
    assert feed.connection() is False
    feed.deliver(1)
    assert feed.connection() is True
    feed.terminate(BROKEN)
    assert feed.connection() is True


@pytest.mark.parametrize("cause", [None, BROKEN])
def test_connection_that_never_came(cause: ServerError | None) -> None:
    feed: Feed[int] = Feed(TOPIC, None)
    feed.terminate(cause)
    outcome = feed.connection()
    assert isinstance(outcome, SubscriptionEndedError)
    assert outcome.__cause__ is cause


@given(st.lists(st.integers(0, 3) | st.none()), st.data())
def test_any_consumer_ends_with_the_last_snapshot(
    snapshots: list[int | None], data: st.DataObject
) -> None:
    called: list[int | None] = []
    feed = Feed(TOPIC, called.append)
    read: list[int | None] = []
    revision = 0
    for snapshot in snapshots:
        feed.deliver(snapshot)
        if data.draw(st.booleans()):
            newer = feed.newer_than(revision)
            if newer is not None:
                revision = newer[0]
                read.append(newer[1])
    newer = feed.newer_than(revision)
    read += [] if newer is None else [newer[1]]
    assert read[-1:] == snapshots[-1:] == called[-1:]
    assert all(a != b for a, b in pairwise(called))
