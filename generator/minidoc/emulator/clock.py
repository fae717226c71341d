"""The time that the service goes by: the machine's, and whatever a test adds to it.

Nothing waits here. Whoever runs the service asks when the next timer is due, and calls
`run_due` then; `advance` makes time pass at once, and the timers with it.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

_CROWD = 64


@dataclass(order=True, slots=True)
class Timer:
    """Something that will happen; `cancel` keeps it from happening."""

    due: float
    order: int
    action: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        """Forget the action; harmless when it has happened."""
        self.action = None


class Clock:
    """Seconds since 1970, UTC, that can be moved forward.

    Attributes:
        on_change: Called when the next timer may be due at another time than before.
    """

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self.on_change: Callable[[], None] = _nothing
        self._real = real
        self._ahead = 0.0
        self._timers: list[Timer] = []
        self._order = itertools.count()
        self._crowd = _CROWD

    def now(self) -> float:
        """Return the present time in seconds."""
        return self._real() + self._ahead

    def now_ms(self) -> int:
        """Return the present time in milliseconds, as records have it."""
        return int(self.now() * 1000)

    @property
    def ahead(self) -> float:
        """How many seconds this clock is ahead of the machine's."""
        return self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once; timers on the way run at their own moments.

        Raises:
            ValueError: If the time is negative, or no finite number.
        """
        if not 0 <= seconds < float("inf"):
            raise ValueError("time only goes forward")
        target = self._ahead + seconds
        while self._timers and self._timers[0].due <= self._real() + target:
            self._ahead = max(self._ahead, self._timers[0].due - self._real())
            self._run_first()
        self._ahead = target
        self.on_change()

    def reset(self) -> None:
        """Go back to the machine's time; timers stay."""
        self._ahead = 0.0
        self.on_change()

    def call_at(self, when: float, action: Callable[[], None]) -> Timer:
        """Have something done at a time of this clock."""
        if len(self._timers) >= self._crowd:
            self._forget_cancelled()
        timer = Timer(when, next(self._order), action)
        heapq.heappush(self._timers, timer)
        self.on_change()
        return timer

    def call_later(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Have something done in some seconds of this clock."""
        return self.call_at(self.now() + seconds, action)

    def wait_time(self) -> float | None:
        """Return the seconds until the next timer, None when there is none."""
        while self._timers and self._timers[0].action is None:
            heapq.heappop(self._timers)
        return max(0.0, self._timers[0].due - self.now()) if self._timers else None

    def run_due(self) -> None:
        """Run what is due by now."""
        while self._timers and self._timers[0].due <= self.now():
            self._run_first()
        self.on_change()

    def _forget_cancelled(self) -> None:
        """Keep renewals of long sessions from piling up."""
        self._timers = [timer for timer in self._timers if timer.action is not None]
        heapq.heapify(self._timers)
        self._crowd = max(_CROWD, 2 * len(self._timers))

    def _run_first(self) -> None:
        action = heapq.heappop(self._timers).action
        if action is not None:
            action()


def _nothing() -> None:
    pass
