"""Row 23: cancelled at every await point, once and twice; afterwards all is as before.

Threads cannot be cancelled; what comes nearest is Ctrl-C in a call that waits.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import pytest
from injection import flood, shrink_the_way_out, stop_reading
from leftovers import Baseline, eventually, soon
from steps import Steps
from worlds import World, world_of

from minidoc.emulator.testing import Emulator
from talkjs._runtime.async_connection import MOST_TEXTS

Work = Callable[[Any], Awaitable[None]]
WORK: list[Work] = []
_MOST = 200
_numbers = count()


def work(function: Work) -> Work:
    WORK.append(function)
    return function


@work
async def writes(session: Any) -> None:
    await session.user("bob").set(name="B")


@work
async def reads(session: Any) -> None:
    await session.user("bob").get()


@work
async def reads_and_writes_at_once(session: Any) -> None:
    users = [session.user(f"u{n}") for n in range(3)]
    calls = [user.set(name="U") for user in users] + [user.get() for user in users]
    await asyncio.gather(*calls)


@work
async def waits_for_its_subscription(session: Any) -> None:
    subscription = session.user("bob").subscribe(print)
    try:
        await subscription.connected
    finally:
        await subscription.unsubscribe()


@work
async def iterates(session: Any) -> None:
    async with session.user("bob").subscribe() as subscription:
        async for _ in subscription:
            await session.user("bob").set(name=str(next(_numbers)))
            break
        await anext(subscription)


@work
async def watches_who_is_online(session: Any) -> None:
    async with session.user("bob").subscribe_online() as subscription:
        await anext(subscription)


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize("run", WORK, ids=lambda run: run.__name__)
def test_row_23_cancelled_at_every_await_point(
    talkjs_emulator: Emulator, run: Work, times: int
) -> None:
    async def main() -> int:
        steps = Steps()
        for moment in range(_MOST):
            async with asyncio.timeout(10), world_of(talkjs_emulator, True) as world:
                if not await _cancelled_at(moment, times, run, world, steps):
                    return moment
        raise AssertionError("it never came to its end")

    assert asyncio.run(main()) > 5


async def _cancelled_at(
    moment: int, times: int, run: Work, world: World, steps: Steps
) -> bool:
    """Cancel at a moment; tell whether the work was still going on then."""
    session = world.talk()
    task = asyncio.ensure_future(run(session))
    for number in range(times):
        steps.plan(moment + number, task.cancel)
    await asyncio.wait([task])
    steps.stop()
    was_cancelled = task.cancelled()
    assert was_cancelled or task.result() is None
    _nothing_is_pending(session)
    await session.user("after").set(name="C")
    assert (await session.user("after").get()).name == "C"
    return bool(was_cancelled)


def _nothing_is_pending(session: Any) -> None:
    protocol = session._session._driver._protocol
    assert not protocol.has_work
    assert (protocol._queue, protocol._writes) == ({}, {})
    assert session._session.feeds == ()
    assert session._session._driver._holders == {}


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_row_23_closing_is_cancelled(talkjs_emulator: Emulator, times: int) -> None:
    async def close_at(moment: int, steps: Steps) -> bool:
        before = Baseline.now()
        session = World(talkjs_emulator, True).talk()
        subscriptions = [session.user(f"u{n}").subscribe() for n in range(3)]
        await asyncio.gather(*(each.connected for each in subscriptions))
        task = asyncio.ensure_future(session.aclose())
        for number in range(times):
            steps.plan(moment + number, task.cancel)
        await asyncio.wait([task])
        steps.stop()
        assert all(each.terminated.done() for each in subscriptions)
        await eventually(lambda: not before.has_tasks_left())
        await eventually(lambda: not before.has_sockets_left())
        return bool(task.cancelled())

    async def main() -> int:
        steps = Steps()
        # Before its first step nothing has begun, and nothing is closed.
        for moment in range(1, _MOST):
            async with asyncio.timeout(10):
                if not await close_at(moment, steps):
                    return moment
        raise AssertionError("it never came to its end")

    assert asyncio.run(main()) > 2


def test_row_23_every_task_of_the_loop_is_cancelled(talkjs_emulator: Emulator) -> None:
    """As programs do that stop: the runtime's own tasks end as well."""

    async def main() -> None:
        before = Baseline.now()
        session = World(talkjs_emulator, True).talk()
        subscription = session.user("bob").subscribe()
        await subscription.connected
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await session.aclose()
        await eventually(lambda: not before.has_tasks_left())
        await eventually(lambda: not before.has_sockets_left())

    asyncio.run(main())


def test_row_23_closing_is_cancelled_while_nothing_can_be_sent(
    talkjs_emulator: Emulator,
) -> None:
    """The connection ends although nobody waits for it, nor takes what it sends."""

    async def main() -> None:
        before = Baseline.now()
        session = World(talkjs_emulator, True).talk()
        subscription = session.user("bob").subscribe()
        await subscription.connected
        [connection] = session._session._driver._connections.values()
        shrink_the_way_out(session)
        stop_reading(talkjs_emulator)
        await asyncio.wrap_future(flood(talkjs_emulator, "bob", 20_000))
        await eventually(lambda: len(connection._texts) > MOST_TEXTS)
        # What the system does not take while nobody reads, it never takes.
        way_out = connection._socket.transport
        await eventually(lambda: way_out.get_write_buffer_size() > 0)
        task = asyncio.ensure_future(session.aclose())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        await eventually(lambda: not before.has_tasks_left())
        talkjs_emulator.disconnect()
        await eventually(lambda: not before.has_sockets_left())

    asyncio.run(main())


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no such signals here")
def test_row_23_ctrl_c_in_a_call_that_waits(talkjs_emulator: Emulator) -> None:
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals go to the main thread")
    before = Baseline.now()
    session = World(talkjs_emulator, False).talk()
    session.user("bob").set(name="B")
    talkjs_emulator.faults.add("drop", path="/users/bob", times=None)
    main = threading.get_ident()
    since = talkjs_emulator.journal.count

    def interrupt() -> None:
        talkjs_emulator.journal.wait_for(lambda e: e.method == "PUT", since=since)
        signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        session.user("bob").set(name="C")
    thread.join()
    _nothing_is_pending(session)
    session.user("ann").set(name="A")
    session.close()
    before.assert_no_work()
    assert soon(lambda: not before.has_sockets_left())
