"""Drives the protocol with threads and the threading client of websockets.

One thread sends and keeps time; each connection has one that opens it, and the one of
the library, which reads. A caller sends its own request, if that is all there is to do.
Users' callbacks have a thread of their own, so that one that blocks stops neither pings
nor calls. All are daemons; without work they end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from math import inf
from time import monotonic
from typing import Any, TypeVar

from . import at_exit
from .calls import Call
from .driving import Settings
from .effects import Connect, Deliver, Disconnect, Effect, End, FetchToken, Report, Send
from .errors import TalkJSError
from .feed import Feed
from .handlers import ErrorHandlers
from .health import Health
from .process import Process
from .protocol import Protocol
from .session import SessionState
from .thread_callbacks import ThreadCallbacks
from .thread_connection import Inbox
from .thread_connections import ThreadConnections
from .thread_reports import Reports
from .threads import Threads
from .wire import Operation

T = TypeVar("T")

_WINDOW = 0.001
"""For so long, reads of several threads are collected to travel together."""
MOST_EFFECTS = 1000
"""So much may wait to be done; beyond, nothing more is read from the connection."""


class ThreadDriver:
    """Carries out what a session wants; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.handlers = ErrorHandlers()
        self._protocol: Protocol = settings.protocol(_WINDOW)
        self._settings = settings.without_token()
        self._process = Process()
        lock = threading.RLock()
        self._changed = threading.Condition(lock)
        self._taken = threading.Condition(lock)
        self._carrying = threading.Lock()
        """Held by who carries out effects, in their order; taken before `_changed`."""
        self._sleeps_until = inf
        self._threads = Threads()
        self._thread: threading.Thread | None = None
        self._reports = Reports(self._tell)
        self._connections = ThreadConnections(
            self._settings, self._threads, self._reports
        )
        self._callbacks = ThreadCallbacks(self.handlers, self._threads)
        self._dispatch = self._callbacks.dispatch  # one for all feeds
        self._holders: dict[Feed[Any], SessionState] = {}
        at_exit.remember(self)

    @property
    def is_usable(self) -> bool:
        """Whether a session with this driver may be given to somebody else."""
        return not self._protocol.is_over and self._process.is_current

    def perform(self, operation: Operation[T]) -> T:
        """Carry out an operation."""
        self._process.enter()
        if threading.current_thread() is self._thread:
            raise RuntimeError("a future's done-callback cannot wait for the service")
        if not operation.requests:
            return operation.finish(())
        done = threading.Lock()
        done.acquire()
        within = self._settings.timing.call
        call = Call(operation, monotonic() + within, done.release)
        try:
            self._begin(call)
            if not done.acquire(timeout=within):
                self._tell(lambda protocol, now: protocol.tick(max(now, call.deadline)))
        finally:
            if not call.is_settled:
                self._tell(lambda protocol, now: protocol.cancel(call, now))
        result: T = call.result()
        return result

    def _begin(self, call: Call) -> None:
        """Begin a call; this thread sends, if that is all that is to be done."""
        if not self._carrying.acquire(blocking=False):
            self._tell(lambda protocol, now: protocol.begin(call, now))
            return
        try:
            with self._changed:
                self._protocol.begin(call, monotonic())
                sends: list[Effect] = []
                if self._connections.have_room_for(self._protocol.effects):
                    self._taken.notify_all()
                    sends = self._protocol.take()
                self._poke()
            for send in sends:
                self._carry_out(send)
        finally:
            self._carrying.release()

    def watch(self, feed: Feed[Any], session: SessionState) -> None:
        """Deliver to a feed, and keep its session alive until it ends."""
        self._process.enter()
        feed.dispatch = self._dispatch
        self._holders[feed] = session
        self._tell(lambda protocol, now: protocol.watch(feed, now))

    def unwatch(self, feed: Feed[Any]) -> None:
        """Deliver to a feed no more."""
        if self._holders.pop(feed, None) is None or not self._process.is_current:
            return
        self._tell(lambda protocol, now: protocol.unwatch(feed, now))

    def health(self) -> Health:
        """Return the condition of the connection."""
        return self._protocol.health(monotonic())

    def close(self, within: float = 1.2) -> None:
        """End all of it, and wait for its threads, but not longer than `within`.

        One of its own threads does not wait for itself.
        """
        if not self._process.is_current:
            return
        until = monotonic() + within
        with self._changed:
            self._protocol.close(monotonic())
            self._poke()
            is_own = threading.current_thread() is self._thread
        self._callbacks.close()
        if is_own:
            return  # what is to be done, this thread does when it comes back
        self._threads.join(until - within / 3)
        self._connections.cut_all()
        self._threads.join(until)

    def abandon(self) -> None:
        """Release the connection of a session that is gone; waits for nothing."""
        if not self._process.is_current:
            return
        self._callbacks.close()
        if self._thread is not None and not self._protocol.is_over:
            self._threads.start("talkjs-close", self.close)

    def _tell(self, news: Callable[[Protocol, float], object]) -> None:
        with self._changed:
            news(self._protocol, monotonic())
            self._poke()

    def _poke(self) -> None:
        """Let the thread look at the protocol if it has to; without one, start it."""
        at = 0.0 if self._protocol.effects else self._protocol.wake_at()
        if self._thread is None:
            if at is not None:
                self._thread = self._threads.start("talkjs-session", self._run)
        elif at is None or at < self._sleeps_until:
            self._changed.notify()

    # The thread.

    def _run(self) -> None:
        while self._wait():
            with self._carrying:
                with self._changed:
                    effects = self._protocol.take()
                    self._taken.notify_all()
                for effect in effects:
                    try:
                        self._carry_out(effect)
                    except Exception as error:  # noqa: BLE001 - it must live on
                        self._failed(effect, error)

    def _wait(self) -> bool:
        """Wait until there is something to do; tell whether there ever will be."""
        with self._changed:
            while not self._protocol.effects:
                at, now = self._protocol.wake_at(), monotonic()
                if at is None:
                    self._taken.notify_all()
                    self._thread = None
                    return False
                if at > now:
                    self._sleeps_until = at
                    self._changed.wait(at - now)
                    self._sleeps_until = 0.0
                else:
                    self._protocol.tick(now)
            return True

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Deliver(feed, snapshot):
                feed.deliver(snapshot)
            case Send(number, text):
                self._connections.send(number, text)
            case Connect(number):
                self._connections.start(number, self._inbox(number))
            case Disconnect(number, code, is_abrupt):
                self._connections.close(number, code, is_abrupt)
            case FetchToken(number):
                ask = partial(self._reports.ask, number, self._settings.provider)
                self._threads.start("talkjs-token", ask)
            case End(feed, error):
                self._end(feed, error)
            case Report(error):
                self._callbacks.report(error)

    def _failed(self, effect: Effect, error: Exception) -> None:
        if isinstance(effect, Connect):
            self._connections.pop(effect.number, None)
        self._reports.failed(effect, error)

    def _end(self, feed: Feed[Any], error: TalkJSError | None) -> None:
        holder = self._holders.pop(feed, None)
        feed.terminate(error)
        if holder is not None:
            holder.forget(feed)

    def _inbox(self, number: int) -> Inbox:
        def received(message: str | bytes) -> bool:
            with self._changed:
                self._protocol.received(number, message, monotonic())
                self._poke()
                return not self._protocol.is_over

        return Inbox(received, self._has_room, self._wait_for_room)

    def _has_room(self) -> bool:
        return len(self._protocol.effects) <= MOST_EFFECTS

    def _wait_for_room(self) -> None:
        with self._changed:
            while not self._has_room():
                self._taken.wait()
