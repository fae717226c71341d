"""Rows 6, 10, 23, 24 and 29 to 33 in the matrix: much at once, and odd uses.

What they need at full size, or in a process of its own, is tested elsewhere; here they
are small, and everything that always holds is checked after them.
"""

from __future__ import annotations

import asyncio
import threading
import zlib
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from injection import push_each, renamed, send_frame
from leftovers import eventually
from matrix import PATIENT, row
from scenes import Load, Scene
from worlds import in_thread

from talkjs import UserSnapshot, WrongLoopError

_FLOOD = 2_000
_MANY = 300
_NOBODY: dict[Load, str] = {"idle": "nobody is watched who could change"}
_STORMY = tuple(f"s{n}" for n in range(4))


class _SlowCallback:
    """Does not come back from its first call until it may."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.go_on = threading.Event()

    def blocking(self, snapshot: UserSnapshot) -> None:
        self.numbers.append(int(snapshot.name))
        self.go_on.wait(20)

    async def later(self, snapshot: UserSnapshot) -> None:
        self.numbers.append(int(snapshot.name))
        await eventually(self.go_on.is_set)


@row(timing=PATIENT)
async def row_06_a_slow_callback(scene: Scene) -> None:
    scene.emulator.put_user("slow", name="0")
    slow = _SlowCallback()
    callback = slow.later if scene.world.is_async else slow.blocking
    subscription = scene.talk.user("slow").subscribe(callback)
    await eventually(lambda: slow.numbers == [0])
    numbers = range(1, _FLOOD + 1)
    push_each(scene.emulator, (renamed("slow", number) for number in numbers))
    newest = str(_FLOOD)
    await eventually(lambda: subscription.state.latest_snapshot.name == newest)
    assert await scene.write() == []
    slow.go_on.set()
    await eventually(lambda: slow.numbers[-1] == _FLOOD)
    assert slow.numbers == [0, _FLOOD], "what came between is left out"
    await scene.world.do(subscription.unsubscribe)
    assert scene.health.reconnects == 0


@cache
def _bomb() -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    data = squeeze.compress(b"x" * (10 * 2**20)) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    return b"\xc1\x7f" + len(data[:-4]).to_bytes(8) + data[:-4]


@row(timing=PATIENT)
async def row_10_a_compression_bomb(scene: Scene) -> None:
    send_frame(scene.emulator, _bomb())
    await eventually(lambda: scene.health.last_error is not None)
    assert "reserved bits" in repr(scene.health.last_error.__cause__)
    assert await scene.write() == []
    assert scene.health.reconnects == 1


@row(worlds=("asyncio",))
async def row_23_cancelled_somewhere(scene: Scene) -> None:
    users = [scene.talk.user(f"x{n}") for n in range(20)]
    calls: list[asyncio.Task[Any]] = []
    for number, user in enumerate(users):
        call = user.get() if number % 2 else user.set(name="X")
        calls.append(asyncio.create_task(call))
        for _ in range(scene.dice.randrange(6)):
            await asyncio.sleep(0)
        calls[scene.dice.randrange(len(calls))].cancel()
        calls[-1].cancel()
    for each in calls:
        with suppress(asyncio.CancelledError):
            await each
    assert all(each.done() for each in calls)
    assert await scene.write() == []
    assert scene.health.reconnects == 0


@row(worlds=("asyncio",))
async def row_24_another_loop(scene: Scene) -> None:
    async def elsewhere() -> None:
        with pytest.raises(WrongLoopError):
            await scene.talk.user("x").set(name="X")
        with pytest.raises(WrongLoopError):
            scene.talk.user("x").subscribe()

    await in_thread(lambda: asyncio.run(elsewhere()))
    assert await scene.write() == []
    assert scene.health.reconnects == 0


@row()
async def row_29_a_storm(scene: Scene) -> None:
    held: list[Any] = []
    for step in range(100):
        if held and scene.dice.random() < 0.5:
            place = scene.dice.randrange(len(held))
            await scene.world.do(held.pop(place).unsubscribe)
        else:
            held.append(scene.talk.user(scene.dice.choice(_STORMY)).subscribe())
        if step == 50:
            scene.emulator.disconnect(code=scene.dice.choice([None, 1012]))
        if scene.dice.random() < 0.1:
            await asyncio.sleep(0)
    await _leave(scene, held)


@row(timing=PATIENT)
async def row_30_many_more_subscriptions_and_a_reset(scene: Scene) -> None:
    more = [scene.talk.user(f"m{n}").subscribe() for n in range(_MANY)]
    wanted = {("user", f"m{n}") for n in range(_MANY)}
    await eventually(lambda: wanted <= set(scene.emulator.subscriptions()))
    since = scene.emulator.journal.count
    scene.emulator.disconnect()
    await eventually(lambda: scene.health.reconnects == 1)
    await eventually(lambda: wanted <= set(scene.emulator.subscriptions()))
    frames = scene.emulator.journal.requests("SUBSCRIBE", since=since)
    asked: list[Any] = [frame.frame for frame in frames]
    ids = {f"m{n}" for n in range(_MANY)}
    assert any(ids <= {*frame[3]["ids"]} for frame in asked), "all of them in one"
    await _leave(scene, more)


@row(timing=PATIENT, left_out=_NOBODY)
async def row_31_many_updates(scene: Scene) -> None:
    last = scene.number + _FLOOD // len(scene.watched)
    numbers = range(scene.number + 1, last + 1)
    push_each(
        scene.emulator,
        (renamed(u, number) for number in numbers for u in scene.watched),
    )
    scene.number = last
    await scene.all_see_the_newest()
    assert scene.health.reconnects == 0


@row(timing=PATIENT, worlds=("threads",))
async def row_32_many_threads(scene: Scene) -> None:
    wrong: list[BaseException] = []
    ready = threading.Barrier(32)

    def work(number: int) -> None:
        try:
            user: Any = scene.talk.user(f"t{number}")
            ready.wait(20)
            with user.subscribe():
                user.set(name=str(number))
                assert user.get().name == str(number), "no cross-talk"
        except BaseException as error:  # noqa: BLE001 - the test shows it
            wrong.append(error)

    def all_of_them() -> None:
        threads = [threading.Thread(target=work, args=(n,)) for n in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads), "a deadlock"

    await in_thread(all_of_them)
    assert wrong == []
    assert scene.health.reconnects == 0


@row()
async def row_33_callbacks_use_the_session(scene: Scene) -> None:
    scene.emulator.put_user("busy", name="0")
    user, inner, mine = scene.talk.user("busy"), list[Any](), list[Any]()

    def act() -> Any:
        inner.append(user.subscribe())
        return mine[0].unsubscribe()

    def now(_: UserSnapshot | None) -> None:
        user.set(name="1")
        act()

    async def later(_: UserSnapshot | None) -> None:
        await user.set(name="1")
        await act()

    mine.append(user.subscribe(later if scene.world.is_async else now))
    await scene.world.future(mine[0], "terminated")
    assert len(inner) == 1
    await eventually(lambda: _name(inner[0]) == "1")
    assert await scene.write() == []
    await _leave(scene, inner)


def _name(subscription: Any) -> object:
    snapshot = getattr(subscription.state, "latest_snapshot", None)
    return getattr(snapshot, "name", None)


async def _leave(scene: Scene, subscriptions: list[Any]) -> None:
    if scene.world.is_async:
        for each in subscriptions:
            await each.unsubscribe()
    else:
        await in_thread(lambda: [each.unsubscribe() for each in subscriptions])
