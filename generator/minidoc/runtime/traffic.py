"""Frames out and in: what is sent when, and what an answer or a push means.

The third layer of the protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

from . import frames
from .calls import Call, CallJob
from .connecting import Peer
from .credentials import Credentials
from .errors import APIError, ConnectionLostError, DecodeError, TalkJSError
from .jobs import PlainJob, RenewJob, WatchJob, watch_jobs
from .link import Link
from .login import Login
from .logs import log
from .reads import own_state
from .states import kept
from .store import Store
from .timing import Timing
from .watched import Watched
from .wire import MOST_FAILURES, SUCCESS, TRANSIENT, Response, api_error


class Traffic(Login):
    """Everything about requests, answers and events."""

    def __init__(
        self,
        credentials: Credentials,
        timing: Timing,
        random: Callable[[], float],
        peer: Peer,
    ) -> None:
        super().__init__(credentials, timing, random, peer)
        self.store = Store(timing.linger, self.effects)
        self._queue: dict[int, CallJob] = {}  # by their order
        self._writes: dict[Call, None] = {}
        self._flush_at = 0.0
        self._suspended: set[CallJob | Watched] = set()

    # What the service says.

    def _receive(self, number: int, message: str | bytes, now: float) -> bool:
        """Take a message of connection `number`; tell whether it answered a call."""
        link = self._link
        if link is None or link.number != number:
            return False
        link.hear(now)
        self.counters.heard_at = now
        frame = frames.parse(message)
        if isinstance(frame, frames.Push):
            self._pushed(link, frame, now)
        elif isinstance(frame, frames.Answer):
            return self._answered(link, frame.id, frame.response, now)
        else:
            self.counters.garbage += 1
            log.warning("ignored a message that is no frame")
        return False

    def _pushed(self, link: Link, push: frames.Push, now: float) -> None:
        known = expired = False
        for event in push.events:
            expired = expired or event.get("type") == "session.expired"
            known = known or expired or self.store.knows(event)
        # The number of a push that means nothing here may be nonsense as well; to
        # count it could make all that follow look like repetitions.
        if known and push.number > link.last_push:
            link.last_push = push.number
            for event in push.events:
                self.store.push(event)
            self.store.publish(now)
            if expired:
                self._expire(now)
        link.acknowledge(push.number, now)

    def _answered(
        self, link: Link, number: int, response: Response, now: float
    ) -> bool:
        job = link.in_flight.pop(number, None)
        is_answer = False
        if isinstance(job, CallJob):
            is_answer = self._call_answered(job, response, now)
        elif isinstance(job, WatchJob):
            self._watch_answered(job, response, now)
        elif isinstance(job, PlainJob):
            if self.store.holds_on(job, response.status):
                self._pause.extend(now)
        elif isinstance(job, RenewJob):
            self._renewed(link, response, now)
        else:
            self.counters.unexpected += 1
        if self._phase == "ready":
            self._tend_rest(now)
        return is_answer

    def _tend_rest(self, now: float) -> None:
        """Release a connection that nobody has needed for a while."""
        raise NotImplementedError

    def _put_off(
        self,
        job: CallJob | WatchJob,
        units: Sequence[CallJob | Watched],
        response: Response,
        now: float,
    ) -> bool:
        """Ask again, if the answer is one that may be another the next time."""
        is_safe = isinstance(job, WatchJob) or job.request.idempotent
        if response.status == 401:
            is_new = job.token == self._credentials.number
            last = any(unit.refusals for unit in units)
            if is_new and last:
                return False
            for unit in units:
                unit.refusals += is_new
            if is_new:
                self._expire(now)
        elif response.status == 429:
            self._pause.extend(now)
        elif response.status in TRANSIENT and is_safe:
            for unit in units:
                unit.failures += 1
            if any(unit.failures >= MOST_FAILURES for unit in units):
                return False
            self._pause.extend(now)
        else:
            return False
        if response.status != 401:
            self._suspended.update(units)
        self._again(job)
        return True

    def _go_on(self, answered: Sequence[CallJob | Watched]) -> None:
        """End the pause, unless somebody else still waits for a better answer."""
        if self._suspended:
            self._suspended.difference_update(answered)
            self._suspended = {each for each in self._suspended if each.is_wanted}
        if not self._suspended:
            self._pause.reset()

    def _again(self, job: CallJob | WatchJob) -> None:
        if isinstance(job, WatchJob):
            for watched in job.wanted():
                self.store.again(watched)
        elif not job.call.is_settled:
            self._queue[job.order] = job

    def _call_answered(self, job: CallJob, response: Response, now: float) -> bool:
        is_good = response.status == SUCCESS
        if not is_good and self._put_off(job, (job,), response, now):
            return False
        self._go_on((job,))
        if job.call.answer(job.index, response):
            self._writes.pop(job.call, None)
        return True

    def _watch_answered(self, job: WatchJob, response: Response, now: float) -> None:
        units = tuple(job.wanted())
        if response.status != SUCCESS and self._put_off(job, units, response, now):
            return
        self._go_on(units)
        for watched in job.wanted():
            if job.request.method == "SUBSCRIBE":
                self._subscribed(watched, job, response)
            else:
                self._got(watched, response)
        self.store.publish(now)

    def _subscribed(self, watched: Watched, job: WatchJob, response: Response) -> None:
        if response.status == SUCCESS:
            watched.answered("SUBSCRIBE")
            self.store.mark(watched)
        else:
            self._refused(watched, api_error(job.request, response))

    def _got(self, watched: Watched, response: Response) -> None:
        try:
            watched.take(kept(own_state(watched.topic, response)))
        except (APIError, DecodeError) as error:
            self._refused(watched, error)
            return
        self.store.mark(watched)

    def _refused(self, watched: Watched, error: TalkJSError) -> None:
        for view in watched.views:
            self.store.fail(view, error)

    # What is sent.

    @property
    def _next_flush(self) -> float:
        """When something is to be sent; infinite: never."""
        if self._held or not (self._queue or self.store.new or self.store.orphans):
            return inf
        return max(self._flush_at, self._pause.until)

    def _flush(self, link: Link, now: float) -> None:
        """Send what is due: subscriptions before calls."""
        if self._next_flush > now:
            return
        token = self._credentials.number
        for orphan in self.store.orphans:
            link.send(orphan, now)
        self.store.orphans.clear()
        if self.store.new:
            for watching in watch_jobs(self.store.take_new()):
                watching.token = token
                link.send(watching, now)
        for _, job in sorted(self._queue.items()):
            job.call.was_sent, job.token = True, token
            job.number = link.send(job, now)
        self._queue.clear()

    def _connection_lost(self, link: Link) -> None:
        """Keep what may be sent again; let the rest fail."""
        for job in link.in_flight.values():
            if not isinstance(job, CallJob) or job.call.is_settled:
                continue
            if job.request.idempotent:
                self._queue[job.order] = job
            else:
                self._drop_call(job.call)
                job.call.fail(ConnectionLostError(is_retry_safe=False))
        self.store.restart(connection_lost=True)

    def _drop_call(self, call: Call) -> None:
        self._writes.pop(call, None)
        for job in call.jobs:
            self._queue.pop(job.order, None)
            if self._link is not None and self._link.in_flight.get(job.number) is job:
                del self._link.in_flight[job.number]

    def _logged_in_again(self) -> None:
        """Ask anew for what the service no longer pushes."""
        self.store.restart(connection_lost=False)

    def _fail_calls(self, error: TalkJSError, now: float) -> None:
        for call in tuple(self._writes):
            self._drop_call(call)
            call.fail(error)
        self.store.fail_calls(error, now)

    def _end_feeds(self, error: TalkJSError | None) -> None:
        self.store.end_all(error)
