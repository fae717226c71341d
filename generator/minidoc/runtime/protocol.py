"""The realtime protocol of one session, without sockets, clocks, threads or tasks.

In: calls and feeds, what the connection brings, and the time. Out: `effects`, and when
to call `tick` next. Not safe to use from several threads at once: the driver's task.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import count
from math import inf
from typing import Any

from .calls import Call, CallJob
from .connecting import Peer
from .credentials import Credentials
from .effects import Effect, End
from .errors import SessionClosedError
from .feed import Feed
from .frames import PING
from .link import Link
from .timing import Timing
from .traffic import Traffic

ENOUGH = 16
"""So many writes do not wait for more to travel with."""


class Protocol(Traffic):
    """One user of one app, and what is wanted of the service in that name."""

    def __init__(
        self,
        credentials: Credentials,
        timing: Timing,
        random: Callable[[], float],
        window: float = 0.0,
        peer: Peer | None = None,
    ) -> None:
        """Make it; nothing happens before there is something to do.

        Args:
            credentials: The token, or the possibility to ask for one.
            timing: How long things take.
            random: Gives numbers from 0 to 1, for the jitter.
            window: For so long, what is asked for is collected to travel together.
            peer: Who is connected to what, for texts.
        """
        super().__init__(credentials, timing, random, peer or Peer())
        self._window = window
        self._rest_at = inf
        self._woken = -inf  # what `wake_at` has said last
        self._deadlines: deque[Call] = deque()
        self._orders = count()

    @property
    def has_work(self) -> bool:
        """Whether a connection is needed."""
        return bool(self._writes) or self.store.is_used

    def take(self) -> list[Effect]:
        """Return what is to be done now, and forget it."""
        taken = self.effects[:]
        self.effects.clear()
        return taken

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done any more."""
        return self._phase in ("failed", "closed")

    # What users of the session want.

    def begin(self, call: Call, now: float) -> bool:
        """Carry out a call; tell whether `wake_at` may be earlier than it said last."""
        if self.is_over:
            call.fail(self._over())
            return False
        self._expect(call)
        if call.operation.topics:
            self.store.read(call, now)
            self._work_came(now)
            return True
        self._writes[call] = None
        for index, request in enumerate(call.operation.requests):
            job = CallJob(call, index, request, next(self._orders))
            call.jobs.append(job)
            self._queue[job.order] = job
        self._work_came(now)
        if self._phase == "ready":
            self._hurry(now)
            is_sent = not (self._queue or self.store.new)
            return not is_sent or call.deadline < self._woken
        return True

    def _expect(self, call: Call) -> None:
        """Keep calls in the order of their deadlines; a new one is nearly always last.

        Those that are settled are forgotten when they have become the first.
        """
        self._forget_settled()
        place = len(self._deadlines)
        while place and self._deadlines[place - 1].deadline > call.deadline:
            place -= 1
        self._deadlines.insert(place, call)

    def _forget_settled(self) -> None:
        while self._deadlines and self._deadlines[0].is_settled:
            self._deadlines.popleft()

    def cancel(self, call: Call, now: float) -> None:
        """Let go of a call; an answer that comes later is ignored."""
        if not call.is_settled:
            call.abandon()
            self._forget(call, now)

    def watch(self, feed: Feed[Any], now: float) -> None:
        """Deliver to a feed from now on."""
        if self.is_over:
            self.effects.append(End(feed, self._over()))
            return
        self.store.watch(feed, now)
        self._work_came(now)

    def unwatch(self, feed: Feed[Any], now: float) -> None:
        """Deliver to a feed no more."""
        self.store.unwatch(feed, now)

    def close(self, now: float) -> None:
        """End it all."""
        if self._phase == "closed":
            return
        self._release()
        self._phase = "closed"
        self._credentials.drop()
        self._fail_calls(SessionClosedError("the session is closed"), now)
        self._end_feeds(None)

    def _over(self) -> SessionClosedError:
        error = SessionClosedError("the session is closed; get a new one")
        error.__cause__ = self._ended_by
        return error

    def _work_came(self, now: float) -> None:
        self._rest_at = inf
        if self._flush_at <= now:
            self._flush_at = now + self._window
        if self._phase == "idle" and self.has_work:
            self._start(now)

    def _hurry(self, now: float) -> None:
        """Send a write at once, if waiting for others to travel with gains nothing.

        Whoever awaits one after the other does not wait for a tick each. Where many are
        begun before the next tick, all but the first travel in company: a few at once
        cost little more than all of them, and the service need not wait for the last.
        """
        link = self._link
        if link is not None and (
            self._window
            or len(self._queue) >= ENOUGH
            or not (link.in_flight or self.store.new)
        ):
            self._flush_at = now
            self._flush(link, now)

    def _forget(self, call: Call, now: float) -> None:
        if call.operation.topics:
            self.store.forget(call, now)
            return
        self._drop_call(call)

    # What the service says.

    def received(self, number: int, message: str | bytes, now: float) -> bool:
        """Take a message; tell whether `wake_at` may be earlier than it said last."""
        is_answer = self._receive(number, message, now)
        return not is_answer or min(self._rest_at, self._next_flush) < self._woken

    # What time brings.

    def tick(self, now: float) -> None:
        """Do what is due."""
        self._drop_late_calls(now)
        if self._phase in ("token", "login", "ready"):
            self._tend_token(now)
        if self._phase == "waiting" and now >= self._at:
            self._phase = "idle"
            if self.has_work:
                self._start(now)
        link = self._link
        if link is not None and link.opened_at is not None:
            self._tend_link(link, now)

    def wake_at(self) -> float | None:
        """Return when to call `tick` next, if nothing happens before."""
        self._forget_settled()
        phase, link = self._phase, self._link
        times = [self._deadlines[0].deadline] if self._deadlines else [inf]
        if phase == "waiting":
            times.append(self._at)
        elif phase in ("token", "login", "ready"):
            times.append(self._credentials.wake_at)
        if link is not None and link.opened_at is not None:
            times.append(link.ping_at)
            if link.renewing is not None:
                times.append(self._at)
            if phase == "ready":
                own = (link.watch_at, self._rest_at, self._next_flush)
                times += (*own, self.store.next_expiry)
        self._woken = at = min(times)
        return None if at == inf else at

    def _drop_late_calls(self, now: float) -> None:
        while self._deadlines:
            call = self._deadlines[0]
            if not call.is_settled and call.deadline > now:
                return
            self._deadlines.popleft()
            if not call.is_settled:
                self._forget(call, now)
                call.fail(self._too_late(call))

    def _tend_link(self, link: Link, now: float) -> None:
        if link.renewing is not None and now >= self._at:
            self._lose(TimeoutError("the login was not answered"), now, cut=True)
            return
        if now >= link.ping_at:
            if link.asked_at is not None:
                self._lose(TimeoutError("the service is silent"), now, cut=True)
                return
            link.ping(PING, now)
        if self._phase == "ready":
            for job in link.overdue(now):
                self._again(job)
            self.store.expire(now)
            self._flush(link, now)
            self._tend_rest(now)

    def _tend_rest(self, now: float) -> None:
        """Release a connection that nobody has needed for a while."""
        if self.has_work or not self.store.is_empty or self._held:
            self._rest_at = inf
        elif self._rest_at == inf:
            self._rest_at = now + self.timing.idle
        elif now >= self._rest_at:
            self._rest_at = inf
            self._release()
