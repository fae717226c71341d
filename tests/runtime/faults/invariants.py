"""What holds after every fault, whatever it was: the one list, checked by one function.

I1 no final state is lost. I2 no state goes back. I3 nothing dies in silence. I4 nothing
is left: tasks, threads, sockets, and what the service holds. I5 closing takes 1.5 s at
most. I6 errors are typed and keep their cause. I7 callbacks that raise harm nobody.
I8 no token is logged.
"""

from __future__ import annotations

import asyncio
from itertools import pairwise
from time import monotonic
from typing import Any

from leftovers import Baseline, eventually
from loads import MINE, Watcher
from scenes import Scene

from talkjs import (
    ConnectionLostError,
    ErrorState,
    NotConnectedError,
    TalkJSError,
)

CLOSE_WITHIN = 1.5


async def check(scene: Scene, before: Baseline, may_raise: tuple[type, ...]) -> None:
    """Check all of them; this closes the session."""
    if not scene.ends:
        await _the_session_works(scene)
    await scene.stop_calling()
    await _no_final_state_is_lost(scene)  # I1
    for watcher in scene.watchers:
        _no_state_goes_back(watcher)  # I2
        _nothing_dies_in_silence(scene, watcher)  # I3
    _errors_are_typed(scene, may_raise)  # I6
    await _callbacks_that_raise_harm_nobody(scene)  # I7
    await _the_service_holds_no_more(scene)  # I4
    await _close(scene)  # I5
    await _nothing_is_left(scene, before)  # I4
    _no_token_shows(scene)  # I8


async def _the_session_works(scene: Scene) -> None:
    user = scene.talk.user("after")
    await scene.world.do(user.set, name="A")
    assert (await scene.world.do(user.get)).name == "A"
    assert scene.health.state == "ready"


async def _no_final_state_is_lost(scene: Scene) -> None:
    if scene.ends:
        assert scene.health.state == "failed"
        for watcher in scene.watchers:
            await eventually(lambda w=watcher: w.has_failed)  # type: ignore[misc]
        return
    number = scene.publish()
    await scene.all_see_the_newest()
    for watcher in scene.watchers:
        if watcher.user_id not in scene.broken:
            assert watcher.newest.name == str(number)


def _no_state_goes_back(watcher: Watcher) -> None:
    """Nor comes twice: each number is above the one before."""
    told = watcher.numbers
    assert goes_up(told), (watcher.user_id, told)


def goes_up(told: list[int]) -> bool:
    """Tell whether each number is above the one before."""
    return all(earlier < later for earlier, later in pairwise(told))


def _nothing_dies_in_silence(scene: Scene, watcher: Watcher) -> None:
    """Who ends says why: by its state, by its future, and in the log."""
    is_broken = scene.ends or watcher.user_id in scene.broken
    assert watcher.has_failed == is_broken, (watcher.user_id, watcher.subscription)
    assert watcher.subscription.terminated.done() == is_broken
    if is_broken:
        assert scene.records.has("a subscription ended")
        assert scene.health.last_error is not None or not scene.ends
        assert isinstance(watcher.subscription.state, ErrorState)
        assert isinstance(watcher.subscription.state.error, TalkJSError)


def _errors_are_typed(scene: Scene, may_raise: tuple[type, ...]) -> None:
    """All are ours; those that stand for another one name it as their cause."""
    seen: list[Any] = [error for caller in scene.callers for error in caller.errors]
    seen += scene.errors
    wrong = [error for error in seen if not isinstance(error, may_raise)]
    assert wrong == []
    last = scene.health.last_error
    if type(last) in (NotConnectedError, ConnectionLostError):
        assert last.__cause__ is not None
        assert scene.records.warnings, "a lost connection is logged"


async def _callbacks_that_raise_harm_nobody(scene: Scene) -> None:
    """They were called to the end, and everything they raised was reported."""
    for watcher in scene.watchers:
        if watcher.raises:
            count = len(watcher.numbers)
            await eventually(lambda n=count: _mine(scene) == n)  # type: ignore[misc]
    # Handlers have a thread of their own; the end of a session is told once.
    await eventually(lambda: len(_others(scene)) >= scene.ends)
    assert len(_others(scene)) == scene.ends


def _others(scene: Scene) -> list[Exception]:
    return [error for error in scene.told if not isinstance(error, ZeroDivisionError)]


def _mine(scene: Scene) -> int:
    return sum(MINE in str(error) for error in scene.told)


async def _the_service_holds_no_more(scene: Scene) -> None:
    """One connection, and one subscription for each user that somebody watches."""
    if scene.ends:
        return
    alive = [w.user_id for w in scene.watchers if w.user_id not in scene.broken]
    expected = {("user", user_id): 1 for user_id in alive}
    await eventually(lambda: scene.emulator.subscriptions() == expected)
    await eventually(lambda: scene.emulator.connection_count() == 1)


async def _close(scene: Scene) -> None:
    began = monotonic()
    await scene.world.close(scene.talk)
    assert monotonic() - began < CLOSE_WITHIN
    assert scene.health.state == "closed"
    iterations = [w.iteration for w in scene.watchers if w.iteration is not None]
    await asyncio.gather(*iterations)
    for watcher in scene.watchers:
        assert watcher.subscription.terminated.done()
        assert not scene.ends or watcher.iteration is None or watcher.ended_by


async def _nothing_is_left(scene: Scene, before: Baseline) -> None:
    before.assert_no_work()
    await eventually(lambda: scene.emulator.connection_count() == 0)
    assert scene.emulator.subscriptions() == {}
    await eventually(lambda: not before.has_sockets_left())


def _no_token_shows(scene: Scene) -> None:
    assert scene.records.sent, "frames were logged, so a token could have been"
    assert scene.records.secrets == []
    texts = [f"{error!r} {error} {vars(error)}" for error in scene.errors]
    texts.append(f"{scene.talk!r} {scene.health}")
    parts = [part for token in scene.world.tokens for part in token.split(".")[1:]]
    assert not any(part in text for part in parts for text in texts)
