"""Row 28: closing while connecting, while logging in, and between two attempts.

It ends at once, and no socket is opened later: nothing is left that could open one.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Generator
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
from leftovers import Baseline, eventually
from steps import Steps
from worlds import BRISK, World, world_of

from minidoc.emulator.testing import Emulator
from talkjs import NotConnectedError, TalkJSError, UnsubscribedState

IN_BOTH_WORLDS = pytest.mark.parametrize(
    "is_async", [True, False], ids=["asyncio", "threads"]
)


@contextlib.contextmanager
def deaf_server() -> Generator[str]:
    """A port that accepts connections, and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield f"127.0.0.1:{listener.getsockname()[1]}"


async def _close_at_once(world: World, talk: Any, within: float) -> None:
    began = monotonic()
    await world.close(talk)
    assert monotonic() - began < within
    protocol = talk._session._driver._protocol
    assert protocol.wake_at() is None
    assert protocol.effects == []


@IN_BOTH_WORLDS
def test_row_28_close_while_connecting(
    talkjs_emulator: Emulator, is_async: bool, seed: int
) -> None:
    async def main() -> None:
        before = Baseline.now()
        async with world_of(talkjs_emulator, is_async, seed) as world:
            with deaf_server() as host:
                world.emulator.host = host
                talk = world.talk()
                subscription = talk.user("bob").subscribe()
                call = asyncio.create_task(world.do(talk.user("bob").get))
                await asyncio.sleep(world.dice.random() * 0.05)
                await _close_at_once(world, talk, 0.5)
                with pytest.raises(TalkJSError):
                    await call
                before.assert_no_work()
            assert subscription.state == UnsubscribedState()

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_28_close_while_logging_in(
    talkjs_emulator: Emulator, is_async: bool, seed: int
) -> None:
    async def main() -> None:
        async with world_of(talkjs_emulator, is_async, seed) as world:
            silent = talkjs_emulator.faults.add
            silent("drop", on="in", path="/session/renew", times=None)
            talk = world.talk()
            subscription = talk.user("bob").subscribe()
            renewal = talkjs_emulator.journal.wait_for_async(
                lambda entry: entry.path == "/session/renew"
            )
            await renewal
            await _close_at_once(world, talk, 0.5)
            assert subscription.state == UnsubscribedState()

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_28_close_between_attempts(
    talkjs_emulator: Emulator, is_async: bool, seed: int
) -> None:
    async def main() -> None:
        async with world_of(talkjs_emulator, is_async, seed) as world:
            with deaf_server() as host:
                pass  # now nobody listens there
            world.emulator.host = host
            talk = world.talk(timing=replace(BRISK, first_retry=5.0, call=0.3))
            talk.user("bob").subscribe()
            with pytest.raises(NotConnectedError) as caught:
                await world.do(talk.user("bob").get)
            assert caught.value.is_retry_safe
            assert isinstance(caught.value.__cause__, NotConnectedError)
            await _close_at_once(world, talk, 0.3)

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_28_close_while_the_provider_works(
    talkjs_emulator: Emulator, is_async: bool
) -> None:
    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            asked, answered = asyncio.Event(), asyncio.Event()
            loop = asyncio.get_running_loop()

            async def later() -> str:
                asked.set()
                await asyncio.sleep(0.3)
                return world.token()

            def provide() -> Any:
                if is_async:
                    return later()
                loop.call_soon_threadsafe(asked.set)
                asyncio.run_coroutine_threadsafe(answered.wait(), loop).result(5)
                return world.token()

            talk = world.talk(token=None, provider=provide)
            talk.user("bob").subscribe()
            await asked.wait()
            loop.call_later(0.2, answered.set)
            await _close_at_once(world, talk, 0.5)
            assert talkjs_emulator.journal.requests() == []

    asyncio.run(main())


def test_row_28_close_at_every_await_point(talkjs_emulator: Emulator) -> None:
    async def close_at(moment: int, steps: Steps) -> bool:
        async with asyncio.timeout(10), world_of(talkjs_emulator, True) as world:
            talk, reached = world.talk(), asyncio.Event()
            subscription = talk.user("bob").subscribe()
            steps.plan(moment, reached.set)
            connected = asyncio.ensure_future(subscription.connected)
            await asyncio.wait(
                [connected, closing := asyncio.ensure_future(reached.wait())],
                return_when=asyncio.FIRST_COMPLETED,
            )
            steps.stop()
            closing.cancel()
            await _close_at_once(world, talk, 0.5)
            assert subscription.terminated.done()
            return not connected.done() or connected.exception() is not None

    async def main() -> int:
        steps = Steps()
        for moment in range(200):
            if not await close_at(moment, steps):
                return moment
        raise AssertionError("it never connected")

    # All of them lie in the opening: messages are handed on by calls, not by tasks.
    assert asyncio.run(main()) >= 5


@IN_BOTH_WORLDS
def test_closing_is_a_handshake(talkjs_emulator: Emulator, is_async: bool) -> None:
    """The service learns that the session has left, and was not lost."""

    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk()
            await world.do(talk.current_user.set, name="A")
            await world.close(talk)
            closed = await talkjs_emulator.journal.wait_for_async(
                lambda entry: entry.frame[:1] == ["close"]  # type: ignore[index]
            )
            assert closed.frame == ["close", 1000]

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_closing_twice_at_once(talkjs_emulator: Emulator, is_async: bool) -> None:
    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk()
            await world.do(talk.current_user.set, name="A")
            await asyncio.gather(world.close(talk), world.close(talk))
            await eventually(lambda: talkjs_emulator.connection_count() == 0)

    asyncio.run(main())
