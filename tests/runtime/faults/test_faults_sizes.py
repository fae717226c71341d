"""Rows 9, 10, 30, 31 and 32: much at once. Scaled down unless `--full` is given."""

from __future__ import annotations

import asyncio
import gc
import resource
import threading
import tracemalloc
import zlib
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
from injection import flood_many, send_frame, send_long_frame
from leftovers import Baseline, eventually, our_threads
from records import recorded
from websockets.frames import Frame, Opcode
from worlds import BRISK, Seen, World, world_of

from minidoc.emulator.testing import Emulator
from talkjs import SessionClosedError, TalkJSError
from talkjs._runtime.driving import MOST_BYTES

IN_BOTH_WORLDS = pytest.mark.parametrize(
    "is_async", [True, False], ids=["asyncio", "threads"]
)
CALM = replace(
    BRISK, ping_after=20.0, pong_within=20.0, call=30.0, login_within=20.0, idle=30.0
)
PATIENCE = 60.0


@IN_BOTH_WORLDS
def test_row_09_memory_of_an_oversized_frame(
    talkjs_emulator: Emulator, is_async: bool, full: bool
) -> None:
    """What is too long is refused by its length, before it is there."""

    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(timing=CALM)
            await world.do(talk.current_user.set, name="A")
            size = (64 if full else 12) * 2**20
            tracemalloc.start()
            sending = send_long_frame(talkjs_emulator, size)
            await eventually(lambda: talk.health().last_error is not None)
            await world.do(talk.current_user.set, name="B")
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            await asyncio.wrap_future(sending)
            assert peak < MOST_BYTES * 1.2
            assert talk.health().reconnects <= 1, "no storm"

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_10_a_compression_bomb(talkjs_emulator: Emulator, is_async: bool) -> None:
    """Compression is not agreed on, so what comes compressed is a mistake."""
    squeeze = zlib.compressobj(wbits=-15)
    bomb = squeeze.compress(b"x" * (100 * 2**20)) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    frame = b"\xc1\x7f" + len(bomb[:-4]).to_bytes(8) + bomb[:-4]

    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(timing=CALM)
            await world.do(talk.current_user.set, name="A")
            tracemalloc.start()
            send_frame(talkjs_emulator, frame)
            await eventually(lambda: talk.health().last_error is not None)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < 10 * 2**20
            assert "reserved bits" in repr(talk.health().last_error.__cause__)
            await world.do(talk.current_user.set, name="B")

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_30_many_subscriptions_and_a_reset(
    talkjs_emulator: Emulator, is_async: bool, full: bool
) -> None:
    count = 10_000 if full else 1_000

    async def main() -> None:
        async with asyncio.timeout(PATIENCE), world_of(talkjs_emulator, is_async) as w:
            talk = w.talk(timing=CALM)
            told = Seen()
            for n in range(count):
                talk.user(f"u{n}").subscribe(told)
            await eventually(lambda: len(told) == count, PATIENCE)
            threads, tasks = len(our_threads()), len(asyncio.all_tasks())
            since = talkjs_emulator.journal.count
            began = monotonic()
            talkjs_emulator.disconnect()
            talkjs_emulator.put_user("u7", name="new")
            await eventually(
                lambda: len(talkjs_emulator.subscriptions()) == count, PATIENCE
            )
            assert monotonic() - began < (20.0 if full else 5.0)
            frames = talkjs_emulator.journal.requests("SUBSCRIBE", since=since)
            assert len(frames) <= count / 1000 + 1, "a thousand in each frame"
            assert len(our_threads()) <= max(threads, 4)
            assert len(asyncio.all_tasks()) <= tasks + 1
            assert set(talkjs_emulator.subscriptions().values()) == {1}

    asyncio.run(main())


@IN_BOTH_WORLDS
def test_row_31_many_updates_over_many_subscriptions(
    talkjs_emulator: Emulator, is_async: bool, full: bool
) -> None:
    users, updates = (1_000, 1_000_000) if full else (100, 20_000)

    async def main() -> None:
        limit = asyncio.timeout(600 if full else PATIENCE)
        async with limit, world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(timing=CALM)
            ids = [f"u{n}" for n in range(users)]
            for user_id in ids:
                talkjs_emulator.put_user(user_id, name="0")
            held = [talk.user(each).subscribe() for each in ids]
            await asyncio.gather(*(world.future(each, "connected") for each in held))
            memory: list[int] = []
            for part in range(4):
                last = (part + 1) * updates // 4 // users
                flooding = flood_many(
                    talkjs_emulator, ids, part * updates // 4 // users, last
                )
                await asyncio.wrap_future(flooding)
                wanted = str(last)
                await eventually(
                    lambda w=wanted: all(  # type: ignore[misc]
                        each.state.latest_snapshot.name == w for each in held
                    ),
                    600.0 if full else PATIENCE,
                )
                gc.collect()
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            assert talk.health().reconnects == 0
            if full:  # a small run is all warm-up
                assert memory[-1] <= memory[1] * 1.05, memory

    asyncio.run(main())


def test_row_32_many_threads_and_a_close(
    talkjs_emulator: Emulator, full: bool, seed: int
) -> None:
    before = Baseline.now()
    world = World(talkjs_emulator, is_async=False)
    world.dice.seed(seed)
    talk = world.talk(timing=CALM)
    wrong: list[BaseException] = []
    ready, ended = threading.Barrier(33), list[int]()
    calls = 200 if full else 8

    def work(number: int) -> None:
        user: Any = talk.user(f"u{number}")
        ready.wait()
        try:
            with user.subscribe():
                for n in range(calls):
                    user.set(name=f"{number}.{n}")
                    assert user.get().name == f"{number}.{n}", "no cross-talk"
        except SessionClosedError:
            pass
        except BaseException as error:  # noqa: BLE001 - the test shows it
            wrong.append(error)
        ended.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(32)]
    for thread in threads:
        thread.start()
    ready.wait()
    threading.Event().wait(world.dice.uniform(0.0, 0.4))
    began = monotonic()
    talk.close()
    assert monotonic() - began < 3.0  # 32 busy threads share the interpreter with it
    for thread in threads:
        thread.join(30)
    assert len(ended) == 32, "a deadlock"
    assert wrong == []
    before.assert_no_work()
    with pytest.raises(TalkJSError):
        talk.user("x").get()


@IN_BOTH_WORLDS
def test_row_07_binary_frames(talkjs_emulator: Emulator, is_async: bool) -> None:
    """They are counted, logged and skipped; what follows them is in order."""

    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk(timing=CALM)
            talkjs_emulator.put_user("bob", name="0")
            seen = Seen()
            subscription = talk.user("bob").subscribe(seen)
            await world.future(subscription, "connected")
            for n in range(1, 20):
                frame = Frame(Opcode.BINARY, world.dice.randbytes(n)).serialize(
                    mask=False
                )
                send_frame(talkjs_emulator, frame)
                talkjs_emulator.put_user("bob", name=str(n))
            await seen.until(lambda user: user.name == "19")
            told = [int(user.name) for user in seen]
            assert told == sorted(set(told))
            assert talk.health().ignored_frames == 19
            assert talk.health().reconnects == 0
            await world.do(talk.current_user.set, name="A")

    with recorded() as records:
        asyncio.run(main())
        assert records.has("ignored a message that is no frame")
