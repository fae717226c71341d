"""Rows 5, 7 to 9, 11 to 13 and 17: frames late, broken, doubled, swapped or refused."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from time import monotonic

import pytest
from injection import push
from leftovers import eventually
from matrix import PATIENT, row
from scenes import Scene

from minidoc.emulator.json_values import Json
from talkjs import CallTimeoutError, DecodeError, ErrorState

NO_FRAMES = ("{", "{}", "[]", "null", '"', '["0",200]', "[" * 5000, "", '[1,"PUBLISH"')
HASTY = replace(PATIENT, call=0.6)


@row(timing=HASTY, may_raise=(CallTimeoutError,))
async def row_05_a_late_answer(scene: Scene) -> None:
    ignored = scene.health.ignored_frames
    late = scene.talk.user("late")
    scene.emulator.faults.add("delay", path="/users/late", delay=0.9)
    began = monotonic()
    with pytest.raises(CallTimeoutError) as caught:
        await scene.world.do(late.set, name="1")
    # To the tenth, but for what a busy machine adds.
    assert 0.54 < monotonic() - began < 0.66 + 0.15
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.is_retry_safe
    await eventually(lambda: scene.health.ignored_frames > ignored)
    assert scene.health.reconnects == 0


async def _until_answers_come_in_time(scene: Scene) -> None:
    while True:
        with suppress(CallTimeoutError):
            await scene.world.do(scene.talk.user("x").set, name="Y")
            return


@row(timing=HASTY, may_raise=(CallTimeoutError,))
async def row_13_nobody_waits_for_the_answer(scene: Scene) -> None:
    since, ignored = scene.emulator.journal.count, scene.health.ignored_frames
    scene.emulator.faults.add("delay", method="PUT", path="/users/x", delay=0.9)
    call = asyncio.create_task(scene.world.do(scene.talk.user("x").set, name="X"))
    if scene.world.is_async:
        await scene.emulator.journal.wait_for_async(lambda e: e.path == "/users/x")
        call.cancel()
    with pytest.raises((asyncio.CancelledError, CallTimeoutError)):
        await call
    scene.emulator.faults.add("garbage", text='[4294967296,200,{"never":"asked"}]')
    await _until_answers_come_in_time(scene)
    assert await scene.write() == []
    await eventually(lambda: scene.health.ignored_frames >= ignored + 2)
    asked = [int(str(e.frame[0])) for e in scene.emulator.journal.requests(since=since)]  # type: ignore[index]
    assert max(Counter(asked).values()) == 1, "an id is never used twice"
    assert scene.health.reconnects == 0


@row()
async def row_07_what_is_no_frame_is_skipped(scene: Scene) -> None:
    ignored = scene.health.ignored_frames
    for met in range(1, 9):
        scene.emulator.faults.add("garbage", text=scene.dice.choice(NO_FRAMES))
        scene.publish()
        assert await scene.write(2) == []
        assert scene.emulator.faults.happened() == met
    await scene.all_see_the_newest()
    assert scene.health.ignored_frames >= ignored + 8
    assert scene.health.reconnects == 0
    assert scene.records.has("ignored a message that is no frame")


@row()
async def row_07_garbage(scene: Scene) -> None:
    seed = scene.dice.randrange(1000)
    scene.emulator.faults.add("garbage", times=12, probability=0.5, seed=seed)
    while scene.emulator.faults.happened() < 12:
        scene.publish()
        assert await scene.write() == []
    await scene.all_see_the_newest()
    # Most of it is counted and skipped; what is no UTF-8 ends the connection.
    assert scene.health.ignored_frames > 0 or scene.health.last_error is not None
    assert scene.records.warnings


@row(left_out={"idle": "nothing is watched whose shape could be wrong"})
async def row_08_another_shape(scene: Scene) -> None:
    broken, fine, number = scene.watchers[3], scene.watchers[4], scene.next_number()
    diff: dict[str, Json] = {"name": str(number), "later": {"x": 1}}
    push(
        scene.emulator,
        {"type": "user.edited", "userId": "u3", "diff": {"name": 5}},
        {"type": "user.edited", "userId": "u4", "diff": diff, "more": 2},
        {"type": "of.later", "userId": "u4"},
    )
    await scene.world.future(broken.subscription, "terminated")
    assert isinstance(broken.subscription.state, ErrorState)
    assert isinstance(broken.subscription.state.error, DecodeError)
    scene.broken.add("u3")
    await eventually(lambda: fine.numbers[-1] == number)
    snapshot = fine.subscription.state.latest_snapshot
    assert dict(snapshot.to_json())["later"] == {"x": 1}
    assert await scene.write() == []
    assert scene.health.reconnects == 0


@row()
async def row_09_far_too_large(scene: Scene) -> None:
    scene.emulator.faults.add("oversize", size=9 * 2**20)
    assert await scene.write() == []
    assert scene.health.last_error is not None
    assert scene.emulator.faults.happened() == 1


@row()
async def row_11_everything_twice(scene: Scene) -> None:
    scene.emulator.faults.add("duplicate", times=None)
    for _ in range(3):
        scene.publish()
        assert await scene.write() == []
        await scene.all_see_the_newest()
    scene.emulator.faults.clear()
    await eventually(lambda: scene.health.ignored_frames > 0)


@row()
async def row_12_out_of_order(scene: Scene) -> None:
    await scene.stop_calling()  # their own answers, in order, are what they check
    for n in range(20):
        scene.emulator.put_user(f"o{n}", name=f"O{n}")
    seed = scene.dice.randrange(1000)
    for method in ("GET", "PUT"):
        scene.emulator.faults.add(
            "reorder", method=method, times=6, probability=0.5, seed=seed
        )
    users = [scene.talk.user(f"o{n}") for n in range(20)]
    found = await asyncio.gather(*(scene.world.do(user.get) for user in users))
    assert [each.name for each in found] == [f"O{n}" for n in range(20)]
    while scene.emulator.faults.happened() < 6:
        assert await scene.write() == []


@row()
async def row_17_too_many_or_broken(scene: Scene) -> None:
    status = scene.dice.choice([429, 500])
    scene.emulator.faults.add("status", on="in", status=status, times=4)
    while scene.emulator.faults.happened() < 4:
        assert await scene.write() == []
