"""What is refused before it does harm, and what never shows."""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import Any

import pytest
from runtime_samples import person_topic
from websockets.exceptions import InvalidHandshake, InvalidURI

from minidoc.emulator.loopback import NetworkBlockedError
from minidoc.emulator.testing import Emulator
from minidoc.runtime import AsyncSession, AsyncSubscription, Session, Subscription
from minidoc.runtime.driving import is_final
from minidoc.runtime.listening import AsyncErrorListening, ErrorListening
from minidoc.runtime.logs import blank
from talkjs import AuthenticationError, NotConnectedError, get_talk_session


async def later(_: object) -> None:
    """A callback that is a coroutine function."""


@pytest.mark.parametrize("callback", [5, "x", later])
def test_callbacks_that_threads_cannot_call(callback: Any) -> None:
    session = Session(app_id="app", user_id="me")
    with pytest.raises(TypeError, match="function"):
        Subscription(session, person_topic("bob"), callback)
    with pytest.raises(TypeError, match="function"):
        ErrorListening(session, callback)
    assert session.feeds == ()


@pytest.mark.parametrize("callback", [5, "x"])
def test_callbacks_that_nobody_can_call(callback: Any) -> None:
    session = AsyncSession(app_id="app", user_id="me")
    with pytest.raises(TypeError, match="is a function, not"):
        AsyncSubscription(session, person_topic("bob"), callback)
    with pytest.raises(TypeError, match="is a function, not"):
        AsyncErrorListening(session, callback)
    AsyncErrorListening(session, later)
    assert session.feeds == ()


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
        (EOFError(), False),
        (InvalidHandshake("x"), False),
        (ssl.SSLError("x"), False),
        (ssl.SSLCertVerificationError("x"), True),
        (InvalidURI("x", "y"), True),
        (NetworkBlockedError("x"), True),
        (AttributeError("a mistake of ours"), True),
    ],
)
def test_what_is_tried_again(error: Exception, final: bool) -> None:
    assert is_final(error) is final


@pytest.mark.parametrize(
    "tokens",
    [
        {"fcm:abc": True},
        {"fcm:{br}SECRET": True, "apns:SECRET": None},
        {'fcm:"SECRET}': True},
        {"fcm:\\SECRET\\": True, "fcm:}SECRET{": True},
    ],
)
def test_push_tokens_never_show(tokens: dict[str, Any]) -> None:
    body = {"name": "A", "pushTokens": tokens, "locale": "nl"}
    text = json.dumps([1, "PUT", "/users/a", body, {}], separators=(",", ":"))
    shown = blank(text)
    assert "SECRET" not in shown
    assert "abc" not in shown
    assert json.loads(shown)[3] == {**body, "pushTokens": "(secret)"}


def test_a_test_that_would_leave_this_machine_learns_it_at_once(
    talkjs_emulator: Emulator,
) -> None:
    with (
        get_talk_session(
            app_id="app", user_id="me", token="t", host="192.0.2.1:9"
        ) as session,
        pytest.raises(NotConnectedError, match=r"192\.0\.2\.1:9") as caught,
    ):
        session.user("bob").get()
    assert isinstance(caught.value.__cause__, NetworkBlockedError)


def test_without_a_token_the_fixture_gives_one(talkjs_emulator: Emulator) -> None:
    with get_talk_session(app_id=talkjs_emulator.app_id, user_id="alice") as session:
        session.current_user.set(name="Alice")
    assert talkjs_emulator.user("alice") is not None


@pytest.mark.parametrize("is_debug", [False, True])
def test_no_event_loop_logs_a_token(
    talkjs_emulator: Emulator, is_debug: bool, caplog: pytest.LogCaptureFixture
) -> None:
    from talkjs import get_async_talk_session

    caplog.set_level("DEBUG")

    async def main() -> None:
        asyncio.get_running_loop().slow_callback_duration = 0.0
        async with get_async_talk_session(
            app_id=talkjs_emulator.app_id, user_id="alice"
        ) as session:
            await session.current_user.get()

    asyncio.run(main(), debug=is_debug)
    own = [r for r in caplog.records if r.name.startswith(("talkjs", "asyncio"))]
    assert any("/session/renew" in record.getMessage() for record in own)
    assert not any("eyJ" in record.getMessage() for record in own)


def test_a_service_that_wants_a_signature_says_so() -> None:
    from minidoc.emulator.service import Options
    from minidoc.emulator.thread import ServiceThread

    service = ServiceThread(Options(secret="s" * 32))
    with get_talk_session(
        app_id="demo-closed", user_id="alice", host=service.host
    ) as session:
        subscription = session.user("bob").subscribe()
        with pytest.raises(AuthenticationError, match="pass token="):
            session.user("bob").get()
        subscription.terminated.result(5)
        assert session.health().state == "failed"
    service.stop()
