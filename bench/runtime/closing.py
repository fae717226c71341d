"""Closing a session while the service has far more to say than was read."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from statistics import median
from time import perf_counter

from bench.figure import Figure
from bench.runtime.bare import TOKEN
from bench.runtime.canned import CannedService, user_id
from talkjs import get_async_talk_session, get_talk_session

UNREAD = 100_000


async def seconds_async(host: str, flood: Callable[[], object]) -> float:
    """Close a session of asyncio when the first message of a flood has come."""
    session = get_async_talk_session(
        app_id="demo", user_id="me", host=host, token=TOKEN
    )
    seen = asyncio.Event()
    watching = session.user(user_id(0)).subscribe(lambda _: seen.set())
    await watching.connected
    seen.clear()
    flood()
    await seen.wait()
    began = perf_counter()
    await session.aclose()
    return perf_counter() - began


def seconds_sync(host: str, flood: Callable[[], object]) -> float:
    """Close a session of threads when the first message of a flood has come."""
    session = get_talk_session(app_id="demo", user_id="me", host=host, token=TOKEN)
    seen = threading.Event()
    watching = session.user(user_id(0)).subscribe(lambda _: seen.set())
    watching.connected.result(10)
    seen.clear()
    flood()
    seen.wait(30)
    began = perf_counter()
    session.close()
    return perf_counter() - began


def figures(repeat: int) -> list[Figure]:
    """Measure it."""
    with CannedService() as service:

        def flood() -> None:
            service.flood(UNREAD, 1)

        in_loop = [
            asyncio.run(seconds_async(service.host, flood)) for _ in range(repeat)
        ]
        threaded = [seconds_sync(service.host, flood) for _ in range(repeat)]
    what = f"close() with {UNREAD:,} unread messages, session for"
    return [
        Figure(
            "close.async", f"{what} asyncio", median(in_loop), 1, "s", "at most", 1.5
        ),
        Figure(
            "close.sync", f"{what} threads", median(threaded), 1, "s", "at most", 1.5
        ),
    ]
