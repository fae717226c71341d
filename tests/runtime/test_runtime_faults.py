"""What goes wrong on the wire, in both worlds and by seed: nothing is lost, no leaks.

Each fault meets a session with subscriptions and calls under way. Afterwards the newest
state has arrived everywhere, calls have a result or a typed error, and nothing is left.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import Awaitable, Callable, Generator
from dataclasses import replace
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from worlds import BRISK, Seen, World, eventually, world_of

from minidoc.emulator.testing import Emulator
from talkjs import (
    ActiveState,
    AuthenticationError,
    CallTimeoutError,
    DecodeError,
    ErrorState,
    NotConnectedError,
    TalkJSError,
    TokenProviderError,
    UserSnapshot,
)

Scenario = Callable[[World, random.Random], Awaitable[None]]
FAULTS: list[Scenario] = []
SEEDS = (1, 2)


def fault(function: Scenario) -> Scenario:
    FAULTS.append(function)
    return function


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
@pytest.mark.parametrize("run", FAULTS, ids=lambda run: run.__name__)
def test_fault(
    talkjs_emulator: Emulator, run: Scenario, is_async: bool, seed: int
) -> None:
    async def limited() -> None:
        async with asyncio.timeout(25), world_of(talkjs_emulator, is_async) as world:
            await run(world, random.Random(seed))

    asyncio.run(limited())


class Watchers:
    """A session with subscriptions, and what each of them saw."""

    def __init__(self, world: World, count: int = 5, **options: Any) -> None:
        self.world = world
        self.talk = world.talk(**options)
        self.ids = [f"u{n}" for n in range(count)]
        self.seen = {user_id: Seen() for user_id in self.ids}
        self.subscriptions = [
            self.talk.user(user_id).subscribe(seen)
            for user_id, seen in self.seen.items()
        ]

    async def connected(self) -> None:
        for subscription in self.subscriptions:
            await self.world.future(subscription, "connected")

    async def all_see(self, name: str) -> None:
        """Change everybody, and wait until every subscriber has the last state."""
        for user_id in self.ids:
            self.world.emulator.put_user(user_id, name=name)
        for seen in self.seen.values():
            await eventually(lambda s=seen: s and s[-1] and s[-1].name == name)  # type: ignore[misc]

    async def fine(self) -> None:
        """Check what holds after every fault."""
        await self.all_see("the last")
        for seen in self.seen.values():
            names = [s and s.name for s in seen]
            assert all(a != b for a, b in pairwise(names)), names
        await eventually(lambda: self.talk.health().state == "ready")
        watched = self.world.emulator.subscriptions()
        assert {("user", user_id): 1 for user_id in self.ids}.items() <= watched.items()


async def write_many(world: World, talk: Any, count: int = 8) -> list[Any]:
    """Write at once; give the errors."""
    users = [talk.user(f"w{n}") for n in range(count)]
    calls = (world.do(user.set, name="W") for user in users)
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    return [outcome for outcome in outcomes if outcome is not None]


@fault
async def row_01_the_service_restarts(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    await watchers.all_see("before")
    for _ in range(3):
        world.emulator.disconnect(code=dice.choice([1001, 1012, 1011, 1000]))
        errors = await write_many(world, watchers.talk)
        assert errors == []
    await watchers.fine()
    assert watchers.talk.health().reconnects >= 1


@fault
async def row_02_nobody_listens(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    world.emulator.faults.add("reset", on="in", method="CONNECT", times=4)
    world.emulator.disconnect()
    await eventually(lambda: watchers.talk.health().state == "reconnecting")
    await watchers.fine()


@fault
async def row_03_reset_within_a_frame(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    for _ in range(3):
        skip = dice.randrange(4)
        world.emulator.faults.add("reset", on="out", skip=skip)
        assert await write_many(world, watchers.talk) == []
    await watchers.fine()


@fault
async def row_04_black_hole(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    side: Any = dice.choice(["in", "out"])
    world.emulator.faults.add("blackhole", on=side, delay=60.0)
    began = monotonic()
    assert await write_many(world, watchers.talk, 3) == []
    assert monotonic() - began < 3
    await watchers.fine()


@fault
async def row_05_a_late_answer(world: World, dice: random.Random) -> None:
    talk = world.talk(timing=replace(BRISK, call=0.4, ping_after=5.0, idle=5.0))
    await world.do(talk.current_user.set, name="A")
    world.emulator.faults.add("delay", on="out", path="/users/alice", delay=0.7)
    began = monotonic()
    with pytest.raises(CallTimeoutError) as caught:
        await world.do(talk.current_user.set, name="B")
    assert monotonic() - began == pytest.approx(0.4, abs=0.15)
    assert isinstance(caught.value, TimeoutError)
    await eventually(lambda: talk.health().ignored_frames == 1)
    await world.do(talk.current_user.set, name="C")
    assert talk.health().reconnects == 0


@fault
async def row_07_garbage(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    seed = dice.randrange(1000)
    world.emulator.faults.add("garbage", times=20, probability=0.5, seed=seed)
    for name in ("a", "b", "c"):
        await watchers.all_see(name)
        assert await write_many(world, watchers.talk) == []
    await eventually(lambda: world.emulator.faults.happened() == 20)
    await watchers.fine()


@fault
async def row_08_another_shape(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    await watchers.all_see("before")
    wrong = '{"type":"user.edited","userId":"u0","diff":{"name":5}}'
    fine = (
        '{"type":"user.edited","userId":"u1","diff":{"name":"N","later":{"x":1}},"m":2}'
    )
    text = f'[1000000,"PUBLISH",{wrong},{fine},{{"type":"new.kind"}}]'
    world.emulator.faults.add("garbage", text=text)
    assert await write_many(world, watchers.talk, 1) == []
    broken = watchers.subscriptions[0]
    await world.future(broken, "terminated")
    assert isinstance(broken.state, ErrorState)
    assert isinstance(broken.state.error, DecodeError)
    state: Any = watchers.subscriptions[1].state
    snapshot: UserSnapshot = state.latest_snapshot
    assert dict(snapshot.to_json())["later"] == {"x": 1}


@fault
async def row_09_far_too_large(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    world.emulator.faults.add("oversize", size=9 * 2**20)
    assert await write_many(world, watchers.talk) == []
    assert watchers.talk.health().last_error is not None
    await watchers.fine()


@fault
async def row_11_twice(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    world.emulator.faults.add("duplicate", times=None)
    for name in ("a", "b", "c"):
        await watchers.all_see(name)
        assert await write_many(world, watchers.talk) == []
    for seen in watchers.seen.values():
        assert [s and s.name for s in seen if s] == ["a", "b", "c"]
    world.emulator.faults.clear()
    await watchers.fine()


@fault
async def row_12_out_of_order(world: World, dice: random.Random) -> None:
    talk = world.talk()
    await world.do(talk.current_user.set, name="A")
    seed = dice.randrange(1000)
    for n in range(20):
        world.emulator.put_user(f"o{n}", name=f"O{n}")
    world.emulator.faults.add("reorder", times=6, probability=0.5, seed=seed)
    users = [talk.user(f"o{n}") for n in range(20)]
    found = await asyncio.gather(*(world.do(user.get) for user in users))
    assert [each.name for each in found] == [f"O{n}" for n in range(20)]
    assert await write_many(world, talk) == []


@fault
async def row_14_refused_in_the_middle(world: World, dice: random.Random) -> None:
    asked: list[int] = []

    def provide() -> str:
        asked.append(1)
        return world.emulator.token("alice")

    watchers = Watchers(world, provider=provide)
    await watchers.connected()
    world.emulator.faults.add("status", on="in", method="PUT", status=401, times=1)
    assert await write_many(world, watchers.talk) == []
    assert len(asked) == 1
    world.emulator.faults.add("status", on="in", method="PUT", status=401, times=2)
    with pytest.raises(AuthenticationError):
        await world.do(watchers.talk.user("x").set, name="X")
    await watchers.fine()


@fault
async def row_15_expired_while_away(world: World, dice: random.Random) -> None:
    tokens: list[str] = []

    def provide() -> str:
        tokens.append(world.emulator.token("alice"))
        return tokens[-1]

    watchers = Watchers(world, provider=provide, token=None)
    await watchers.connected()
    world.emulator.expire("alice")
    world.emulator.disconnect()
    await watchers.fine()
    assert 1 <= len(tokens) <= 2


@fault
async def row_16_a_bad_provider(world: World, dice: random.Random) -> None:
    asked: list[float] = []
    good = world.emulator.token("alice")

    def provide() -> str:
        asked.append(monotonic())
        if len(asked) == 1:
            raise ZeroDivisionError
        return good

    talk = world.talk(token=None, provider=provide)
    with pytest.raises(TokenProviderError) as caught:
        await world.do(talk.current_user.get)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    await world.do(talk.current_user.set, name="A")
    assert len(asked) == 2


@fault
async def row_17_too_many(world: World, dice: random.Random) -> None:
    watchers = Watchers(world)
    await watchers.connected()
    status = dice.choice([429, 500])
    world.emulator.faults.add("status", on="in", status=status, times=4)
    assert await write_many(world, watchers.talk) == []
    await watchers.fine()


@fault
async def row_29_a_storm_of_subscriptions(world: World, dice: random.Random) -> None:
    talk = world.talk()
    held: dict[str, list[Any]] = {f"s{n}": [] for n in range(4)}
    for step in range(150):
        user_id = dice.choice(list(held))
        if held[user_id] and dice.random() < 0.5:
            await world.do(held[user_id].pop().unsubscribe)
        else:
            held[user_id].append(talk.user(user_id).subscribe())
        if step % 50 == 25:
            world.emulator.disconnect()
        if step % 10 == 0:
            await asyncio.sleep(0)
    intent = {("user", user_id) for user_id, held_ in held.items() if held_}
    await eventually(lambda: set(world.emulator.subscriptions()) == intent)


@contextlib.contextmanager
def deaf_server() -> Generator[str]:
    """A port that accepts connections, and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@fault
async def row_28_close_while_connecting(world: World, dice: random.Random) -> None:
    with deaf_server() as host:
        world.emulator.host = host
        talk = world.talk()
        subscription = talk.user("bob").subscribe()
        call = asyncio.create_task(world.do(talk.user("bob").get))
        await asyncio.sleep(dice.random() * 0.05)
        began = monotonic()
        await world.close(talk)
        assert monotonic() - began < 0.5
        with pytest.raises(TalkJSError):
            await call
        assert subscription.state != ActiveState(None)


@fault
async def row_28_close_while_waiting(world: World, dice: random.Random) -> None:
    with deaf_server() as host:
        pass
    world.emulator.host = host
    talk = world.talk(timing=replace(BRISK, first_retry=5.0, call=0.3))
    talk.user("bob").subscribe()
    with pytest.raises(NotConnectedError) as caught:
        await world.do(talk.user("bob").get)
    assert caught.value.is_retry_safe
    began = monotonic()
    await world.close(talk)
    assert monotonic() - began < 0.3


@fault
async def row_27_close_in_a_flood(world: World, dice: random.Random) -> None:
    talk = world.talk()
    subscription = talk.user("bob").subscribe()
    await world.future(subscription, "connected")
    emulator = world.emulator

    def flood() -> None:
        for n in range(3000):
            emulator.put_user("bob", name=str(n))

    flooding = asyncio.get_running_loop().run_in_executor(None, flood)
    await eventually(lambda: isinstance(subscription.state, ActiveState))
    began = monotonic()
    await world.close(talk)
    assert monotonic() - began < 1.5
    await flooding
    await asyncio.get_running_loop().shutdown_default_executor()
