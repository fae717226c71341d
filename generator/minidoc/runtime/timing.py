"""How long things take and may take: the numbers of the protocol, and back-off.

All times are seconds of a clock that only goes forward, and that only drivers read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_MOST_SECONDS = 10_000_000.0


def seconds(name: str, value: object) -> float:
    """Return a time that can be waited for.

    Raises:
        TypeError: If it is no number.
        ValueError: If it is not positive, or longer than about four months.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{name} is a number of seconds, not {type(value).__name__}")
    if not 0 < value <= _MOST_SECONDS:
        raise ValueError(f"{name} is a positive number of seconds, at most 10,000,000")
    return float(value)


@dataclass(frozen=True, slots=True)
class Timing:
    """The times of one session; the defaults are those of the official client."""

    call: float = 30.0
    """A call that has no answer after this fails."""

    ping_after: float = 10.0
    """Silence of the service before it is asked whether it is there."""

    ping_after_own: float = 25.0
    """Silence of this side before it sends a ping, so that the service knows."""

    pong_within: float = 5.0
    """Without any frame for so long after a ping, the connection counts as lost."""

    idle: float = 3.0
    """A connection without calls and subscriptions is released after this."""

    linger: float = 30.0
    """A topic that nobody uses stays subscribed for so long, and is kept current."""

    open_within: float = 10.0
    """For the connection, TLS and the WebSocket handshake together."""

    login_within: float = 10.0
    """For the answer to the login."""

    provider_within: float = 30.0
    """For the token provider."""

    first_retry: float = 0.5
    """The longest wait before the first attempt to connect again."""

    longest_retry: float = 20.0
    """The longest wait before any attempt."""

    stable: float = 10.0
    """A connection that held for so long was a good one: attempts count from one."""

    close_within: float = 0.4
    """For the closing handshake; afterwards the connection is cut."""


class Retries:
    """Waits between attempts: exponential with full jitter.

    Each wait is drawn between a tenth of `first` and `first * 2 ** attempt`, at most
    `longest`, so that clients that lost the service together do not return together.
    """

    __slots__ = ("_first", "_longest", "_random", "attempts")

    def __init__(
        self, first: float, longest: float, random: Callable[[], float]
    ) -> None:
        self._first, self._longest, self._random = first, longest, random
        self.attempts = 0
        """How many waits were drawn since the last reset."""

    def draw(self) -> float:
        """Return how long to wait before the next attempt."""
        growth = float(1 << min(self.attempts, 30))
        ceiling = min(self._longest, self._first * growth)
        self.attempts += 1
        return max(self._first / 10, self._random() * ceiling)

    def reset(self) -> None:
        """Begin again: an attempt has succeeded."""
        self.attempts = 0


class Pause:
    """The back-off that all requests share after a 429 or a 500.

    200 ms, growing by a fifth each time up to 30 s, 5 % more or less; over with the
    next answer of another kind.
    """

    __slots__ = ("_next", "_random", "until")

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._next = 0.2
        self.until = 0.0
        """Nothing is sent before this time."""

    def extend(self, now: float) -> None:
        """Wait longer than the last time; during a wait, nothing is added."""
        if now < self.until:
            return
        self.until = now + self._next * (0.95 + 0.1 * self._random())
        self._next = min(30.0, self._next * 1.2)

    def reset(self) -> None:
        """Go on: the service answers again."""
        self._next, self.until = 0.2, 0.0
