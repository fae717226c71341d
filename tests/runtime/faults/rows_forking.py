"""Row 25 in the matrix: the process forks while a session is busy.

Of the threads of the parent only the one that forks lives on in the child, whatever the
others were about to do. What else a fork is about has tests of its own.
"""

from __future__ import annotations

import asyncio
import os
import signal
import traceback
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

from injection import push_each, renamed
from leftovers import eventually
from matrix import PATIENT, row
from scenes import Scene

from talkjs import ErrorState, ForkedProcessError

_FLOOD = 2_000
_TIMES = 5
_WITHIN = 10.0


@row(timing=PATIENT)
async def row_25_a_fork_amid_a_flood(scene: Scene) -> None:
    user = scene.talk.user("forked")
    scene.emulator.put_user("forked", name="0")
    subscription = user.subscribe()
    await scene.world.future(subscription, "connected")
    push_each(scene.emulator, (renamed("forked", n) for n in range(1, _FLOOD)))
    in_child = _in_child_of_asyncio if scene.world.is_async else _in_child
    tokens = [scene.world.token(f"child{n}") for n in range(_TIMES)]
    for number, token in enumerate(tokens):
        await scene.busy()
        await asyncio.sleep(scene.dice.random() / 100)
        await _fork(partial(in_child, scene, subscription, number, token))
        assert scene.emulator.user(f"child{number}") is not None
    newest = str(_FLOOD - 1)
    await eventually(lambda: subscription.state.latest_snapshot.name == newest)
    await scene.world.do(subscription.unsubscribe)
    assert await scene.write() == []
    assert scene.health.reconnects == 0


async def _fork(in_child: Callable[[], None]) -> None:
    """Run something in a child, and wait until it has ended as it should."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # this process has threads
        child = os.fork()
    if child == 0:
        status = 1
        try:
            asyncio._set_running_loop(None)
            in_child()
            status = 0
        except BaseException:  # noqa: BLE001 - nothing of the parent may run on here
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(status)
    try:
        ended = await eventually(lambda: _ended(child), _WITHIN)
    except TimeoutError:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise AssertionError("the child hangs") from None
    assert os.waitstatus_to_exitcode(ended[1]) == 0


def _ended(child: int) -> tuple[int, int] | None:
    found = os.waitpid(child, os.WNOHANG)
    return found if found[0] else None


def _in_child(scene: Scene, subscription: Any, number: int, token: str) -> None:
    user = scene.talk.user("forked")
    for use in (user.get, user.subscribe, lambda: list(subscription)):
        try:
            use()
        except ForkedProcessError:
            continue
        raise AssertionError(use)
    own = scene.world.talk(f"child{number}", token=token)
    own.current_user.set(name="C")
    own.close()
    _has_ended(scene, subscription)
    scene.talk.close()


def _in_child_of_asyncio(scene: Scene, subscription: Any, n: int, token: str) -> None:
    async def subscribe() -> None:
        user.subscribe()

    async def iterate() -> None:
        async for _ in subscription:
            pass

    async def main() -> None:
        for use in (user.get, subscribe, iterate):
            try:
                await use()
            except ForkedProcessError:
                continue
            raise AssertionError(use)
        own = scene.world.talk(f"child{n}", token=token)
        await own.current_user.set(name="C")
        await own.aclose()
        _has_ended(scene, subscription)
        await scene.talk.aclose()

    user = scene.talk.user("forked")
    asyncio.run(main())


def _has_ended(scene: Scene, subscription: Any) -> None:
    """What is the parent's says so in the child, and can be let go."""
    assert isinstance(subscription.state, ErrorState)
    assert isinstance(subscription.state.error, ForkedProcessError)
    assert scene.health.state == "failed"
    assert isinstance(scene.health.last_error, ForkedProcessError)
    scene.talk.on_error(print).unsubscribe()
    for watcher in scene.watchers:
        assert isinstance(watcher.subscription.state, ErrorState)
        if not scene.world.is_async:
            watcher.subscription.unsubscribe()
