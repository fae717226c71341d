"""A service in this process, on a thread and an event loop of its own.

Comes in: calls from any thread. Goes out: their results; the service itself is touched
by its own thread only.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TypeAlias, TypeVar

from minidoc.emulator.server import Server, listen
from minidoc.emulator.service import Options, Service

T = TypeVar("T")

_Running: TypeAlias = tuple[asyncio.AbstractEventLoop, Service, Server]

_START = 10.0


class ServiceThread:
    """A running service.

    Attributes:
        host: `127.0.0.1:PORT`.
        service: To be used through `call` and `begin` only.
    """

    def __init__(self, options: Options) -> None:
        self._ready: Future[_Running] = Future()
        listener = listen("127.0.0.1", 0)
        self.host = f"127.0.0.1:{listener.getsockname()[1]}"
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._main(options, listener)),
            name="minidoc-emulator",
            daemon=True,
        )
        self._thread.start()
        self._loop, self.service, self._server = self._ready.result(_START)

    def call(self, action: Callable[[], T]) -> T:
        """Run something on the service's thread, and return what it returns."""

        async def act() -> T:
            return action()

        return self.begin(act()).result()

    def begin(self, work: Coroutine[object, object, T]) -> Future[T]:
        """Start something that takes time on the service's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self) -> None:
        """End the service, and wait until it has ended."""
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join()

    async def _main(self, options: Options, listener: socket.socket) -> None:
        service = Service(options)
        loop = asyncio.get_running_loop()

        def ready() -> None:
            self._ready.set_result((loop, service, server))

        server = Server(service, listener, ready)
        try:
            await server.run_until_stopped()
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise
