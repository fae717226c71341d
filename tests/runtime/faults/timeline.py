"""Virtual time: what is to happen, in its order. Hours take as long as their events."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

Action = Callable[[], object]
_BEGIN = 1_000_000.0


class Timeline:
    """A clock that jumps from one event to the next."""

    def __init__(self) -> None:
        self.now = _BEGIN
        self._events: list[tuple[float, int, Action]] = []
        self._order = count()

    def at(self, when: float, action: Action) -> None:
        """Let something happen; what is due together comes as it was asked for."""
        heappush(self._events, (max(when, self.now), next(self._order), action))

    def after(self, seconds: float, action: Action) -> None:
        """Let something happen in so many seconds."""
        self.at(self.now + seconds, action)

    @property
    def passed(self) -> float:
        """How much time has passed."""
        return self.now - _BEGIN

    @property
    def next_at(self) -> float | None:
        """When the next event is due."""
        return self._events[0][0] if self._events else None

    def step(self) -> None:
        """Go on to the next event, and let it happen."""
        at, _, action = heappop(self._events)
        self.now = max(self.now, at)
        action()
