"""Row 24: a loop that is closed, a second `asyncio.run`, the loop of another thread.

Never a hang: a typed error at once, or a new session that works.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from leftovers import Baseline, eventually, soon
from worlds import in_thread

from minidoc.emulator.testing import Emulator
from talkjs import AsyncTalkSession, WrongLoopError, get_async_talk_session


def async_talk(emulator: Emulator, user_id: str = "alice") -> AsyncTalkSession:
    return get_async_talk_session(
        app_id=emulator.app_id, user_id=user_id, token=emulator.token(user_id)
    )


def _refuses(make: Callable[[], Any]) -> None:
    """Run in a loop of its own: it fails at once, and says why."""

    async def main() -> None:
        outcome = make()
        if asyncio.iscoroutine(outcome):
            await outcome

    began = monotonic()
    with pytest.raises(WrongLoopError, match="event loop"):
        asyncio.run(main())
    assert monotonic() - began < 1.0


@pytest.mark.parametrize("use", ["get", "set", "subscribe", "subscribe_online"])
@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "running"])
def test_row_24_the_session_of_another_loop(
    talkjs_emulator: Emulator, use: str, is_closed: bool
) -> None:
    kept: list[AsyncTalkSession] = []

    def attempt() -> Any:
        user = kept[0].user("bob")
        return user.set(name="B") if use == "set" else getattr(user, use)()

    async def make() -> None:
        kept.append(async_talk(talkjs_emulator))
        assert await kept[0].user("bob").get() is None
        if not is_closed:
            await in_thread(lambda: _refuses(attempt))
            assert await kept[0].user("bob").get() is None
            await kept[0].aclose()

    asyncio.run(make())
    if is_closed:
        _refuses(attempt)


def test_row_24_every_run_has_a_session_that_works(talkjs_emulator: Emulator) -> None:
    before, kept = Baseline.now(), list[AsyncTalkSession]()

    async def use(number: int) -> None:
        session = async_talk(talkjs_emulator)
        assert session not in kept
        kept.append(session)
        await session.user("bob").set(name=str(number))
        found = await session.user("bob").get()
        assert found is not None
        assert found.name == str(number)
        if number % 2:
            await session.aclose()

    for number in range(4):
        asyncio.run(use(number))
    for session in kept:
        asyncio.run(session.aclose())
    assert soon(lambda: not before.has_sockets_left())


def test_row_24_iteration_and_closing_in_another_loop(
    talkjs_emulator: Emulator,
) -> None:
    kept: list[Any] = []

    async def make() -> None:
        session = async_talk(talkjs_emulator)
        kept.extend([session, session.user("bob").subscribe()])
        assert await anext(kept[1]) is None

    async def elsewhere() -> None:
        await kept[1].unsubscribe()
        with pytest.raises(StopAsyncIteration):
            await anext(kept[1])
        await kept[0].aclose()
        await kept[0].aclose()

    asyncio.run(make())
    asyncio.run(elsewhere())


def test_row_24_made_outside_it_belongs_to_the_loop_that_uses_it(
    talkjs_emulator: Emulator,
) -> None:
    session = async_talk(talkjs_emulator)
    with pytest.raises(WrongLoopError, match="no running"):
        session.current_user.subscribe()

    async def use() -> None:
        assert await session.current_user.get() is None

    asyncio.run(use())
    other = async_talk(talkjs_emulator)
    assert other is not session
    asyncio.run(session.aclose())


def test_row_24_the_end_of_a_loop_without_a_close(
    talkjs_emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    before = Baseline.now()

    async def main() -> None:
        session = async_talk(talkjs_emulator)
        users = [session.user(f"u{n}") for n in range(100)]
        subscriptions = [user.subscribe(print) for user in users]
        await asyncio.gather(*(each.connected for each in subscriptions))

    asyncio.run(main())
    gc.collect()
    assert [r for r in caplog.records if r.levelno > logging.WARNING] == []
    before.assert_no_work()
    assert soon(lambda: not before.has_sockets_left())


def test_row_24_a_session_that_nobody_holds_is_released(
    talkjs_emulator: Emulator,
) -> None:
    async def main() -> None:
        before = Baseline.now()
        session = async_talk(talkjs_emulator)
        await session.current_user.get()
        del session
        gc.collect()
        await eventually(lambda: talkjs_emulator.connection_count() == 0)
        await eventually(lambda: not before.has_tasks_left())

    asyncio.run(main())
