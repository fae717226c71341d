"""Rows 14 to 16: the token is refused, has run out, or does not come."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from leftovers import eventually
from matrix import QUICK, row
from scenes import Scene

from talkjs import (
    AuthenticationError,
    SessionClosedError,
    TokenProviderError,
)

TOLD = (TokenProviderError,)
ENDED = (AuthenticationError, SessionClosedError)


@row(has_provider=True)
async def row_14_refused_in_the_middle(scene: Scene) -> None:
    refuse = scene.emulator.faults.add
    refuse("status", on="in", method="PUT", status=401, times=1)
    assert await scene.write() == []
    assert scene.asked == 2, "one for the login, one for all calls that were refused"
    await scene.stop_calling()
    refuse("status", on="in", path="/users/x", status=401, times=2)
    with pytest.raises(AuthenticationError) as caught:
        await scene.world.do(scene.talk.user("x").set, name="X")
    assert caught.value.status == 401
    assert scene.asked == 3


def _renewals(scene: Scene, since: int) -> list[Any]:
    """The tokens that were sent, as the journal shows them: by their fingerprints."""
    return [
        entry.frame[3]  # type: ignore[index]
        for entry in scene.emulator.journal.requests("POST", since=since)
        if entry.path == "/session/renew"
    ]


@row(has_provider=True)
async def row_15_expired_in_sight(scene: Scene) -> None:
    [old] = _renewals(scene, 0)
    since = scene.emulator.journal.count
    # Each token of a user is another text, as time goes by in its dates.
    scene.emulator.advance(2)
    scene.emulator.expire("alice")
    assert await scene.write() == []
    assert old not in _renewals(scene, since)
    assert scene.asked == 2
    assert scene.emulator.connection_count() == 1


@row(has_provider=True, timing=replace(QUICK, provider_within=5.0))
async def row_15_expired_and_then_lost(scene: Scene) -> None:
    """While the provider works on the next token, the connection breaks."""
    [old] = _renewals(scene, 0)
    since, gate = scene.emulator.journal.count, threading.Event()

    async def later() -> str:
        while not gate.is_set():
            await asyncio.sleep(0.005)
        return scene.world.token()

    def provide() -> Any:
        if scene.world.is_async:
            return later()
        gate.wait(5)
        return scene.world.token()

    scene.provide = provide
    scene.emulator.advance(2)
    scene.emulator.expire("alice")
    await eventually(lambda: scene.asked == 2)
    scene.emulator.disconnect()
    writing = asyncio.create_task(scene.write())
    protocol = scene.talk._session._driver._protocol
    await eventually(lambda: protocol._phase == "token")
    gate.set()
    assert await writing == []
    assert old not in _renewals(scene, since)
    assert scene.asked == 2


@row(has_provider=True)
async def row_15_expired_while_away(scene: Scene) -> None:
    [old] = _renewals(scene, 0)
    since = scene.emulator.journal.count
    refused = scene.dice.randrange(1, 4)
    scene.emulator.faults.add("reset", on="in", method="CONNECT", times=refused)
    scene.emulator.disconnect()
    scene.emulator.advance(86400)
    assert await scene.write() == []
    sent = _renewals(scene, since)
    assert sent.count(old) <= 1, "refused once, it is never sent again"
    assert sent[-1] != old
    assert scene.asked == 2


async def _log_in_anew(scene: Scene) -> None:
    scene.emulator.expire("alice")
    await eventually(lambda: scene.asked > 1)


@row(has_provider=True, may_raise=TOLD)
async def row_16_the_provider_raises(scene: Scene) -> None:
    odd = asyncio.CancelledError if scene.world.is_async else SystemExit
    kinds: list[type[BaseException]] = [ZeroDivisionError, odd]

    def provide() -> Any:
        if scene.asked < 4:
            raise kinds[scene.asked % 2]
        return scene.world.token()

    scene.provide = provide
    await _log_in_anew(scene)
    await scene.write()
    await eventually(lambda: scene.records.has("provider raised ZeroDivisionError"))
    assert isinstance(scene.health.last_error, TokenProviderError)
    assert isinstance(scene.health.last_error.__cause__, tuple(kinds))
    await eventually(lambda: scene.records.has(f"provider raised {odd.__name__}"))
    await eventually(lambda: scene.asked == 4)
    # No storm: a tenth of the first wait of 0.5 s is the least between two questions.
    asked = scene.asked_at[1:]
    assert min(later - earlier for earlier, later in pairwise(asked)) > 0.045


@row(has_provider=True, may_raise=TOLD, timing=replace(QUICK, provider_within=0.2))
async def row_16_the_provider_hangs(scene: Scene) -> None:
    is_async, gate = scene.world.is_async, threading.Event()

    async def later(hangs: bool) -> str:
        await asyncio.sleep(3600 if hangs else 0)
        return scene.world.token()

    def provide() -> Any:
        hangs = scene.asked < 3
        if is_async:
            return later(hangs)
        if hangs:
            gate.wait(20)
        return scene.world.token()

    scene.provide = provide
    try:
        await _log_in_anew(scene)
        for error in await scene.write():
            assert "too long" in str(error)
        await eventually(lambda: scene.records.has("the token provider took too long"))
        await eventually(lambda: scene.asked == 3)
        await eventually(lambda: scene.health.state == "ready")
    finally:
        gate.set()


@row(has_provider=True, may_raise=TOLD)
async def row_16_the_provider_gives_no_token(scene: Scene) -> None:
    wrong = scene.dice.choice([None, "", 5, b"bytes"])
    scene.provide = lambda: wrong if scene.asked < 3 else scene.world.token()
    await _log_in_anew(scene)
    await scene.write()
    await eventually(lambda: scene.records.has("the token provider gave"))
    await eventually(lambda: scene.asked == 3)


@row(has_provider=True, may_raise=ENDED)
async def row_16_the_provider_gives_what_has_expired(scene: Scene) -> None:
    expired = scene.emulator.token("alice", ttl=1)
    scene.world.tokens.append(expired)
    scene.emulator.advance(10)
    scene.provide = lambda: expired
    scene.emulator.expire("alice")
    await eventually(lambda: scene.health.state == "failed")
    assert scene.asked == 3, "the one that was refused, and one more try"
    assert isinstance(scene.health.last_error, AuthenticationError)
    errors = await scene.write()
    assert len(errors) == 8
    assert isinstance(errors[0].__cause__, AuthenticationError)
    scene.ends = True
