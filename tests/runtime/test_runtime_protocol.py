"""The protocol by script: each line of it, in no time and without a socket."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from runtime_samples import Online, Person, online_topic, person, person_topic, state_of
from virtual import ONCE, SECRET, WRITE, Virtual, changed

from minidoc.runtime import (
    ActiveState,
    AuthenticationError,
    BadRequestError,
    CallTimeoutError,
    ConnectionLostError,
    DecodeError,
    ErrorState,
    Event,
    NotConnectedError,
    NotFoundError,
    Operation,
    PermissionDeniedError,
    ServerError,
    SessionClosedError,
    Topic,
    UnsubscribedState,
    read,
)
from minidoc.runtime.calls import Call
from minidoc.runtime.effects import Send
from minidoc.runtime.feed import Feed
from minidoc.runtime.protocol import ENOUGH
from minidoc.runtime.timing import Timing

BOB = Person(id="bob", name="Bob")


def ready(**options: Any) -> Virtual:
    """A session that is logged in, has read bob, and sends nothing."""
    virtual = Virtual(**options)
    virtual.get()
    virtual.log_in()
    virtual.answer(bob=person())
    return virtual


def serve(virtual: Virtual, seconds: float, subscribe: int = 200) -> int:
    """Answer everything for a while; return how often something was subscribed."""
    asked, end = 0, virtual.now + seconds
    while virtual.now < end:
        for number, method, path, data, _ in virtual.new():
            asked += method == "SUBSCRIBE"
            status = subscribe if method == "SUBSCRIBE" else 200
            answer: Any = {"isConnected": True} if path.endswith("/online") else {}
            if method == "GET" and "ids" in data:
                answer = {each: person(each) for each in data["ids"]}
            if method != "ACK":
                virtual.receive(number, status, answer)
        virtual.run(0.05)
    return asked


def test_who_watches_what_others_keep_current_need_not_wait() -> None:
    virtual = ready()
    both = virtual.watch(online_topic("ann"))
    serve(virtual, 0.1)
    assert isinstance(state_of(both), ActiveState)
    ann = ActiveState(Person(id="ann", name="Bob"))
    part = virtual.watch(person_topic("ann"))
    assert state_of(part) == ann
    virtual.unwatch(both)
    virtual.unwatch(part)
    assert state_of(virtual.watch(person_topic("ann"))) == ann
    assert virtual.new() == []


def test_after_a_mere_write_the_connection_is_released_as_soon() -> None:
    virtual = Virtual()
    virtual.call()
    virtual.log_in()
    virtual.answer()
    virtual.run(2.9)
    assert virtual.closed == []
    virtual.run(0.2)
    assert [each.number for each in virtual.closed] == [1]
    assert virtual.state == "idle"


def test_a_connection_that_is_used_all_along_is_not_released() -> None:
    virtual = Virtual()
    virtual.call()
    virtual.log_in()
    virtual.answer()
    for _ in range(20):
        virtual.run(0.9)
        virtual.call()
        virtual.run(0.1)
        virtual.answer()
    virtual.run(2.9)
    assert virtual.closed == []
    virtual.run(0.2)
    assert [each.number for each in virtual.closed] == [1]


def test_a_good_answer_to_others_does_not_end_the_pause() -> None:
    virtual = ready()
    feed = virtual.watch(person_topic("ann"))
    asked = serve(virtual, 60, subscribe=429)
    assert 15 < asked < 30  # after 0.2 s, and a fifth later each time
    serve(virtual, 30)
    assert isinstance(state_of(feed), ActiveState)
    virtual.call()
    assert [frame[1] for frame in virtual.new()] == ["PUT"]


# Login and the order of things.


def test_nothing_before_the_first_wish_and_nothing_before_the_login() -> None:
    virtual = Virtual()
    virtual.run(100)
    assert (virtual.connects, virtual.state) == ([], "idle")
    call = virtual.call()
    assert (virtual.connects, virtual.state) == ([1], "connecting")
    virtual.open()
    assert virtual.new() == [[0, "POST", "/session/renew", {"token": SECRET}, {}]]
    virtual.receive(0, 200, {"expiresInSeconds": None})
    assert virtual.new() == [[1, "PUT", "/users/bob", {"name": "Bob"}, {}]]
    virtual.receive(1, 200, {})
    assert call.is_settled
    assert call.result() is None
    assert virtual.state == "ready"


def test_subscriptions_precede_calls_and_subscribe_precedes_get() -> None:
    virtual = Virtual()
    virtual.call()
    virtual.watch(online_topic("bob"))
    virtual.watch(person_topic("ann"))
    virtual.log_in()
    assert [frame[1:4] for frame in virtual.new()] == [
        ["SUBSCRIBE", "/users/bob/online", {}],
        ["SUBSCRIBE", "/users", {"ids": ["bob", "ann"]}],
        ["GET", "/users/bob/online", {}],
        ["GET", "/users", {"ids": ["bob", "ann"], "includePrivateFields": False}],
        ["PUT", "/users/bob", {"name": "Bob"}],
    ]


def test_at_most_a_thousand_ids_travel_together() -> None:
    virtual = Virtual()
    calls = [virtual.get(f"u{n}") for n in range(2001)]
    virtual.log_in()
    frames = virtual.answer()
    assert [(frame[1], len(frame[3]["ids"])) for frame in frames] == [
        (method, size) for method in ("SUBSCRIBE", "GET") for size in (1000, 1000, 1)
    ]
    assert all(call.result() is None for call in calls)


def test_a_window_collects() -> None:
    virtual = Virtual(window=0.01)
    virtual.get()
    virtual.log_in()
    virtual.run(0.01)
    virtual.answer()
    virtual.get("ann")
    assert virtual.new() == []
    virtual.run(0.005)
    virtual.get("eve")
    virtual.run(0.005)
    assert virtual.new()[0][3] == {"ids": ["ann", "eve"]}


def test_a_session_without_any_token_ends() -> None:
    virtual = Virtual(token=None)
    call = virtual.call()
    with pytest.raises(AuthenticationError, match="no token"):
        call.result()
    assert virtual.state == "failed"
    later = virtual.call()
    with pytest.raises(SessionClosedError) as caught:
        later.result()
    assert isinstance(caught.value.__cause__, AuthenticationError)
    feed = virtual.watch()
    assert isinstance(feed.state, ErrorState)


# What is read and watched.


def test_a_read_is_answered_from_what_is_watched() -> None:
    virtual = ready()
    call = virtual.get()
    assert call.result() == BOB
    assert call.result() is virtual.get().result()
    feed = virtual.watch()
    assert feed.state == ActiveState(BOB)
    assert virtual.new() == []


def test_pushes_change_the_state_and_each_is_acknowledged() -> None:
    virtual = ready()
    feed = virtual.watch()
    virtual.receive(
        1, "PUBLISH", changed({"name": "B"}), changed({"custom": {"a": "1"}})
    )
    assert feed.newer_than(1) == (2, Person(id="bob", name="B", custom={"a": "1"}))
    virtual.receive(2, "PUBLISH", changed({"custom": {"a": None, "b": "2"}}))
    assert feed.newer_than(2) == (3, Person(id="bob", name="B", custom={"b": "2"}))
    virtual.receive(3, "PUBLISH", changed({"custom": None}))
    virtual.receive(
        4, "PUBLISH", {"type": "user.created", "userId": "bob", "state": person()}
    )
    assert feed.newer_than(3) == (5, BOB)
    assert virtual.new() == [[n, "ACK"] for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": ["user.edited"]},
        {"type": "nobody.knows", "userId": "bob"},
        {"type": "user.edited", "userId": 5, "diff": {"name": "x"}},
        {"type": "user.edited", "userId": "ann", "diff": {"name": "x"}},
        {"type": "user.edited", "userId": "bob", "diff": "x"},
        {"type": "user.created", "userId": "bob", "state": None},
        {"type": "user.edited", "userId": "bob", "diff": {}},
        {"type": "user.edited", "userId": "bob", "diff": {"name": "Bob"}},
    ],
)
def test_pushes_that_change_nothing(event: Any) -> None:
    virtual = ready()
    feed = virtual.watch()
    virtual.receive(1, "PUBLISH", event, "no event")
    assert feed.newer_than(0) == (1, BOB)
    assert virtual.new() == [[1, "ACK"]]


def test_a_repeated_push_is_acknowledged_and_ignored() -> None:
    virtual = ready()
    feed = virtual.watch()
    for number, name in ((5, "A"), (5, "B"), (4, "C"), (0, "D"), (7, "E")):
        virtual.receive(number, "PUBLISH", changed({"name": name}))
    assert feed.newer_than(0) == (3, Person(id="bob", name="E"))
    assert len(virtual.new()) == 5


def test_nonsense_with_a_huge_number_makes_nobody_deaf() -> None:
    virtual = ready()
    feed = virtual.watch()
    virtual.receive(2**32, "PUBLISH", {"type": "nobody.knows"})
    virtual.receive(1, "PUBLISH", changed({"name": "A"}))
    assert feed.newer_than(0) == (2, Person(id="bob", name="A"))


def test_a_push_before_the_answer_is_in_the_answer() -> None:
    virtual = Virtual()
    feed = virtual.watch()
    virtual.log_in()
    subscribe, get = virtual.new()
    virtual.receive(get[0], 200, {"bob": person(name="B")})
    assert feed.connection() is False
    virtual.receive(1, "PUBLISH", changed({"name": "C"}))
    virtual.receive(subscribe[0], 200, {})
    assert feed.newer_than(0) == (1, Person(id="bob", name="C"))


def test_a_removing_event_and_what_it_leaves() -> None:
    topic: Topic[Person] = Topic(
        ("me", "conversations", "c", "messages", "m"),
        Person.from_json,
        events=(Event("message.deleted", "remove"), Event("message.edited", "patch")),
    )
    virtual = Virtual()
    feed = virtual.watch(topic)
    virtual.log_in()
    virtual.answer(body=person())
    about = {"conversationId": "c", "messageId": "m"}
    virtual.receive(1, "PUBLISH", {"type": "message.deleted", **about})
    virtual.receive(2, "PUBLISH", {"type": "message.edited", **about, "diff": {"a": 1}})
    assert feed.newer_than(1) == (2, None)


def test_a_join_is_there_when_both_parts_are() -> None:
    virtual = Virtual()
    feed = virtual.watch(online_topic("bob"))
    virtual.log_in()
    watch, users, online, get = virtual.new()
    for number in (watch[0], users[0]):
        virtual.receive(number, 200, {})
    virtual.receive(online[0], 200, {"isConnected": True})
    assert feed.connection() is False
    virtual.receive(get[0], 200, {"bob": person()})
    assert feed.newer_than(0) == (1, Online(user=BOB, is_connected=True))
    virtual.receive(1, "PUBLISH", changed({"name": "B"}))
    assert feed.newer_than(1) is not None
    other = virtual.get()
    assert other.result() == Person(id="bob", name="B")


def test_a_refusal_ends_only_what_it_is_about() -> None:
    virtual = Virtual()
    bob, ann = virtual.watch(), virtual.watch(online_topic("ann"))
    call = virtual.get("eve")
    virtual.log_in()
    frames = virtual.new()
    for number, method, path, data, _ in frames:
        if method == "SUBSCRIBE" and path == "/users":
            virtual.receive(number, 200, {})
        elif method == "SUBSCRIBE":
            virtual.receive(number, 403, {"errorCode": "NO"})
        elif path == "/users":
            users = {"bob": {"id": "bob"}, "ann": person("ann"), "eve": "x"}
            virtual.receive(number, 200, {key: users[key] for key in data["ids"]})
    assert isinstance(bob.state, ErrorState)
    assert isinstance(bob.state.error, DecodeError)
    assert isinstance(ann.state, ErrorState)
    assert isinstance(ann.state.error, PermissionDeniedError)
    with pytest.raises(DecodeError):
        call.result()
    gone = [frame[1:3] for frame in virtual.new()]
    assert ["UNSUBSCRIBE", "/users/bob"] in gone
    assert ["UNSUBSCRIBE", "/users/ann/online"] in gone
    again = virtual.get()
    virtual.answer(bob=person())
    assert again.result() == BOB


def test_absent_is_no_error() -> None:
    virtual = Virtual()
    feed = virtual.watch(online_topic("bob"))
    virtual.log_in()
    for number, method, path, *_ in virtual.new():
        status = 404 if (method, path) == ("GET", "/users/bob/online") else 200
        virtual.receive(number, status, {"errorCode": "USER_NOT_FOUND"})
    assert feed.newer_than(0) == (1, None)
    created = {"type": "user.created", "userId": "bob", "state": person()}
    online = {"type": "user.online.changed", "userId": "bob"}
    come = {**online, "diff": {"isConnected": True}}
    virtual.receive(1, "PUBLISH", created, come)
    assert feed.newer_than(1) == (2, Online(user=BOB, is_connected=True))


# Letting go.


def test_what_nobody_uses_is_let_go_after_a_while_and_then_the_connection() -> None:
    virtual = ready()
    first, second = virtual.watch(), virtual.watch()
    virtual.unwatch(first)
    virtual.unwatch(second)
    virtual.unwatch(second)
    assert state_of(second) == UnsubscribedState()
    pings = 0
    while not (found := [f for f in virtual.new() if f[1] == "UNSUBSCRIBE"]):
        virtual.run(1)
        frames = [f for f in virtual.sent[virtual.unseen :] if f[2] == "/ping"]
        pings += len(frames)
        for frame in frames:
            virtual.receive(frame[0], 200, {})
    assert virtual.now == pytest.approx(1030, abs=1)
    assert found[0][2:4] == ["/users/bob", {}]
    assert pings >= 2
    virtual.receive(found[0][0], 200, {})
    virtual.run(2.5)
    assert virtual.state == "ready"
    virtual.run(1)
    assert virtual.state == "idle"
    assert [(each.code, each.is_abrupt) for each in virtual.closed] == [(1000, False)]
    assert virtual.protocol.wake_at() is None
    virtual.get()
    assert virtual.connects == [1, 2]


def _let_go(virtual: Virtual, user_id: str) -> Any:
    """Watch a user, leave, and return the UNSUBSCRIBE that follows."""
    found = None
    virtual.unwatch(virtual.watch(person_topic(user_id)))
    virtual.answer_from({user_id: person(user_id)})
    while found is None:
        virtual.run(1)
        for frame in virtual.new():
            if frame[1:3] == ["UNSUBSCRIBE", f"/users/{user_id}"]:
                found = frame
            else:
                virtual.receive(frame[0], 200, {})
    return found


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_the_service_could_not_let_go_of_is_asked_again(status: int) -> None:
    virtual = ready()
    virtual.watch(person_topic("kept"))
    virtual.answer_from({"kept": person("kept")})
    frame = _let_go(virtual, "ann")
    virtual.receive(frame[0], status, {})
    virtual.run(1)
    [again] = virtual.new()
    assert again[1:4] == frame[1:4]
    virtual.receive(again[0], 200, {})
    virtual.run(5)
    assert [f for f in virtual.new() if f[1] == "UNSUBSCRIBE"] == []


def test_what_the_service_could_not_let_go_of_may_be_wanted_again() -> None:
    virtual = ready()
    frame = _let_go(virtual, "ann")
    virtual.watch(person_topic("ann"))
    virtual.receive(frame[0], 503, {})
    virtual.run(5)
    assert [f[1] for f in virtual.new()] == ["SUBSCRIBE", "GET"]


def test_an_unsubscribe_is_not_repeated_for_ever() -> None:
    virtual = ready()
    virtual.watch(person_topic("kept"))
    virtual.answer_from({"kept": person("kept")})
    frame, count = _let_go(virtual, "ann"), 0
    while frame is not None:
        virtual.receive(frame[0], 500, {})
        count += 1
        virtual.run(5)
        frame = next((f for f in virtual.new() if f[1] == "UNSUBSCRIBE"), None)
    assert count == 10


def test_a_storm_ends_in_the_last_wish() -> None:
    virtual = ready()
    for _ in range(100):
        virtual.unwatch(virtual.watch())
    feed = virtual.watch()
    virtual.run(5)
    assert virtual.new() == []
    assert feed.state == ActiveState(BOB)


def test_too_much_that_nobody_uses_goes_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minidoc.runtime.store.MOST_UNUSED", 2)
    virtual = ready()
    for name in ("a", "b", "c"):
        virtual.get(name)
    virtual.answer()
    gone = [frame[2] for frame in virtual.answer() if frame[1] == "UNSUBSCRIBE"]
    assert gone == ["/users/bob", "/users/a"]


def test_a_cancelled_call_leaves_nothing() -> None:
    virtual = ready()
    write_call, read_call = virtual.call(), virtual.get("ann")
    virtual.protocol.cancel(write_call, virtual.now)
    virtual.protocol.cancel(read_call, virtual.now)
    virtual.protocol.cancel(read_call, virtual.now)
    assert not virtual.protocol.has_work
    virtual.answer()
    assert virtual.protocol.counters.unexpected == 1
    queued = virtual.call()
    virtual.protocol.cancel(queued, virtual.now)


# Keep-alive.


def test_a_silent_service_is_asked_then_left() -> None:
    virtual = ready()
    feed = virtual.watch()
    virtual.run(9.9)
    assert virtual.new() == []
    virtual.run(0.2)
    assert virtual.new() == [[3, "GET", "/ping", {}, {}]]
    virtual.run(4.8)
    assert virtual.state == "ready"
    virtual.run(0.2)
    assert virtual.state == "reconnecting"
    assert virtual.closed[-1].is_abrupt
    virtual.run(0.5)
    assert virtual.connects == [1, 2]
    virtual.log_in()
    virtual.answer(bob=person(name="B"))
    assert feed.newer_than(1) == (2, Person(id="bob", name="B"))
    assert virtual.protocol.health(virtual.now).reconnects == 1


def test_this_side_is_heard_too() -> None:
    virtual = ready()
    virtual.watch()
    for _ in range(30):
        virtual.run(1)
        virtual.receive_text("garbage")
    assert [frame[2] for frame in virtual.new()] == ["/ping"]
    assert virtual.protocol.counters.garbage == 30


def test_a_login_without_an_answer_is_given_up() -> None:
    virtual = Virtual()
    virtual.call()
    virtual.open()
    virtual.run(9.9)
    assert virtual.closed == []
    virtual.run(0.2)
    assert virtual.closed[-1].is_abrupt


def test_what_is_not_answered_is_asked_again() -> None:
    virtual = Virtual(timing=Timing(call=5.0))
    feed = virtual.watch()
    virtual.log_in()
    assert len(virtual.new()) == 2
    virtual.run(5.1)
    subscribe, get = virtual.new()
    virtual.receive(1, 200, {})
    virtual.receive(2, 200, {"bob": person(name="late")})
    assert feed.connection() is False
    virtual.receive(subscribe[0], 200, {})
    virtual.receive(get[0], 200, {"bob": person()})
    assert feed.newer_than(0) == (1, BOB)


# Lost connections.


def test_a_lost_connection_comes_back_with_everything() -> None:
    virtual = ready()
    feed = virtual.watch()
    virtual.get("ann")
    safe, unsafe = virtual.call(), virtual.call(ONCE)
    waiting = virtual.get("eve")
    virtual.new()
    virtual.lose(OSError("reset"))
    with pytest.raises(ConnectionLostError) as caught:
        unsafe.result()
    assert not caught.value.is_retry_safe
    assert virtual.state == "reconnecting"
    virtual.run(0.5)
    virtual.log_in()
    frames = virtual.answer(bob=person(), eve=person("eve"))
    assert frames[0][3] == {"ids": ["bob", "ann", "eve"]}
    assert frames[-1][1] == "PUT"
    assert safe.result() is None
    assert waiting.result().id == "eve"
    assert feed.newer_than(1) is None
    health = virtual.protocol.health(virtual.now)
    assert (health.state, health.reconnects) == ("ready", 1)
    assert isinstance(health.last_error, ConnectionLostError)
    assert isinstance(health.last_error.__cause__, OSError)


def test_without_work_a_lost_connection_stays_lost() -> None:
    virtual = ready()
    virtual.lose()
    virtual.run(100)
    assert (virtual.connects, virtual.state) == ([1], "idle")


def test_retries_grow_and_are_capped() -> None:
    virtual = Virtual()
    virtual.watch()
    times: list[float] = []
    for _ in range(12):
        virtual.lose(ConnectionRefusedError())
        before, count = virtual.now, len(virtual.connects)
        while len(virtual.connects) == count:
            virtual.run(0.05)
        times.append(virtual.now - before)
    assert times[0] == pytest.approx(0.25, abs=0.06)
    assert times[1] == pytest.approx(0.5, abs=0.06)
    assert times[-1] == pytest.approx(10, abs=0.06)
    assert virtual.state == "connecting"


def test_a_connection_that_held_makes_the_next_retry_quick() -> None:
    virtual = Virtual()
    virtual.watch()
    for _ in range(5):
        virtual.lose(OSError())
        virtual.run(20)
    virtual.log_in()
    virtual.answer()
    virtual.run(9)
    virtual.answer()
    virtual.run(2)
    virtual.lose(OSError())
    count = len(virtual.connects)
    virtual.run(0.3)
    assert len(virtual.connects) == count + 1


def test_work_that_goes_while_waiting_ends_the_waiting() -> None:
    virtual = Virtual()
    feed = virtual.watch()
    virtual.lose(OSError())
    virtual.unwatch(feed)
    virtual.run(1)
    assert (virtual.connects, virtual.state) == ([1], "idle")


def test_a_final_failure_ends_the_session() -> None:
    virtual = Virtual()
    feed = virtual.watch()
    virtual.lose(ValueError(), final=True)
    assert isinstance(feed.state, ErrorState)
    (error,) = virtual.reports
    assert isinstance(error, NotConnectedError)
    assert isinstance(error.__cause__, ValueError)
    assert virtual.state == "failed"


def test_news_of_an_older_connection_is_ignored() -> None:
    virtual = ready()
    virtual.protocol.opened(0, virtual.now)
    virtual.protocol.opened(1, virtual.now)
    virtual.protocol.received(0, "[1,200,{}]", virtual.now)
    virtual.protocol.lost(0, None, virtual.now)
    assert virtual.state == "ready"
    assert virtual.new() == []


# Answers.


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "null", "[]", '[1,"x",{}]', '["1",200,{}]', "[true,200,{}]",
     '[1,200]', b"[1,200,{}]", "[" * 100_000, "\x00"],
)  # fmt: skip
def test_garbage_is_counted(text: str | bytes) -> None:
    virtual = ready()
    call = virtual.call()
    virtual.receive_text(text)
    assert virtual.protocol.health(virtual.now).ignored_frames == 1
    virtual.answer()
    assert call.result() is None


def test_answers_out_of_order_and_unknown_ones() -> None:
    virtual = ready()
    calls = [virtual.call(), virtual.call(), virtual.call()]
    numbers = [frame[0] for frame in virtual.new()]
    virtual.receive(numbers[2], 400, {})
    virtual.receive(99, 200, {})
    virtual.receive(numbers[0], 200, {})
    virtual.receive(numbers[0], 400, {})
    virtual.receive(numbers[1], 404, {})
    assert calls[0].result() is None
    with pytest.raises(NotFoundError):
        calls[1].result()
    with pytest.raises(BadRequestError):
        calls[2].result()
    assert virtual.protocol.counters.unexpected == 2


def test_429_makes_everything_wait() -> None:
    virtual = ready()
    first, second = virtual.call(ONCE), virtual.call()
    virtual.answer(429)
    third = virtual.call()
    virtual.run(0.19)
    assert virtual.new() == []
    virtual.run(0.02)
    assert len(virtual.answer(429)) == 3
    virtual.run(0.22)
    assert virtual.new() == []
    virtual.run(0.03)
    assert len(virtual.answer()) == 3
    assert [call.result() for call in (first, second, third)] == [None] * 3
    virtual.call()
    assert len(virtual.new()) == 1


def test_500_is_tried_ten_times_if_that_is_safe() -> None:
    virtual = ready(timing=Timing(call=1000.0))
    unsafe = virtual.call(ONCE)
    virtual.answer(500)
    with pytest.raises(ServerError):
        unsafe.result()
    safe, tries = virtual.call(), 0
    while not safe.is_settled:
        tries += len([f for f in virtual.answer(500) if f[1] == "PUT"])
        virtual.run(1)
    assert tries == 10
    with pytest.raises(ServerError) as caught:
        safe.result()
    assert caught.value.is_retry_safe


def test_429_and_500_on_a_subscription() -> None:
    virtual = Virtual(timing=Timing(call=1000.0))
    feed = virtual.watch()
    virtual.log_in()
    virtual.answer(429)
    virtual.run(0.3)
    virtual.answer(bob=person())
    assert feed.state == ActiveState(BOB)
    other = virtual.watch(person_topic("ann"))
    for _ in range(12):
        virtual.answer(500)
        virtual.run(2)
    assert isinstance(other.state, ErrorState)
    assert isinstance(other.state.error, ServerError)
    assert feed.state == ActiveState(BOB)


def test_a_call_with_several_requests_has_all_answers() -> None:
    operation = read(person_topic("bob"))
    several = Operation(operation.requests, len)
    virtual = ready()
    call = virtual.call(several)
    virtual.answer()
    assert call.result() == 2


# Deadlines.


def test_a_late_answer_is_ignored() -> None:
    virtual = ready()
    call, other, reading = virtual.call(), virtual.call(ONCE), virtual.get("ann")
    numbers = [frame[0] for frame in virtual.new()]
    for _ in range(4):
        virtual.run(7)
        virtual.receive_text("still here")
    virtual.run(2.1)
    with pytest.raises(CallTimeoutError, match="within 30 s") as caught:
        call.result()
    assert caught.value.is_retry_safe
    assert caught.value.timeout == 30
    with pytest.raises(TimeoutError) as unsafe:
        other.result()
    assert isinstance(unsafe.value, CallTimeoutError)
    assert not unsafe.value.is_retry_safe
    with pytest.raises(CallTimeoutError):
        reading.result()
    virtual.receive(numbers[-1], 200, {})
    assert virtual.protocol.counters.unexpected == 1
    assert virtual.state == "ready"
    later = virtual.call()
    virtual.answer()
    assert later.result() is None


def test_a_call_that_never_left_says_why() -> None:
    virtual = Virtual(timing=Timing(call=3.0))
    call = virtual.call()
    virtual.lose(ConnectionRefusedError())
    virtual.run(4)
    with pytest.raises(
        NotConnectedError, match="no connection to the service within 3 s"
    ) as caught:
        call.result()
    assert caught.value.is_retry_safe
    assert isinstance(caught.value.__cause__, NotConnectedError)
    assert isinstance(caught.value.__cause__.__cause__, ConnectionRefusedError)


def test_a_call_that_was_lost_with_its_connection_times_out() -> None:
    virtual = ready()
    call = virtual.call()
    virtual.new()
    virtual.lose()
    virtual.run(31)
    with pytest.raises(CallTimeoutError):
        call.result()


def test_close_ends_everything() -> None:
    virtual = ready()
    call, feed, reading = virtual.call(), virtual.watch(), virtual.get("ann")
    virtual.protocol.close(virtual.now)
    virtual.protocol.close(virtual.now)
    virtual.run()
    for each in (call, reading, virtual.call(WRITE)):
        with pytest.raises(SessionClosedError):
            each.result()
    assert feed.is_terminated
    assert virtual.protocol.wake_at() is None
    assert len(virtual.closed) == 1
    assert (virtual.state, virtual.protocol.is_over) == ("closed", True)


def test_a_write_alone_does_not_wait_for_a_tick() -> None:
    virtual = ready()
    virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    [sent] = virtual.protocol.effects
    assert isinstance(sent, Send)
    assert virtual.new() == [[3, "PUT", "/users/bob", {"name": "Bob"}, {}]]


def test_writes_that_are_begun_together_travel_together_but_for_the_first() -> None:
    virtual = ready()
    for _ in range(3):
        virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    assert len(virtual.protocol.effects) == 1
    assert [frame[0] for frame in virtual.new()] == [3, 4, 5]


def test_many_writes_do_not_wait_for_the_last_of_them() -> None:
    virtual = ready()
    for _ in range(2 * ENOUGH):
        virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    assert len(virtual.protocol.effects) == 1 + ENOUGH
    sent = [frame[0] for frame in virtual.new()]
    assert sent == list(range(3, 3 + 2 * ENOUGH))


def test_a_pause_holds_back_however_many_writes_there_are() -> None:
    virtual = ready()
    virtual.call()
    virtual.answer(429)
    for _ in range(2 * ENOUGH):
        virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    assert virtual.protocol.effects == []
    virtual.run(0.3)
    assert len(virtual.new()) == 1 + 2 * ENOUGH


def test_deadlines_hold_in_whatever_order_calls_are_begun() -> None:
    virtual = ready()
    late: list[float] = []
    for within in (3.0, 1.0, 2.0):
        done = partial(late.append, within)
        virtual.protocol.begin(Call(WRITE, virtual.now + within, done), virtual.now)
    virtual.run(1.5)
    assert late == [1.0]
    virtual.run(2.0)
    assert late == [1.0, 2.0, 3.0]


def test_who_gives_up_takes_no_other_request_along() -> None:
    virtual = ready()
    first, second = virtual.call(), virtual.call()
    # Ids begin anew with each connection: this is what one of the last may have been.
    first.jobs[0].number = second.jobs[0].number
    virtual.protocol.cancel(first, virtual.now)
    virtual.answer()
    assert second.is_settled


def test_a_write_does_not_overtake_a_subscription_that_waits_for_its_tick() -> None:
    virtual = ready()
    virtual.protocol.watch(Feed(person_topic("ann"), None), virtual.now)
    virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    assert virtual.protocol.effects == []
    assert [frame[1] for frame in virtual.new()] == ["SUBSCRIBE", "GET", "PUT"]


def test_with_a_window_no_write_waits_for_it() -> None:
    virtual = Virtual(window=0.5)
    virtual.call()
    virtual.log_in()
    virtual.run(0.5)
    virtual.new()
    for _ in range(2):
        virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    assert len(virtual.protocol.effects) == 2
    assert [frame[0] for frame in virtual.new()] == [2, 3]


def test_a_write_during_a_pause_waits_for_its_end() -> None:
    virtual = ready()
    virtual.call()
    virtual.receive(3, 429, {})
    virtual.protocol.begin(Call(WRITE, virtual.now + 30, _nothing), virtual.now)
    assert virtual.protocol.effects == []
    virtual.run(1)
    assert len(virtual.new()) == 3


def _nothing() -> None:
    """Nobody waits."""
