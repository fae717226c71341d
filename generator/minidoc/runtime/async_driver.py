"""Drives the protocol in an event loop: tasks, timers, and websockets' client for it.

One task for each connection, however many subscriptions there are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from .async_alarm import Alarm
from .async_callbacks import AsyncCallbacks
from .async_connection import AsyncConnection
from .async_tokens import AsyncTokens
from .calls import Call
from .driving import Settings, is_final
from .effects import (
    Connect,
    Deliver,
    Disconnect,
    Effect,
    End,
    FetchToken,
    Report,
    Send,
)
from .errors import TalkJSError
from .feed import Feed
from .handlers import ErrorHandlers
from .health import Health
from .loop_guard import LoopGuard
from .session import SessionState
from .wire import Operation

T = TypeVar("T")


class LoopDriver:
    """Carries out what a session wants, in the event loop that first asks."""

    def __init__(self, settings: Settings) -> None:
        self.handlers = ErrorHandlers()
        self._protocol = settings.protocol()
        self._settings = settings.without_token()
        self._guard = LoopGuard()
        self._alarm = Alarm(self._guard, self._tick)
        self._is_pumping = False
        self._is_sooner = False
        self._connections: dict[int, AsyncConnection] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tokens = AsyncTokens(settings.provider, self._start)
        self._callbacks = AsyncCallbacks(self.handlers, self._start)
        self._dispatch = self._callbacks.dispatch  # one for all feeds
        self._holders: dict[Feed[Any], SessionState] = {}

    @property
    def is_usable(self) -> bool:
        """Whether a session with this driver may be given to somebody else."""
        return self._guard.is_alive and not self._protocol.is_over

    async def perform(self, operation: Operation[T]) -> T:
        """Carry out an operation."""
        loop = self._guard.enter()
        if not operation.requests:
            return operation.finish(())
        done = loop.create_future()

        def settle() -> None:
            if not done.done():
                done.set_result(None)

        now = loop.time()
        call = Call(operation, now + self._settings.timing.call, settle)
        self._pump(self._protocol.begin(call, now))
        try:
            await done
        finally:
            if not call.is_settled:
                self._protocol.cancel(call, loop.time())
                self._pump()
        result: T = call.result()
        return result

    def watch(self, feed: Feed[Any], session: SessionState) -> None:
        """Deliver to a feed, and keep its session alive until it ends."""
        loop = self._guard.enter()
        feed.dispatch = self._dispatch
        self._holders[feed] = session
        self._protocol.watch(feed, loop.time())
        self._pump()

    def unwatch(self, feed: Feed[Any]) -> None:
        """Deliver to a feed no more."""
        if not self._guard.is_alive or feed not in self._holders:
            return
        loop = self._guard.enter()
        del self._holders[feed]
        self._protocol.unwatch(feed, loop.time())
        self._pump()

    def health(self) -> Health:
        """Return the condition of the connection."""
        loop = self._guard.loop
        return self._protocol.health(0.0 if loop is None else loop.time())

    async def close(self) -> None:
        """End all of it; after 1.5 s at most nothing is left."""
        if not self._guard.is_alive:
            return
        loop = self._guard.enter()
        self._protocol.close(loop.time())
        self._pump()
        self._alarm.stop()
        current = asyncio.current_task()
        tasks = {task for task in self._tasks if task is not current}
        for task in tasks - {each.task for each in self._connections.values()}:
            task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=1.0)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=0.2)

    def abandon(self) -> None:
        """Release the connection of a session that is gone; from any thread."""
        loop = self._guard.loop
        if loop is not None and self._guard.is_alive:
            loop.call_soon_threadsafe(self._close_soon)

    def _close_soon(self) -> None:
        self._protocol.close(self._guard.running.time())
        self._pump()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._guard.running.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # From the protocol to the loop.

    def _pump(self, is_sooner: bool = True) -> None:
        """Carry out what the protocol wants, and come back when it wants more.

        Args:
            is_sooner: Whether that may be earlier than was known.
        """
        self._is_sooner |= is_sooner
        if self._is_pumping:
            return
        if self._protocol.effects:
            self._carry_out_all()
            self._write_and_wait()
        else:
            self._set_timer()

    def _carry_out_all(self) -> None:
        if self._is_pumping:
            return
        self._is_pumping = True
        try:
            while effects := self._protocol.take():
                for effect in effects:
                    self._carry_out(effect)
        finally:
            self._is_pumping = False

    def _write_and_wait(self) -> None:
        for connection in self._connections.values():
            connection.flush()
        self._set_timer()

    def _set_timer(self) -> None:
        if self._is_sooner and not self._alarm.is_due:
            self._is_sooner = False
            self._alarm.set(self._protocol.wake_at())

    def _tick(self, now: float) -> None:
        self._protocol.tick(now)
        self._pump()

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Deliver(feed, snapshot):
                feed.deliver(snapshot)
            case Send(number, text):
                if number in self._connections:
                    self._connections[number].send(text)
            case Connect(number):
                connection = AsyncConnection(self._settings)
                self._connections[number] = connection
                connection.task = self._start(self._run(number, connection))
            case Disconnect(number, code, is_abrupt):
                if number in self._connections:
                    self._connections[number].close(code, is_abrupt)
            case FetchToken(number):
                self._fetch(number)
            case End(feed, error):
                self._end(feed, error)
            case Report(error):
                self._callbacks.report(error)

    def _end(self, feed: Feed[Any], error: TalkJSError | None) -> None:
        holder = self._holders.pop(feed, None)
        feed.terminate(error)
        if holder is not None:
            holder.forget(feed)

    def _fetch(self, number: int) -> None:
        loop, protocol = self._guard.running, self._protocol

        def given(token: Any) -> None:
            protocol.token_given(number, token, loop.time())
            self._pump()

        def missed(error: BaseException) -> None:
            protocol.token_missed(number, error, loop.time())
            self._pump()

        self._tokens.ask(given, missed)

    async def _run(self, number: int, connection: AsyncConnection) -> None:
        """Open a connection and read from it until its end."""
        loop, protocol = asyncio.get_running_loop(), self._protocol
        cause: Exception | None = None
        final = False

        def received(message: str | bytes) -> None:
            self._is_sooner |= protocol.received(number, message, loop.time())
            if protocol.effects:
                self._carry_out_all()

        try:
            async with connection:
                protocol.opened(number, loop.time())
                self._pump()
                await connection.read(received, self._write_and_wait)
        except Exception as error:  # noqa: BLE001 - the protocol is told, and decides
            cause, final = error, is_final(error)
        finally:
            self._connections.pop(number, None)
        protocol.lost(number, cause, loop.time(), is_final=final)
        self._pump()
