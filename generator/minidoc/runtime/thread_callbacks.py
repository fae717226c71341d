"""Calling what users gave, in a thread of its own: callbacks and error handlers."""

from __future__ import annotations

import threading
from collections import deque
from functools import partial
from typing import Any

from .feed import Feed
from .handlers import ErrorHandlers, reportable
from .logs import log
from .threads import Threads

_PATIENCE = 2.0
"""Without work for so long, the thread ends; the next work starts another."""


class ThreadCallbacks:
    """Calls callbacks one after the other; who is slow gets the newest snapshot."""

    def __init__(self, handlers: ErrorHandlers, threads: Threads) -> None:
        self._thread: threading.Thread | None = None
        self._threads = threads
        self._handlers = handlers
        self._changed = threading.Condition()
        self._work: deque[Feed[Any] | Exception] = deque()
        self._waiting: set[Feed[Any]] = set()
        self._is_closed = False

    def dispatch(self, feed: Feed[Any]) -> None:
        """See to it that the callback of a feed is called."""
        with self._changed:
            if feed not in self._waiting:
                self._waiting.add(feed)
                self._put(feed)

    def report(self, error: Exception) -> None:
        """See to it that all error handlers are called."""
        with self._changed:
            self._put(error)

    def close(self) -> None:
        """Do what is there already, and nothing more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def _put(self, work: Feed[Any] | Exception) -> None:
        self._work.append(work)
        self._changed.notify()
        if self._thread is None:
            self._thread = self._threads.start("talkjs-callbacks", self._run)

    def _run(self) -> None:
        while (work := self._next()) is not None:
            if isinstance(work, Feed):
                self._call(work)
            else:
                self._report(work)

    def _next(self) -> Feed[Any] | Exception | None:
        with self._changed:
            while not self._work:
                is_over = self._is_closed or not self._changed.wait(_PATIENCE)
                if is_over and not self._work:
                    self._thread = None
                    return None
            work = self._work.popleft()
            if isinstance(work, Feed):
                self._waiting.discard(work)
            return work

    def _call(self, feed: Feed[Any]) -> None:
        try:
            feed.call_back()
        except BaseException as error:  # noqa: BLE001 - users' code, `exit()` too
            log.exception("the callback of a subscription raised")
            self._report(reportable(error))

    def _report(self, error: Exception) -> None:
        for handler in self._handlers.all:
            self._call_handler(partial(handler, error))

    def _call_handler(self, call: partial[object]) -> None:
        try:
            call()
        except BaseException:  # noqa: BLE001 - it is users' code, even `sys.exit()`
            log.exception("an error handler raised")
