"""What a scenario may leave behind: no task, no thread, no socket.

Looked at from outside, by the system's own account: nothing is asked of the sessions.
"""

from __future__ import annotations

import asyncio
import os
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 5.0
_OPEN_FILES = "/dev/fd"  # Linux, macOS; elsewhere sockets go uncounted


async def eventually(probe: Callable[[], T | None], patience: float = PATIENCE) -> T:
    """Return what `probe` gives as soon as that is true; fail if it never is."""
    async with asyncio.timeout(patience):
        while True:
            found = probe()
            if found:
                return found
            await asyncio.sleep(0.005)


def soon(probe: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Do the same where there is no event loop: wait, and tell whether it came true."""
    end, pause = monotonic() + patience, threading.Event()
    while not probe() and monotonic() < end:
        pause.wait(0.005)
    return bool(probe())


def open_sockets() -> frozenset[int]:
    """Return the sockets that this process has open, by numbers never used twice."""
    found: set[int] = set()
    with suppress(FileNotFoundError):
        for name in os.listdir(_OPEN_FILES):
            with suppress(OSError, ValueError):
                status = os.fstat(int(name))
                if stat.S_ISSOCK(status.st_mode):
                    found.add(status.st_ino)
    return frozenset(found)


def our_threads() -> list[str]:
    """The threads that sessions have started."""
    return [
        thread.name
        for thread in threading.enumerate()
        if thread.name.startswith("talkjs") or "recv_events" in thread.name
    ]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What there was before."""

    tasks: frozenset[asyncio.Task[Any]]
    threads: frozenset[threading.Thread]
    sockets: frozenset[int]

    @classmethod
    def now(cls) -> Baseline:
        """Take stock; in an event loop, of its tasks as well."""
        tasks = frozenset[asyncio.Task[Any]]()
        with suppress(RuntimeError):
            tasks = frozenset(asyncio.all_tasks())
        return cls(tasks, frozenset(threading.enumerate()), open_sockets())

    def work_left(self) -> list[object]:
        """Return the tasks and threads that are left, at this very moment."""
        now = Baseline.now()
        return [*(now.tasks - self.tasks), *(now.threads - self.threads)]

    def assert_no_work(self) -> None:
        """Fail if a task or a thread is left, at this very moment."""
        assert self.work_left() == []

    def has_tasks_left(self) -> bool:
        """Tell whether a task is left."""
        return not Baseline.now().tasks <= self.tasks

    def has_sockets_left(self) -> bool:
        """Tell whether a socket is open that was not; the peer may take a moment."""
        return not open_sockets() <= self.sockets
