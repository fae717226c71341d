"""The server: uvicorn on one socket, the application inside, and its clock's timers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn

from minidoc.emulator.application import application
from minidoc.emulator.limits import FRAME_BYTES
from minidoc.emulator.service import Service
from minidoc.emulator.sockets import SocketProtocol


class Server(uvicorn.Server):
    """Serves one service until it is told to stop.

    Whoever runs it handles signals; `on_listening` is called once connections are
    taken.
    """

    def __init__(
        self,
        service: Service,
        listener: socket.socket,
        on_listening: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                application(service),
                ws=SocketProtocol,
                ws_max_size=FRAME_BYTES,
                ws_ping_interval=None,
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=1,
                server_header=False,
            )
        )
        self._service = service
        self._listener = listener
        self._on_listening = on_listening

    async def run_until_stopped(self) -> None:
        """Serve; ends after `stop`."""
        timers = asyncio.create_task(_run_timers(self._service))
        try:
            await self.serve(sockets=[self._listener])
        finally:
            timers.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await timers

    def stop(self) -> None:
        """End `run_until_stopped`: sockets are closed with 1012."""
        self._service.end()
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._on_listening()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to whoever runs the server."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket; port 0 picks a free one.

    Raises:
        OSError: If the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


async def _run_timers(service: Service) -> None:
    """Run the clock's timers when they are due."""
    clock, changed = service.backend.clock, asyncio.Event()
    clock.on_change = changed.set
    while True:
        changed.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), clock.wait_time())
        clock.run_due()
