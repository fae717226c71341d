"""Rows 27 and 28 in the matrix: the session is closed at a bad moment.

How soon that is over, with 100,000 unread messages or at each await point, is tested
elsewhere; here much is under way, and everything that always holds is checked.
"""

from __future__ import annotations

import asyncio
from typing import Any

from injection import push_each, renamed
from leftovers import eventually
from matrix import row
from scenes import Scene

from talkjs import (
    CallTimeoutError,
    ConnectionLostError,
    NotConnectedError,
    SessionClosedError,
)

_FLOOD = 2_000
_CLOSED = (SessionClosedError,)
_LOST = (*_CLOSED, NotConnectedError, ConnectionLostError, CallTimeoutError)


@row(may_raise=_CLOSED)
async def row_27_closed_amid_a_flood(scene: Scene) -> None:
    await scene.busy()
    user_id = "flooded"
    scene.emulator.put_user(user_id, name="0")
    subscription = scene.talk.user(user_id).subscribe()
    await scene.world.future(subscription, "connected")
    push_each(scene.emulator, (renamed(user_id, n) for n in range(1, _FLOOD)))
    await scene.close()
    assert subscription.terminated.done()


@row(may_raise=_LOST)
async def row_28_closed_while_connecting(scene: Scene) -> None:
    fault = {"method": "CONNECT", "times": None, "delay": 3600.0}
    assert await _closed_amid(scene, "drop", **fault) == 8


@row(may_raise=_LOST)
async def row_28_closed_while_logging_in(scene: Scene) -> None:
    fault = {"path": "/session/renew", "times": None}
    assert await _closed_amid(scene, "drop", **fault) == 8


@row(may_raise=_LOST)
async def row_28_closed_between_attempts(scene: Scene) -> None:
    assert await _closed_amid(scene, "reset", method="CONNECT", times=None) == 8


@row(may_raise=_LOST)
async def row_28_closed_as_it_comes_back(scene: Scene) -> None:
    assert await _closed_amid(scene, "delay", method="CONNECT", delay=0.1) <= 8


async def _closed_amid(scene: Scene, kind: Any, **fault: Any) -> int:
    """Break the connection, close in the midst of the fault, and count what failed."""
    await scene.busy()
    scene.emulator.faults.add(kind, on="in", **fault)
    scene.emulator.disconnect()
    await eventually(lambda: scene.health.state != "ready")
    writing = asyncio.create_task(scene.write())
    await asyncio.sleep(scene.dice.random() * 0.3)
    await scene.close()
    return len(await writing)
