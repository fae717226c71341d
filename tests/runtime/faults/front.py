"""What may stand between a session and the service: a balancer, a proxy, TLS.

Connections are carried to the emulator byte by byte, but for those that are answered
by what a test has written down. It has a thread of its own.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import deque
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Self

_CHUNK = 64 * 1024
OPEN = b"HTTP/1.1 200 OK\r\n\r\n"


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """Return an HTTP answer; `Retry_After` becomes `Retry-After`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"Content-Length": str(len(body)), "Connection": "close", **named}
    lines = [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode() + body


class Front:
    """A port of this machine in front of an emulator.

    Attributes:
        answers: What the next connections are told instead of being carried.
        asked: When a request came, and its first line.
        heads: All of the requests, as they came.
    """

    def __init__(
        self, to: str, *, tls: ssl.SSLContext | None = None, is_proxy: bool = False
    ) -> None:
        self.answers: deque[bytes] = deque()
        self.asked: list[tuple[float, str]] = []
        self.heads: list[str] = []
        self.port = 0
        self._host, _, port = to.rpartition(":")
        self._to_port = int(port)
        self._tls, self._is_proxy = tls, is_proxy
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._main, name="test-front")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def host(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.port}"

    def _main(self) -> None:
        asyncio.set_event_loop(self._loop)
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(
            self._connected, "127.0.0.1", 0, ssl=self._tls
        )
        self.port = int(server.sockets[0].getsockname()[1])
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head.decode())
            self.asked.append((monotonic(), self.heads[-1].partition("\r\n")[0]))
            if self.answers:
                writer.write(self.answers.popleft())
                await writer.drain()
            else:
                await self._carry(head, reader, writer)
        with suppress(OSError):
            writer.close()

    async def _carry(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        back, forth = await asyncio.open_connection(self._host, self._to_port)
        if self._is_proxy:
            writer.write(OPEN)
        else:
            forth.write(head)
        ways = [_pour(reader, forth), _pour(back, writer)]
        await asyncio.gather(*ways, return_exceptions=True)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry one way to its end, and hand on how it ended."""
    try:
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        writer.close()
    except OSError:
        writer.transport.abort()
