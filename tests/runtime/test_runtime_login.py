"""Tokens by script: refreshed in time, once for all, and never repeated when dead."""

from __future__ import annotations

from typing import Any

import pytest
from runtime_samples import person
from virtual import SECRET, WRITE, Virtual

from minidoc.runtime import (
    ActiveState,
    AuthenticationError,
    BadRequestError,
    ErrorState,
    NotConnectedError,
    ServerError,
    TokenProviderError,
)
from minidoc.runtime.effects import Send


def give(virtual: Virtual, token: object) -> None:
    virtual.protocol.token_given(virtual.fetches[-1], token, virtual.now)
    virtual.run()


def renewals(frames: list[Any]) -> list[str]:
    return [frame[3]["token"] for frame in frames if frame[2] == "/session/renew"]


def logged_in(lasts: object = None) -> Virtual:
    virtual = Virtual(token=None, provider=True)
    virtual.watch()
    give(virtual, "one")
    virtual.log_in(lasts)
    virtual.answer(bob=person())
    return virtual


def asks_the_service() -> Virtual:
    virtual = Virtual(token=None, provider=True, is_service=True)
    virtual.watch()
    return virtual


def test_a_service_that_refuses_a_token_ends_the_session() -> None:
    virtual = asks_the_service()
    feed, call = virtual.watch(), virtual.call()
    error = AuthenticationError(401, operation="GET /bokens")
    virtual.protocol.token_missed(virtual.fetches[-1], error, virtual.now)
    virtual.run(100)
    assert (virtual.state, virtual.fetches, virtual.reports) == ("failed", [1], [error])
    assert feed.state == ErrorState(error)
    with pytest.raises(AuthenticationError):
        call.result()


def test_a_service_that_is_not_there_yet_is_asked_again() -> None:
    virtual = asks_the_service()
    call = virtual.call()
    for _ in range(3):
        error = NotConnectedError(
            "cannot get a token from there: ConnectionRefusedError"
        )
        virtual.protocol.token_missed(virtual.fetches[-1], error, virtual.now)
        virtual.run(5)
    assert not call.is_settled
    assert virtual.fetches == [1, 2, 3, 4]
    give(virtual, "one")
    virtual.log_in()
    virtual.answer(bob=person())
    assert call.result() is None


def test_a_service_that_never_comes_is_the_cause_of_the_timeout() -> None:
    virtual = asks_the_service()
    call = virtual.call()
    error = NotConnectedError("cannot get a token")
    virtual.protocol.token_missed(virtual.fetches[-1], error, virtual.now)
    virtual.run(31)
    with pytest.raises(NotConnectedError, match="no connection to the ser") as caught:
        call.result()
    assert caught.value.__cause__ is error


def test_the_provider_is_asked_before_the_connection() -> None:
    virtual = Virtual(token=None, provider=True)
    calls = [virtual.call() for _ in range(5)]
    assert (virtual.fetches, virtual.connects) == ([1], [])
    give(virtual, "one")
    virtual.open()
    assert renewals(virtual.new()) == ["one"]
    virtual.receive(0, 200, {})
    virtual.answer()
    assert all(call.is_settled for call in calls)


@pytest.mark.parametrize(
    ("lasts", "after"),
    [(86400, 86100), (700, 400), (600, 300), (120, 60), (4, 5), (0, 5), (-9, 5)],
)
def test_a_token_is_replaced_in_time(lasts: int, after: float) -> None:
    virtual = logged_in(lasts)
    start = virtual.now
    while not virtual.fetches[1:]:
        virtual.run(0.5)
        virtual.answer()
    assert virtual.now - start == pytest.approx(after, abs=1)
    give(virtual, "two")
    frames = virtual.new()
    assert renewals(frames) == ["two"]
    assert [frame[1] for frame in frames] == ["POST"]
    virtual.receive(frames[0][0], 200, {"expiresInSeconds": None})
    assert virtual.state == "ready"
    assert virtual.new() == []


@pytest.mark.parametrize("lasts", [None, True, "60", []])
def test_a_token_without_an_end(lasts: object) -> None:
    virtual = logged_in(lasts)
    for _ in range(100):
        virtual.run(1000)
        virtual.answer()
    assert virtual.fetches == [1]


def test_a_static_token_is_not_replaced() -> None:
    virtual = Virtual()
    virtual.watch()
    virtual.log_in(60)
    for _ in range(20):
        virtual.answer()
        virtual.run(10)
    assert virtual.fetches == []


def test_one_refresh_for_any_number_of_calls() -> None:
    virtual = logged_in()
    feed = virtual.watch()
    calls = [virtual.call() for _ in range(10)]
    frames = virtual.new()
    for frame in frames[:7]:
        virtual.receive(frame[0], 401, {})
    assert virtual.fetches == [1, 2]
    late = virtual.call()
    assert virtual.new() == []
    give(virtual, "two")
    frames_of_renewal = virtual.new()
    assert renewals(frames_of_renewal) == ["two"]
    for frame in frames[7:]:
        virtual.receive(frame[0], 401, {})
    virtual.receive(frames_of_renewal[0][0], 200, {})
    again = virtual.answer(bob=person())
    assert [frame[1] for frame in again] == ["SUBSCRIBE", "GET"] + ["PUT"] * 11
    assert all(call.result() is None for call in (*calls, late))
    assert virtual.fetches == [1, 2]
    assert isinstance(feed.state, ActiveState)


def test_a_second_refusal_is_final_for_the_call() -> None:
    virtual = logged_in()
    call = virtual.call()
    virtual.answer(401)
    give(virtual, "two")
    virtual.answer()
    for frame in virtual.new():
        status = 401 if frame[1] == "PUT" else 200
        virtual.receive(frame[0], status, {"bob": person()})
    with pytest.raises(AuthenticationError):
        call.result()
    assert virtual.state == "ready"


def test_a_second_refusal_is_final_for_the_subscription() -> None:
    virtual = logged_in()
    other = virtual.watch()
    virtual.get("ann")
    virtual.answer(401)
    give(virtual, "two")
    virtual.answer()
    for frame in virtual.new():
        refused = frame[1] == "SUBSCRIBE" and "ann" in frame[3]["ids"]
        virtual.receive(frame[0], 401 if refused else 200, {"bob": person()})
    assert virtual.state == "ready"
    assert isinstance(other.state, ActiveState | ErrorState)


def test_expired_by_push() -> None:
    virtual = logged_in()
    virtual.receive(1, "PUBLISH", {"type": "session.expired"})
    virtual.receive(2, "PUBLISH", {"type": "session.expired"})
    assert virtual.fetches == [1, 2]
    give(virtual, "two")
    assert renewals(virtual.answer()) == ["two"]
    assert [frame[1] for frame in virtual.answer(bob=person())] == ["SUBSCRIBE", "GET"]


def test_expired_without_a_provider() -> None:
    virtual = Virtual()
    feed = virtual.watch()
    virtual.log_in()
    virtual.receive(1, "PUBLISH", {"type": "session.expired"})
    assert isinstance(feed.state, ErrorState)
    assert [type(error) for error in virtual.reports] == [AuthenticationError]
    assert virtual.state == "failed"


def test_a_rejected_token_is_never_sent_again() -> None:
    virtual = Virtual(provider=True)
    call = virtual.call()
    virtual.open()
    assert renewals(virtual.new()) == [SECRET]
    virtual.receive(0, 401, {})
    give(virtual, "two")
    assert renewals(virtual.new()) == ["two"]
    virtual.receive(1, 200, {})
    virtual.answer()
    assert call.result() is None


def test_a_provider_whose_tokens_are_rejected_ends_the_session() -> None:
    virtual = Virtual(token=None, provider=True)
    call = virtual.call()
    for _ in range(2):
        give(virtual, "stale")
        if virtual.connects and not virtual.sent:
            virtual.open()
        (frame,) = virtual.new()
        virtual.receive(frame[0], 401, {"errorCode": "EXPIRED"})
    with pytest.raises(AuthenticationError):
        call.result()
    assert (virtual.state, virtual.fetches) == ("failed", [1, 2])


@pytest.mark.parametrize("status", [400, 402, 403, 201])
def test_a_login_that_is_refused_for_good(status: int) -> None:
    virtual = Virtual(provider=True)
    virtual.call()
    virtual.open()
    virtual.answer(status)
    assert virtual.state == "failed"
    if status == 400:
        assert isinstance(virtual.reports[0], BadRequestError)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_login_that_may_work_later_does(status: int) -> None:
    virtual = Virtual()
    call = virtual.call()
    virtual.open()
    virtual.answer(status)
    assert virtual.state == "connecting"
    virtual.run(1)
    assert virtual.connects == [1, 2]
    virtual.log_in()
    virtual.run(1)
    virtual.answer()
    assert call.result() is None


def test_a_failed_renewal_loses_the_connection_only() -> None:
    virtual = logged_in(120)
    while not virtual.fetches[1:]:
        virtual.run(1)
        virtual.answer()
    give(virtual, "two")
    virtual.answer(500)
    virtual.run(1)
    virtual.open()
    assert renewals(virtual.new()) == ["two"]
    assert isinstance(virtual.protocol.counters.last_error, Exception)
    assert isinstance(virtual.protocol.counters.last_error.__cause__, ServerError)


def test_a_renewal_without_an_answer() -> None:
    virtual = logged_in()
    virtual.receive(1, "PUBLISH", {"type": "session.expired"})
    give(virtual, "two")
    virtual.run(11)
    assert virtual.state == "reconnecting"


def test_after_an_absence_the_new_token_is_used() -> None:
    virtual = logged_in(1200)
    virtual.lose(OSError())
    for _ in range(60):
        virtual.run(20)
        if virtual.fetches[1:]:
            break
        virtual.lose(OSError())
    give(virtual, "two")
    virtual.open()
    assert renewals(virtual.new()) == ["two"]


def test_a_provider_that_raises_is_not_asked_in_a_storm() -> None:
    virtual = Virtual(token=None, provider=True)
    feed = virtual.watch()
    calls = [virtual.call() for _ in range(3)]
    virtual.protocol.token_missed(1, ZeroDivisionError(), virtual.now)
    virtual.run()
    for call in calls:
        with pytest.raises(TokenProviderError) as caught:
            call.result()
        assert caught.value.is_retry_safe
        assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert virtual.fetches == [1]
    more = virtual.call()
    virtual.run(0.2)
    assert virtual.fetches == [1]
    virtual.run(0.1)
    assert virtual.fetches == [1, 2]
    assert not more.is_settled
    for _ in range(10):
        number = virtual.fetches[-1]
        virtual.protocol.token_missed(number, OSError(), virtual.now)
        virtual.run(20)
    assert len(virtual.fetches) <= 13
    assert isinstance(more.error, TokenProviderError)
    assert not feed.is_terminated
    give(virtual, "good")
    virtual.log_in()
    virtual.answer(bob=person())
    assert isinstance(feed.state, ActiveState)


@pytest.mark.parametrize("token", ["", None, b"x", 5])
def test_a_provider_that_gives_no_token(token: object) -> None:
    virtual = Virtual(token=None, provider=True)
    call = virtual.call()
    give(virtual, token)
    with pytest.raises(TokenProviderError, match="gave"):
        call.result()
    assert virtual.state == "idle"
    virtual.run(100)
    assert len(virtual.fetches) == 1


def test_a_provider_that_hangs() -> None:
    virtual = Virtual(token=None, provider=True)
    virtual.watch()
    call = virtual.call()
    virtual.run(30.1)
    with pytest.raises(
        Exception, match="the token provider has not answered within 30 s"
    ):
        call.result()
    virtual.run(1)
    assert len(virtual.fetches) == 2
    virtual.protocol.token_given(1, "late", virtual.now)
    virtual.protocol.token_missed(1, OSError(), virtual.now)
    assert virtual.connects == []


def test_a_refresh_ahead_of_time_that_fails_harms_nobody() -> None:
    virtual = logged_in(120)
    call = None
    while not virtual.fetches[1:]:
        virtual.run(1)
        virtual.answer()
    virtual.protocol.token_missed(virtual.fetches[-1], OSError(), virtual.now)
    call = virtual.call(WRITE)
    virtual.answer()
    assert call.result() is None
    virtual.run(1)
    assert len(virtual.fetches) == 3
    give(virtual, "two")
    assert renewals(virtual.answer()) == ["two"]


def test_no_effect_holds_a_token() -> None:
    virtual = Virtual()
    virtual.call()
    virtual.protocol.opened(virtual.connects[-1], virtual.now)
    effects = virtual.protocol.effects
    assert effects
    assert SECRET not in repr(effects)
    virtual.protocol.close(virtual.now)
    (late,) = [each.text for each in effects if isinstance(each, Send)]
    assert not isinstance(late, str)
    assert late() is None
