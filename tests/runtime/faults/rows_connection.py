"""Rows 1 to 4: the connection breaks, is refused, or goes silent."""

from __future__ import annotations

from time import monotonic
from typing import Any

from leftovers import eventually
from matrix import row
from scenes import Scene

from talkjs import ConnectionLostError, NotConnectedError


@row()
async def row_01_the_service_restarts(scene: Scene) -> None:
    connected = [watcher.subscription.connected for watcher in scene.watchers]
    before = [len(watcher.numbers) for watcher in scene.watchers]
    for _ in range(3):
        await scene.busy()
        scene.emulator.disconnect(code=scene.dice.choice([1001, 1012, 1011, 1000]))
        assert await scene.write() == []
    await eventually(lambda: scene.health.state == "ready")
    assert scene.health.reconnects >= 1 or scene.load == "idle"
    assert isinstance(scene.health.last_error, ConnectionLostError)
    # Nothing has changed meanwhile, so nobody is told anything, nor connected again.
    assert [len(watcher.numbers) for watcher in scene.watchers] == before
    assert connected == [watcher.subscription.connected for watcher in scene.watchers]


@row()
async def row_02_nobody_answers_for_a_while(scene: Scene) -> None:
    await scene.busy()
    refused = scene.dice.randrange(2, 6)
    scene.emulator.faults.add("reset", on="in", method="CONNECT", times=refused)
    scene.emulator.disconnect()
    if scene.load != "idle":  # nobody needs the connection
        await eventually(lambda: scene.health.state == "reconnecting")
    assert await scene.write() == []
    assert scene.emulator.faults.happened() == refused
    assert scene.health.last_error is not None
    assert isinstance(scene.health.last_error, ConnectionLostError | NotConnectedError)


@row()
async def row_03_reset_within_a_frame(scene: Scene) -> None:
    for _ in range(3):
        await scene.busy()
        met = scene.emulator.faults.happened()
        scene.emulator.faults.add("reset", skip=scene.dice.randrange(4))
        assert await scene.write() == []
        await eventually(lambda n=met: scene.emulator.faults.happened() > n)  # type: ignore[misc]
    assert isinstance(scene.health.last_error, ConnectionLostError)


@row()
async def row_04_black_hole(scene: Scene) -> None:
    await scene.busy()
    side: Any = scene.dice.choice(["in", "out"])
    scene.emulator.faults.add("blackhole", on=side, delay=3600.0)
    began = monotonic()
    assert await scene.write(3) == []
    # 0.3 s of silence, 0.3 s for the ping, then a new connection.
    assert monotonic() - began < 3
    assert isinstance(scene.health.last_error, ConnectionLostError)
    assert isinstance(scene.health.last_error.__cause__, TimeoutError)
