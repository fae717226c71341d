"""Corners of the protocol that no ordinary day leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from runtime_samples import Person, person, person_topic
from virtual import Virtual

from minidoc.runtime import ActiveState, AuthenticationError, ErrorState, JSONValue
from minidoc.runtime.credentials import Credentials
from minidoc.runtime.event_index import EventIndex
from minidoc.runtime.feed import Feed
from minidoc.runtime.watched import Watched


def test_with_neither_token_nor_provider_the_session_ends() -> None:
    virtual = Virtual(token=None)
    feed = virtual.watch()
    assert isinstance(feed.state, ErrorState)
    assert isinstance(feed.state.error, AuthenticationError)
    assert feed.state.error.error_code == "NO_TOKEN"
    assert (virtual.state, virtual.connects) == ("failed", [])


def test_the_provider_is_not_asked_while_it_thinks_or_shortly_after_it_failed() -> None:
    credentials = Credentials(None, True, lambda: 0.5)
    assert credentials.ask(0.0, 30.0) == 1
    assert credentials.ask(1.0, 30.0) is None
    credentials.miss(2.0)
    assert credentials.ask(2.0, 30.0) is None
    assert credentials.ask(60.0, 30.0) == 2


@pytest.mark.parametrize("event", [{}, {"type": 5}, {"type": None}, {"type": "other"}])
def test_an_event_of_no_known_kind_is_about_nothing(
    event: Mapping[str, JSONValue],
) -> None:
    index = EventIndex()
    assert list(index.find(event)) == []
    assert not index.knows(event)


def test_topics_about_the_same_thing_are_found_each_and_leave_alone() -> None:
    index, event = EventIndex(), {"type": "user.edited", "userId": "bob"}
    public = Watched(person_topic("bob"))
    private = Watched(
        replace(person_topic("bob"), query={"includePrivateFields": True})
    )
    for watched in (public, private):
        index.add(watched)
    assert [*index.find(event)] == [((public, private), "patch")]
    index.remove(public)
    assert [*index.find(event)] == [((private,), "patch")]
    index.remove(private)
    assert [*index.find(event)] == [((), "patch")]
    assert index.knows(event)


def test_a_callback_is_called_once_for_what_it_has_seen() -> None:
    seen: list[object] = []
    feed: Feed[str] = Feed(person_topic("bob"), seen.append)
    feed.deliver("a")
    feed.call_back()
    assert seen == ["a"]
    feed.terminate()
    feed.deliver("b")
    assert feed.call_back() is None
    assert seen == ["a"]


def test_other_data_that_mean_the_same_change_nothing() -> None:
    same = Person.from_json(person())

    def decode(_: Mapping[str, JSONValue]) -> Person:
        return same

    topic = replace(person_topic("bob"), decode=decode)
    virtual = Virtual()
    feed = virtual.watch(topic)
    virtual.log_in()
    virtual.answer(bob=person())
    assert feed.state == ActiveState(same)
    before = feed.state
    event = {"type": "user.edited", "userId": "bob", "diff": {"name": "Other"}}
    virtual.receive(1, "PUBLISH", event)
    assert feed.state is before


def test_a_driver_may_call_the_callback_later() -> None:
    seen: list[object] = []
    put_off: list[Feed[object]] = []
    feed: Feed[object] = Feed(person_topic("bob"), seen.append)
    feed.dispatch = put_off.append
    for snapshot in ("a", "b", "c"):
        feed.deliver(snapshot)
    assert seen == []
    for each in put_off:
        each.call_back()
    assert seen == ["c"]
