"""One connection as the protocol sees it: ids, what is under way, keep-alive."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf

from . import frames
from .calls import CallJob
from .effects import Effect, Send
from .jobs import Job, PlainJob, RenewJob, WatchJob
from .timing import Timing
from .wire import Request


class Link:
    """A connection from its first attempt to its end; another has another `number`."""

    __slots__ = ("_effects", "_next_id", "_timing", "_watches", "asked_at", "heard_at",
                 "in_flight", "last_push", "number", "opened_at", "renewing",
                 "sent_at", "was_ready")  # fmt: skip

    def __init__(self, number: int, timing: Timing, effects: list[Effect]) -> None:
        self.number = number
        self.opened_at: float | None = None
        """When it was open; `None` while it is being opened."""
        self.was_ready = False
        """Whether the login was accepted."""
        self.in_flight: dict[int, Job] = {}
        """What was sent and not answered."""
        self.renewing: int | None = None
        """The id of the login that was not answered."""
        self.asked_at: float | None = None
        """When a ping was sent that no frame has followed."""
        self.heard_at = self.sent_at = 0.0
        self.last_push = 0
        self._timing, self._effects = timing, effects
        self._next_id = 0
        self._watches: deque[tuple[float, int]] = deque()

    def begin(self, now: float) -> None:
        """Note that frames can be sent."""
        self.opened_at = self.heard_at = self.sent_at = now

    def hear(self, now: float) -> None:
        """Note that the service has sent something."""
        self.heard_at, self.asked_at = now, None

    def send(self, job: CallJob | WatchJob | PlainJob, now: float) -> int:
        """Send a request, and expect its answer."""
        number = self._take(job, now)
        if isinstance(job, WatchJob):
            self._watches.append((now + self._timing.call, number))
        self._effects.append(Send(self.number, frames.ask(number, job.request)))
        return number

    def renew(self, text: Callable[[int], str | None], now: float) -> None:
        """Send the login; its text is made as late as possible."""
        number = self.renewing = self._take(RenewJob(), now)
        self._effects.append(Send(self.number, lambda: text(number)))

    def acknowledge(self, number: int, now: float) -> None:
        """Thank for a push."""
        self.sent_at = now
        self._effects.append(Send(self.number, frames.acknowledge(number)))

    def ping(self, request: Request, now: float) -> None:
        """Ask whether the service is there."""
        self.asked_at = now
        self.send(PlainJob(request), now)

    def _take(self, job: Job, now: float) -> int:
        number = self._next_id
        self._next_id += 1
        self.in_flight[number] = job
        self.sent_at = now
        return number

    @property
    def ping_at(self) -> float:
        """When to send a ping, or to give up waiting for what follows one."""
        if self.asked_at is not None:
            return self.asked_at + self._timing.pong_within
        after = self.heard_at + self._timing.ping_after
        after_own = self.sent_at + self._timing.ping_after_own
        return min(after, after_own)

    @property
    def watch_at(self) -> float:
        """When the oldest SUBSCRIBE or GET is to be sent again; infinite: never."""
        return self._watches[0][0] if self._watches else inf

    def overdue(self, now: float) -> list[WatchJob]:
        """Take what was sent so long ago that it is to be sent again."""
        found: list[WatchJob] = []
        while self._watches:
            at, number = self._watches[0]
            if at > now and number in self.in_flight:
                break
            self._watches.popleft()
            job = self.in_flight.pop(number, None)
            if isinstance(job, WatchJob):
                found.append(job)
        return found
