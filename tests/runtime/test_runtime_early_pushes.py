"""Pushes that come before the state they change: none is lost, and none comes back."""

from __future__ import annotations

from runtime_samples import Person, person
from virtual import Virtual, changed

from minidoc.runtime.feed import Feed


def asked() -> tuple[Virtual, Feed[Person], int, int]:
    """A session that watches bob, and the ids of its SUBSCRIBE and its GET."""
    virtual = Virtual()
    feed = virtual.watch()
    virtual.log_in()
    subscribe, get = virtual.new()
    assert (subscribe[1], get[1]) == ("SUBSCRIBE", "GET")
    return virtual, feed, subscribe[0], get[0]


def test_a_push_that_overtakes_the_state_it_changes() -> None:
    virtual, feed, subscribe, get = asked()
    virtual.receive(subscribe, 200, {})
    virtual.receive(1, "PUBLISH", changed({"name": "B"}))
    virtual.receive(2, "PUBLISH", changed({"name": "C"}))
    assert feed.newer_than(0) is None
    virtual.receive(get, 200, {"bob": person(name="A")})
    assert feed.newer_than(0) == (1, Person(id="bob", name="C"))


def test_a_push_before_the_subscription_is_in_the_state() -> None:
    # One's own changes are pushed to a session that is not subscribed yet, and those
    # of others are not: the state may be newer than what comes first.
    virtual, feed, subscribe, get = asked()
    virtual.receive(1, "PUBLISH", changed({"name": "mine, before"}))
    virtual.receive(subscribe, 200, {})
    virtual.receive(get, 200, {"bob": person(name="theirs, after")})
    assert feed.newer_than(0) == (1, Person(id="bob", name="theirs, after"))


def test_pushes_of_an_earlier_connection_are_forgotten() -> None:
    virtual, feed, subscribe, _ = asked()
    virtual.receive(subscribe, 200, {})
    virtual.receive(1, "PUBLISH", changed({"name": "before"}))
    assert virtual.new() == [[1, "ACK"]]
    virtual.lose()
    virtual.run(1.0)
    virtual.log_in()
    virtual.answer(bob=person(name="after"))
    assert feed.newer_than(0) == (1, Person(id="bob", name="after"))


def test_of_many_pushes_the_newest_count() -> None:
    virtual, feed, subscribe, get = asked()
    virtual.receive(subscribe, 200, {})
    virtual.receive(1, "PUBLISH", changed({"name": "the oldest"}))
    for number in range(2, 102):
        virtual.receive(number, "PUBLISH", changed({"role": f"r{number}"}))
    virtual.receive(get, 200, {"bob": person(name="A")})
    found = feed.newer_than(0)
    assert found is not None
    # The state has what is that old, and what was kept is bounded.
    assert found[1] == Person(id="bob", name="A")
    virtual.receive(102, "PUBLISH", changed({"name": "Z"}))
    assert feed.newer_than(1) == (2, Person(id="bob", name="Z"))
