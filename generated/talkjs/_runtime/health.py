"""What a session says of itself, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SessionPhase: TypeAlias = Literal[
    "idle", "connecting", "ready", "reconnecting", "failed", "closed"
]
"""`idle`: there is nothing to do, so there is no connection. `ready`: logged in.
`reconnecting`: the connection is lost, and is being made again. `failed`: nothing can
be done; get a new session."""


@dataclass(frozen=True, slots=True)
class Health:
    """The condition of a session at one moment."""

    state: SessionPhase
    last_frame_age: float | None
    """Seconds since the service was last heard, on any connection; `None`: never."""

    reconnects: int
    """How often a lost connection was made again."""

    last_error: Exception | None
    """What went wrong last, even if it is over."""

    ignored_frames: int = 0
    """Messages that are no frames, and answers that nobody waits for any more."""


class Counters:
    """What is counted over the life of a session."""

    __slots__ = ("garbage", "heard_at", "last_error", "reconnects", "unexpected")

    def __init__(self) -> None:
        self.garbage = 0
        """Messages that are no frames."""
        self.unexpected = 0
        """Answers to nothing that is under way: late, repeated, or never asked."""
        self.reconnects = 0
        self.heard_at: float | None = None
        self.last_error: Exception | None = None

    def health(self, state: SessionPhase, now: float) -> Health:
        """Return what there is to say."""
        age = None if self.heard_at is None else max(0.0, now - self.heard_at)
        ignored = self.garbage + self.unexpected
        return Health(state, age, self.reconnects, self.last_error, ignored)
