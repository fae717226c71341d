"""Sessions: calls over a transport, their end, and what they never show."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import Any

import pytest
from runtime_samples import (
    AsyncScriptedTransport,
    ScriptedTransport,
    call_async,
    call_sync,
    person_topic,
)

from minidoc.runtime import (
    AsyncSession,
    ConnectionLostError,
    NotConnectedError,
    Response,
    Session,
    SessionClosedError,
    read,
    write,
)

WRITE = write("PUT", ("users", "bob"), {"name": "Bob"})


@pytest.mark.parametrize("make", [Session, AsyncSession])
@pytest.mark.parametrize(
    ("app_id", "user_id", "error", "match"),
    [
        ("", "me", ValueError, "app_id is not empty"),
        ("app", "", ValueError, "user_id is not empty"),
        (5, "me", TypeError, "app_id is a string, not int"),
        ("app", None, TypeError, "user_id is a string, not NoneType"),
    ],
)
def test_ids_are_checked(
    make: Any, app_id: Any, user_id: Any, error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        make(app_id=app_id, user_id=user_id)


def test_requests_go_out_in_order() -> None:
    transport = ScriptedTransport([Response(200, {}), Response(200, {})])
    session = Session(app_id="app", user_id="me", transport=transport)
    operation = read(person_topic("bob"))
    assert session.call(operation) is None
    assert transport.requests == list(operation.requests)


@pytest.mark.parametrize("call", [call_sync, call_async])
def test_errors_of_the_transport_come_through(call: Any) -> None:
    lost = ConnectionLostError(is_retry_safe=True)
    with pytest.raises(ConnectionLostError) as caught:
        call(WRITE, [lost])
    assert caught.value is lost


def test_without_a_transport_a_call_says_so() -> None:
    with pytest.raises(NotConnectedError):
        Session(app_id="app", user_id="me").call(WRITE)
    with pytest.raises(NotConnectedError):
        asyncio.run(AsyncSession(app_id="app", user_id="me").call(WRITE))


def test_close_closes_the_transport_once() -> None:
    transport = ScriptedTransport()
    session = Session(app_id="app", user_id="me", transport=transport)
    session.close()
    session.close()
    assert session.is_closed
    assert transport.closed == 1
    with pytest.raises(SessionClosedError):
        session.call(WRITE)
    assert transport.requests == []
    Session(app_id="app", user_id="me").close()


def test_aclose_closes_the_transport_once() -> None:
    async def scenario() -> None:
        transport = AsyncScriptedTransport()
        session = AsyncSession(app_id="app", user_id="me", transport=transport)
        await session.aclose()
        await session.aclose()
        assert session.is_closed
        assert transport.closed == 1
        with pytest.raises(SessionClosedError):
            await session.call(WRITE)
        await AsyncSession(app_id="app", user_id="me").aclose()

    asyncio.run(scenario())


@pytest.mark.parametrize("make", [Session, AsyncSession])
def test_the_token_is_not_shown(make: Any) -> None:
    session = make(app_id="app", user_id="me", token="secret")
    assert "secret" not in repr(session)
    assert repr(session).endswith("app_id='app' user_id='me'>")
    assert session.has_token("secret")
    assert not session.has_token("other")


@pytest.mark.parametrize("make", [Session, AsyncSession])
def test_it_is_not_copied_or_pickled(make: Any) -> None:
    session = make(app_id="app", user_id="me", token="secret")
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            attempt(session)


def test_a_closed_session_forgets_its_token() -> None:
    session = Session(app_id="app", user_id="me", token="secret")
    session.close()
    assert not session.has_token("secret")
    assert repr(session).endswith("closed>")
