"""The registry of sessions: the same pair gives the same object, weakly."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest

from minidoc.runtime import (
    AsyncSession,
    AsyncSessionOwner,
    Session,
    SessionClosedError,
    SessionOwner,
    open_async_session,
    open_session,
    write,
)


class Talk(SessionOwner):
    """As it would be generated."""

    __slots__ = ()

    @property
    def session(self) -> Session:
        return self._session


class AsyncTalk(AsyncSessionOwner):
    """As it would be generated."""

    __slots__ = ()

    @property
    def session(self) -> AsyncSession:
        return self._session


def talk(app_id: str = "app", user_id: str = "me", **options: Any) -> Talk:
    return open_session(Talk, app_id=app_id, user_id=user_id, **options)


def async_talk(app_id: str = "app", user_id: str = "me", **options: Any) -> AsyncTalk:
    return open_async_session(AsyncTalk, app_id=app_id, user_id=user_id, **options)


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    yield
    gc.collect()


BOTH_WORLDS = pytest.mark.parametrize("get", [talk, async_talk])


@BOTH_WORLDS
def test_the_same_pair_gives_the_same_object(get: Callable[..., Any]) -> None:
    first = get()
    assert get() is first
    assert get(app_id="other") is not first
    assert get(user_id="other") is not first
    assert first.session.app_id == "app"


@BOTH_WORLDS
def test_it_is_held_weakly(get: Callable[..., Any]) -> None:
    owner = get()
    references = weakref.ref(owner), weakref.ref(owner.session)
    del owner
    gc.collect()
    assert [reference() for reference in references] == [None, None]


@BOTH_WORLDS
def test_the_session_is_shared_while_anything_uses_it(get: Callable[..., Any]) -> None:
    session = get().session
    gc.collect()
    assert get().session is session


def test_a_closed_one_is_replaced() -> None:
    first = talk()
    first.close()
    first.close()
    second = talk()
    assert second is not first
    assert talk() is second
    with pytest.raises(SessionClosedError):
        first.session.call(write("PUT", ("users", "me"), {}))


def test_a_closed_async_one_is_replaced() -> None:
    first = async_talk()
    asyncio.run(first.aclose())
    assert async_talk() is not first


def test_each_event_loop_has_its_own() -> None:
    async def get() -> tuple[AsyncTalk, AsyncTalk]:
        return async_talk(), async_talk()

    outside = async_talk()
    one, same = asyncio.run(get())
    other, _ = asyncio.run(get())
    assert one is same
    assert len({id(each) for each in (outside, one, other)}) == 3


def test_factories_do_not_mix() -> None:
    class Other(SessionOwner):
        __slots__ = ()

    first = talk()
    second = open_session(Other, app_id="app", user_id="me")
    assert type(second) is Other
    assert talk() is first


def test_an_ignored_token_is_logged_without_being_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    first = talk(token="secret-1")
    assert talk(token="secret-1") is first
    assert talk() is first
    assert caplog.records == []
    assert talk(token="secret-2") is first
    (log,) = caplog.records
    assert log.levelno == logging.WARNING
    assert "token is ignored" in caplog.text
    assert "secret" not in caplog.text
    assert log.name.startswith("minidoc.runtime")


def test_whatever_else_is_ignored_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    first = talk(host="127.0.0.1:1", timeout=3.0)
    assert talk(host="127.0.0.1:1", timeout=3.0) is first
    assert talk(host="127.0.0.1:1") is first
    assert caplog.records == []
    assert talk(host="127.0.0.1:2", timeout=4.0, token_provider=str) is first
    assert "host and token_provider and timeout are ignored" in caplog.text


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("arguments", "error"),
    [({"app_id": ""}, ValueError), ({"user_id": ""}, ValueError),
     ({"app_id": 5}, TypeError), ({"user_id": None}, TypeError),
     ({"user_id": []}, TypeError), ({"token": b"eyJ"}, TypeError),
     ({"token": ""}, ValueError), ({"token_provider": "eyJ"}, TypeError),
     ({"host": ""}, ValueError), ({"timeout": "3"}, TypeError),
     ({"timeout": None}, TypeError), ({"timeout": True}, TypeError),
     ({"timeout": 0}, ValueError), ({"timeout": float("inf")}, ValueError),
     ({"timeout": float("nan")}, ValueError)],
)  # fmt: skip
def test_arguments_are_checked(
    get: Callable[..., Any], arguments: Any, error: Any
) -> None:
    with pytest.raises(error):
        get(**arguments)


def test_text_and_context_manager() -> None:
    with talk(token="secret") as entered:
        assert repr(entered) == "Talk(app_id='app', user_id='me')"
        assert entered is talk()
    assert entered.session.is_closed


def test_async_text_and_context_manager() -> None:
    async def scenario() -> None:
        async with async_talk() as entered:
            assert repr(entered) == "AsyncTalk(app_id='app', user_id='me')"
            assert entered is async_talk()
        assert entered.session.is_closed

    asyncio.run(scenario())


def test_threads_get_the_same_object() -> None:
    barrier = Barrier(8)
    found: list[Talk] = []

    def get() -> None:
        barrier.wait()
        found.append(talk())

    threads = [Thread(target=get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each) for each in found}) == 1
