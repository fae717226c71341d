"""What `invariants` looks at, over sockets: waited for, then read."""

from __future__ import annotations

import asyncio
from typing import Any

from invariants import MINE, Evidence, Told, check
from leftovers import Baseline, eventually
from loads import Watcher
from scenes import Scene

from talkjs import ErrorState


async def check_scene(
    scene: Scene, before: Baseline, may_raise: tuple[type, ...]
) -> None:
    """Check all invariants; this closes the session, if the row has not.

    What has not come about after a while is not waited for: the check says what it was.
    """
    is_closed = scene.closing is not None
    goes_on = not scene.ends and not is_closed
    if goes_on:
        await _the_session_works(scene)
    await scene.stop_calling()
    if goes_on:
        scene.publish()
        await scene.all_see_the_newest()
    await _settled(scene)
    told = [_told(scene, watcher) for watcher in scene.watchers]
    health = scene.health
    held = dict(scene.emulator.subscriptions())
    connections = scene.emulator.connection_count()
    closing, unfinished = await _close(scene)
    assert scene.records.sent, "frames were logged, so a token could have been"
    errors: list[Any] = [error for caller in scene.callers for error in caller.errors]
    errors += scene.errors
    texts = [f"{error!r} {error} {vars(error)}" for error in errors]
    evidence = Evidence(
        number=scene.number,
        told=told,
        ends=scene.ends,
        is_closed=is_closed,
        state=health.state,
        reconnects=health.reconnects,
        last_error=health.last_error,
        errors=errors,
        may_raise=may_raise,
        warnings=[record.getMessage() for record in scene.records.warnings],
        raised=sum(len(w.numbers) for w in scene.watchers if w.raises),
        reported=list(scene.told),
        held=held,
        connections=connections,
        closing=closing,
        unfinished=unfinished,
        left=await _left(scene, before),
        texts=[*texts, f"{scene.talk!r} {health} {scene.health}"],
        secrets=scene.records.secrets,
        tokens=scene.world.tokens,
    )
    check(evidence)


async def _the_session_works(scene: Scene) -> None:
    user = scene.talk.user("after")
    await scene.world.do(user.set, name="A")
    assert (await scene.world.do(user.get)).name == "A"
    assert scene.health.state == "ready"


async def _settled(scene: Scene) -> None:
    """Wait for what comes a moment later: other threads, and the other side."""
    may_end = {w.user_id for w in scene.watchers if _may_end(scene, w)}
    for watcher in scene.watchers:
        if watcher.user_id in may_end:
            await eventually(lambda w=watcher: w.has_failed)  # type: ignore[misc]
        if watcher.raises:
            await eventually(lambda w=watcher: _mine(scene) >= len(w.numbers))  # type: ignore[misc]
    await eventually(lambda: len(scene.told) - _mine(scene) >= scene.ends)
    if not scene.ends and scene.closing is None:
        alive = len(scene.watchers) - len(may_end)
        await eventually(lambda: len(scene.emulator.subscriptions()) <= alive)
        await eventually(lambda: scene.emulator.connection_count() <= 1)


def _may_end(scene: Scene, watcher: Watcher) -> bool:
    return scene.ends or watcher.user_id in scene.broken


def _mine(scene: Scene) -> int:
    return sum(MINE in str(error) for error in scene.told)


def _told(scene: Scene, watcher: Watcher) -> Told:
    state = watcher.subscription.state
    may_end = _may_end(scene, watcher)
    has_state = not may_end and scene.closing is None
    return Told(
        watcher.user_id,
        list(watcher.numbers),
        int(watcher.newest.name) if has_state else None,
        state.error if isinstance(state, ErrorState) else None,
        watcher.subscription.terminated.done(),
        may_end,
    )


async def _close(scene: Scene) -> tuple[float, list[str]]:
    """Close the session; return how long that took, and which users are watched on."""
    if scene.closing is None:
        await scene.close()
    assert scene.closing is not None
    assert scene.health.state == "closed"
    iterations = [w.iteration for w in scene.watchers if w.iteration is not None]
    await asyncio.gather(*iterations)
    for watcher in scene.watchers:
        assert not scene.ends or watcher.iteration is None or watcher.ended_by
    alive = [w for w in scene.watchers if not w.subscription.terminated.done()]
    return scene.closing, [watcher.user_id for watcher in alive]


async def _left(scene: Scene, before: Baseline) -> list[object]:
    """Return what is left: work at once, sockets and subscriptions in a moment."""
    work = before.work_left()
    await eventually(lambda: scene.emulator.connection_count() == 0)
    await eventually(lambda: not before.has_sockets_left())
    return [*work, *scene.emulator.subscriptions()]
