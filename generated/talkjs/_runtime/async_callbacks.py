"""Calling what users gave, in an event loop: callbacks and error handlers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, cast

from .feed import Feed
from .handlers import ErrorHandlers, reportable
from .logs import log


class AsyncCallbacks:
    """Calls each callback at once; one that returns a coroutine runs as a task.

    While that task runs the feed is not called again; it then gets the newest snapshot.
    Closing the session cancels it.
    """

    def __init__(
        self,
        handlers: ErrorHandlers,
        start: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._handlers = handlers
        self._start = start
        self._running: set[Feed[Any]] = set()

    def dispatch(self, feed: Feed[Any]) -> None:
        """Call the callback of a feed."""
        if feed in self._running:
            return
        outcome = self._call(feed.call_back, self.report)
        if outcome is not None:
            self._running.add(feed)
            self._start(self._go_on(feed, outcome))

    async def _go_on(self, feed: Feed[Any], outcome: Awaitable[object] | None) -> None:
        try:
            while outcome is not None:
                await self._finish(outcome, self.report)
                outcome = self._call(feed.call_back, self.report)
        finally:
            self._running.discard(feed)

    def report(self, error: Exception) -> None:
        """Call all error handlers."""
        for handler in self._handlers.all:
            outcome = self._call(partial(handler, error), None)
            if outcome is not None:
                self._start(self._finish(outcome, None))

    def _call(
        self,
        callback: Callable[[], object],
        report: Callable[[Exception], None] | None,
    ) -> Awaitable[object] | None:
        try:
            outcome = callback()
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            _tell(error, report)
            return None
        awaitable = hasattr(outcome, "__await__")
        return cast(Awaitable[object], outcome) if awaitable else None

    async def _finish(
        self,
        outcome: Awaitable[object],
        report: Callable[[Exception], None] | None,
    ) -> None:
        try:
            await outcome
        except asyncio.CancelledError as error:
            if is_being_cancelled():
                raise
            _tell(error, report)
        except Exception as error:  # noqa: BLE001 - users' code
            _tell(error, report)


def is_being_cancelled() -> bool:
    """Tell whether the running task is to end, or only what it waited for has been."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0


def _tell(error: BaseException, report: Callable[[Exception], None] | None) -> None:
    what = "an error handler" if report is None else "the callback of a subscription"
    log.error("%s raised", what, exc_info=error)
    if report is not None:
        report(reportable(error))
