"""How patient a run is. One value for all of it, so that tests need no patience."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from minidoc.fetch.hosts import Resolve, system_resolve
from minidoc.values import frozen


@frozen
class Settings:
    """Limits and times, in seconds.

    Attributes:
        at_once: Most pages that are asked for at the same time.
        attempts: Most requests for one page, the first included.
        first_wait: Before the second attempt; doubled for each one after it.
        longest_wait: Longest that a server's `Retry-After` is obeyed; one that asks for
            more is not asked again.
        connect: Longest that a connection may take to come about.
        idle: Longest silence within an answer.
        total: Longest that one attempt may take in all, however busy it looks.
        redirects: Most redirects for one page.
        resolve: Finds the numbers of a host.
        sleep: Waits between attempts.
    """

    at_once: int = 4
    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60.0
    connect: float = 10.0
    idle: float = 15.0
    total: float = 60.0
    redirects: int = 5
    resolve: Resolve = system_resolve
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
