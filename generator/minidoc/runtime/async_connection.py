"""One WebSocket in an event loop: messages in by calls, texts out without a task."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from logging import DEBUG
from typing import TYPE_CHECKING, Any, NoReturn, Self

from .driving import NEXT_AFTER, Settings
from .effects import Text
from .logs import blank, log

if TYPE_CHECKING:
    from .async_socket import DirectSocket

MOST_TEXTS = 1000
"""So many texts may wait to be sent; beyond, nothing more is read."""

_AT_ONCE = 100


class AsyncConnection:
    """A connection that is opened by entering it, and then read by `read`."""

    def __init__(self, settings: Settings) -> None:
        self.task: asyncio.Task[None] | None = None
        """The task that reads."""
        self._settings = settings
        self._socket: DirectSocket | None = None
        self._texts: deque[Text] = deque()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._code: int | None = None
        self._closing: asyncio.Task[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._failure: Exception | None = None

    def send(self, text: Text) -> None:
        """Send a text with the next `flush`, after those before it."""
        self._texts.append(text)

    def flush(self) -> None:
        """Write what is to be sent, as far as the other end takes it."""
        socket, texts = self._socket, self._texts
        if socket is None or self._closing is not None:
            return
        while texts and not socket.is_full:
            some = [texts.popleft() for _ in range(min(len(texts), _AT_ONCE))]
            made = [text if isinstance(text, str) else text() for text in some]
            socket.put([text for text in made if text is not None])
        if self._has_room.is_set() is (len(texts) > MOST_TEXTS):
            self._stop_or_go_on(socket.transport)
        if self._code is not None and not texts:
            closing = socket.close(self._code)
            self._closing = asyncio.get_running_loop().create_task(closing)

    def _stop_or_go_on(self, transport: asyncio.Transport) -> None:
        if self._has_room.is_set():
            self._has_room.clear()
            transport.pause_reading()
        else:
            self._has_room.set()
            transport.resume_reading()

    def close(self, code: int, is_abrupt: bool) -> None:
        """Close after what is to be sent, if the other end takes it; or at once.

        What has not been read by now, however much it is, nobody wants.
        """
        self._code = code
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

        from .async_socket import DirectSocket

        options = self._settings.options() | self._way()
        socket = await connect(
            self._settings.url(), create_connection=DirectSocket, **options
        )
        assert isinstance(socket, DirectSocket)
        self._socket = socket
        return self

    def _way(self) -> dict[str, Any]:
        """Say where to connect to, and how to go about a name with dead addresses."""
        place = self._settings.address.loopback
        if place is not None:
            return {"host": place[0], "port": place[1]}
        # Other loops, such as that of uvloop, try the addresses in turn.
        if isinstance(asyncio.get_running_loop(), asyncio.BaseEventLoop):
            return {"happy_eyeballs_delay": NEXT_AFTER}
        return {}

    async def __aexit__(self, *exc_info: object) -> None:
        if self._closing is not None:
            self._closing.cancel()
            await asyncio.wait([self._closing])
        self._cut()
        if self._deadline is not None:
            self._deadline.cancel()
        if self._socket is not None:
            await self._socket.wait_closed()

    async def read(
        self, received: Callable[[str | bytes], object], after: Callable[[], object]
    ) -> NoReturn:
        """Read to its end, which an exception tells.

        Args:
            received: Called with each message. If it raises, the connection ends.
            after: Called when all that has come together has been received, and when
                something can be written again.

        Raises:
            ConnectionClosed: If the other end, or this one, has closed it.
        """
        socket = self._socket
        assert socket is not None

        def take(message: str | bytes) -> None:
            if self._code is not None or self._failure is not None:
                return
            if log.isEnabledFor(DEBUG) and isinstance(message, str):
                log.debug("< %s", blank(message))
            try:
                received(message)
            except Exception as error:  # noqa: BLE001 - it ends like any other
                self._failure = error
                self._cut()
            if len(self._texts) > MOST_TEXTS:
                self.flush()
                if not self._has_room.is_set():
                    # What was read with this message waits as well, by way of `recv`.
                    socket.messages.stop()

        socket.messages.take, socket.after = take, after
        try:
            while True:
                message = await socket.recv()
                await self._has_room.wait()
                take(message)
                after()
        finally:
            if self._failure is not None:
                raise self._failure

    def _cut(self) -> None:
        if self._socket is not None:
            self._socket.transport.abort()
