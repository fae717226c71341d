"""One WebSocket in an event loop: a task that writes beside the one that reads."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from logging import DEBUG
from typing import TYPE_CHECKING, Any, Self

from .driving import Settings
from .logs import blank, log

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection


MOST_TEXTS = 1000
"""So many texts may wait to be sent; beyond, nothing more is read."""


class AsyncConnection:
    """A connection that is opened by entering it, and read by iterating over it."""

    def __init__(self, settings: Settings) -> None:
        self.task: asyncio.Task[None] | None = None
        """The task that reads."""
        self._settings = settings
        self._socket: ClientConnection | None = None
        self._writer: asyncio.Task[None] | None = None
        self._texts: deque[Callable[[], str | None]] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._code: int | None = None
        self._is_over = False
        self._deadline: asyncio.TimerHandle | None = None

    def send(self, text: Callable[[], str | None]) -> None:
        """Send a text when those before it are sent; once it is closed, none is."""
        if not self._is_over:
            self._texts.append(text)
            self._news.set()

    def close(self, code: int, is_abrupt: bool) -> None:
        """Close after what is to be sent, if the other end takes it; or at once."""
        self._code = code
        self._news.set()
        if self._socket is None and self.task is not None:
            self.task.cancel()
        elif is_abrupt:
            self._cut()
        elif self._deadline is None:
            within = 2 * self._settings.timing.close_within
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(within, self._cut)

    async def __aenter__(self) -> Self:
        from websockets.asyncio.client import connect

        address = self._settings.address.loopback
        place: dict[str, Any] = {}
        if address is not None:
            place = {"host": address[0], "port": address[1]}
        options = self._settings.options()
        self._socket = await connect(self._settings.url(), **options, **place)
        self._writer = asyncio.get_running_loop().create_task(self._write(self._socket))
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        writer = self._writer
        if writer is not None:
            writer.cancel()
            await asyncio.wait([writer])
        self._cut()
        if self._deadline is not None:
            self._deadline.cancel()
        if self._socket is not None:
            await self._socket.wait_closed()

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        assert self._socket is not None
        while self._code is None:
            while len(self._texts) > MOST_TEXTS:
                self._room.clear()
                await self._room.wait()
            message = await self._socket.recv()
            if log.isEnabledFor(DEBUG) and isinstance(message, str):
                log.debug("< %s", blank(message))
            yield message
        # What has not been read by now, however much it is, nobody wants.
        await self._socket.wait_closed()

    async def _write(self, socket: ClientConnection) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            while self._code is None or self._texts:
                while self._texts:
                    await self._write_one(socket, self._texts.popleft())
                if self._code is None:
                    self._news.clear()
                    await self._news.wait()
            await socket.close(self._code)
        except ConnectionClosed:
            pass  # the reader learns of it too, and tells
        finally:
            self._is_over = True
            self._texts.clear()
            self._room.set()

    async def _write_one(
        self, socket: ClientConnection, make: Callable[[], str | None]
    ) -> None:
        self._room.set()
        text = make()
        if text is None:
            return
        if log.isEnabledFor(DEBUG):
            log.debug("> %s", blank(text))
        await socket.send(text)

    def _cut(self) -> None:
        if self._socket is not None:
            self._socket.transport.abort()
