"""The timer of a protocol in an event loop: there is one, and it is seldom set anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .loop_guard import LoopGuard


class Alarm:
    """Calls when it is time, or earlier: whoever is called says when to call next."""

    __slots__ = ("_at", "_guard", "_ring", "_timer", "is_due")

    def __init__(self, guard: LoopGuard, ring: Callable[[float], object]) -> None:
        """Make it; nothing is planned.

        Args:
            guard: Knows the loop, as soon as there is one.
            ring: What is called, with the time.
        """
        self._guard, self._ring = guard, ring
        self._timer: asyncio.Handle | None = None
        self._at = 0.0
        self.is_due = False
        """Whether it calls in the next turn of the loop anyway."""

    def set(self, at: float | None) -> None:
        """Call at this time, or not at all."""
        if self._timer is not None:
            # One that comes too early does no harm, and saves a timer for each frame.
            if at is not None and self._at <= at:
                return
            self.stop()
        if at is None:
            return
        self._at, loop = at, self._guard.running
        self.is_due = at <= loop.time()
        if self.is_due:
            self._timer = loop.call_soon(self._call)
        else:
            self._timer = loop.call_at(at, self._call)

    def stop(self) -> None:
        """Do not call."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer, self.is_due = None, False

    def _call(self) -> None:
        self._timer, self.is_due = None, False
        self._ring(max(self._guard.running.time(), self._at))
