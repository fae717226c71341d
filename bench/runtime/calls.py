"""Request and answer over one socket: one at a time, and many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

from bench.figure import Figure
from bench.runtime.bare import TOKEN, BareAlternating, BareClient, BareSyncClient
from bench.runtime.canned import CannedService, user_id
from bench.runtime.rounds import alternate
from talkjs import get_async_talk_session, get_talk_session

_COUNT = 4_000
_AT_ONCE = 32
_PATH = f"/users/{user_id(0)}"
_DATA = {"name": "Alice"}


async def _rate(call: Callable[[], Awaitable[object]], at_once: int) -> float:
    async def some() -> None:
        for _ in range(_COUNT // at_once):
            await call()

    await call()
    began = perf_counter()
    await asyncio.gather(*(some() for _ in range(at_once)))
    return (_COUNT // at_once) * at_once / (perf_counter() - began)


async def ours(host: str, at_once: int) -> float:
    """Return the calls in a second of a session for asyncio."""
    session = get_async_talk_session(
        app_id="demo", user_id="me", host=host, token=TOKEN
    )
    user = session.user(user_id(0))
    rate = await _rate(lambda: user.set(name="Alice"), at_once)
    await session.aclose()
    return rate


async def bare(host: str, at_once: int) -> float:
    """Return the requests in a second of the bare client for asyncio."""
    client = BareClient(host) if at_once > 1 else BareAlternating(host)
    async with client:
        return await _rate(lambda: client.request("PUT", _PATH, _DATA), at_once)


def _sync_rate(call: Callable[[], object]) -> float:
    call()
    began = perf_counter()
    for _ in range(_COUNT):
        call()
    return _COUNT / (perf_counter() - began)


def ours_sync(host: str) -> float:
    """Return the calls in a second of a session for threads."""
    session = get_talk_session(app_id="demo", user_id="me", host=host, token=TOKEN)
    user = session.user(user_id(0))
    rate = _sync_rate(lambda: user.set(name="Alice"))
    session.close()
    return rate


def bare_sync(host: str) -> float:
    """Return the requests in a second of the bare client for threads."""
    with BareSyncClient(host) as client:
        return _sync_rate(lambda: client.request("PUT", _PATH, _DATA))


def figures(repeat: int) -> list[Figure]:
    """Measure it."""
    with CannedService() as service:
        host = service.host

        def compare(at_once: int) -> tuple[float, float]:
            return alternate(
                lambda: asyncio.run(ours(host, at_once)),
                lambda: asyncio.run(bare(host, at_once)),
                repeat,
            )

        one, many = compare(1), compare(_AT_ONCE)
        sync = alternate(lambda: ours_sync(host), lambda: bare_sync(host), repeat)
    against = "against a bare client of websockets"
    return [
        Figure(
            "call.async",
            f"asyncio, one call after the other, {against}; what is between is 20 us"
            " of Python for each call",
            *one, "1/s", "at least", 0.85,
        ),
        Figure(
            "call.async32", f"asyncio, {_AT_ONCE} calls at once, {against}",
            *many, "1/s", "at least", 0.85,
        ),
        Figure(
            "call.sync", f"threads, one call after the other, {against}",
            *sync, "1/s", "at least", 0.6,
        ),
    ]  # fmt: skip
