"""Pushed changes, from the socket to a callback that gets a typed snapshot."""

from __future__ import annotations

import asyncio
from time import perf_counter

from bench.figure import Figure
from bench.runtime.bare import TOKEN, BareWatcher
from bench.runtime.canned import CannedService, user_id
from bench.runtime.rounds import in_turn, middle, undisturbed
from talkjs import UserSnapshot, get_async_talk_session

PUSHES = 20_000
_MANY = 1_000


class Arrivals:
    """A callback that counts snapshots, and knows the rate at which they came."""

    def __init__(self, count: int) -> None:
        self.is_counting = False
        self.last: UserSnapshot | None = None
        self.done = asyncio.Event()
        self._left = count
        self._count = count
        self._began = 0.0
        self._ended = 0.0

    def __call__(self, snapshot: UserSnapshot | None) -> None:
        """Take one."""
        if not self.is_counting:
            return  # what a subscription begins with
        if self._left == self._count:
            self._began = perf_counter()
        self.last = snapshot
        self._left -= 1
        if not self._left:
            self._ended = perf_counter()
            self.done.set()

    @property
    def rate(self) -> float:
        """How many came in a second, the first not counted."""
        return (self._count - 1) / (self._ended - self._began)


async def ours(service: CannedService, users: int, count: int = PUSHES) -> Arrivals:
    """Let the SDK deliver so many changes of so many users."""
    session = get_async_talk_session(
        app_id="demo", user_id="me", host=service.host, token=TOKEN
    )
    arrivals = Arrivals(count)
    watching = [
        session.user(user_id(number)).subscribe(arrivals) for number in range(users)
    ]
    await asyncio.gather(*(each.connected for each in watching))
    arrivals.is_counting = True
    service.flood(count, users)
    await asyncio.wait_for(arrivals.done.wait(), 60)
    await session.aclose()
    return arrivals


async def reference(service: CannedService, users: int, count: int) -> Arrivals:
    """Let the bare client do the same, acknowledgements included."""
    arrivals = Arrivals(count)
    arrivals.is_counting = True
    ready = asyncio.Event()
    watcher = BareWatcher(service.host, users, arrivals)
    watching = asyncio.create_task(watcher.watch(ready, arrivals.done))
    await ready.wait()
    service.flood(count, users)
    await asyncio.wait_for(watching, 60)
    return arrivals


def figures(repeat: int) -> list[Figure]:
    """Measure it."""
    with CannedService() as service:

        def run_ours(users: int) -> float:
            return asyncio.run(ours(service, users)).rate

        def run_reference() -> float:
            return asyncio.run(reference(service, 1, PUSHES)).rate

        # Spread over some time: what disturbs a machine comes and goes.
        many, one, bare = in_turn(
            lambda: run_ours(_MANY), lambda: run_ours(1), run_reference,
            repeat=3 * repeat,
        )  # fmt: skip
    typed = middle(list(zip(one, bare, strict=True)))
    against_one = undisturbed(list(zip(many, one, strict=True)))
    return [
        Figure(
            "push.typed",
            "pushes to a callback as snapshots, against bare websockets + json +"
            " dataclass checked by hand; both acknowledge",
            *typed, "1/s", "at least", 0.75,
        ),
        Figure(
            "push.many",
            f"the same with {_MANY} subscriptions, against one",
            *against_one, "1/s", "at least", 0.9,
        ),
    ]  # fmt: skip
