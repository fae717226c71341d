"""Ten thousand subscriptions that wait: their memory, and how they survive a cut."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from statistics import median
from time import perf_counter

from bench.figure import Figure
from bench.runtime.bare import TOKEN
from bench.runtime.canned import CannedService, user_id
from talkjs import (
    ActiveState,
    AsyncTalkSession,
    AsyncUserSubscription,
    SubscriptionState,
    UserSnapshot,
    get_async_talk_session,
)

SUBSCRIPTIONS = 10_000
_LOOK_AGAIN = 0.01


async def memory(service: CannedService, count: int) -> float:
    """Return the MB that so many subscriptions keep, as tracemalloc counts them.

    The session, its connection and one subscription are there before, so that this is
    what watching costs, snapshots included.
    """
    session = _session(service)
    first = await _watch(session, 1)
    gc.collect()
    tracemalloc.start()
    watching = await _watch(session, count)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(set(_names(watching))) == 1
    assert len({id(each) for each in (*first, *watching)}) == count + 1
    await session.aclose()
    return kept / 1e6


async def return_after_cut(service: CannedService, count: int) -> float:
    """Return the seconds from a cut until a change of each user has arrived again.

    The cut is noticed, a wait with jitter passes, then all is asked for anew.
    """
    session = _session(service)
    watching = await _watch(session, count)
    began = perf_counter()
    service.cut()
    await asyncio.to_thread(service.wait_until_watched, count)
    service.flood(count, count)
    while len(set(_names(watching))) < count:
        await asyncio.sleep(_LOOK_AGAIN)
    seconds = perf_counter() - began
    await session.aclose()
    return seconds


def _session(service: CannedService) -> AsyncTalkSession:
    return get_async_talk_session(
        app_id="demo", user_id="me", host=service.host, token=TOKEN
    )


async def _watch(session: AsyncTalkSession, count: int) -> list[AsyncUserSubscription]:
    """Subscribe to so many users, and wait for the snapshot of each."""
    watching = [session.user(user_id(number)).subscribe() for number in range(count)]
    while None in _names(watching):
        await asyncio.sleep(_LOOK_AGAIN)
    return watching


def _names(watching: list[AsyncUserSubscription]) -> list[str | None]:
    return [_name(each.state) for each in watching]


def _name(state: SubscriptionState[UserSnapshot | None]) -> str | None:
    snapshot = state.latest_snapshot if isinstance(state, ActiveState) else None
    return None if snapshot is None else snapshot.name


def figures(repeat: int) -> list[Figure]:
    """Measure it."""
    with CannedService() as service:
        kept = asyncio.run(memory(service, SUBSCRIPTIONS))
        back = [
            asyncio.run(return_after_cut(service, SUBSCRIPTIONS)) for _ in range(repeat)
        ]
    return [
        Figure(
            "idle.memory",
            f"{SUBSCRIPTIONS:,} idle subscriptions with a snapshot each, as tracemalloc"
            " counts",
            kept, 1, "MB", "at most", 25,
        ),
        Figure(
            "idle.return",
            f"{SUBSCRIPTIONS:,} subscriptions from a cut until each is current again",
            median(back), 1, "s", "at most", 5,
        ),
    ]  # fmt: skip
