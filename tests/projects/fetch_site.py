"""A documentation site on a real socket that answers as a test wants it to.

Replies write bytes themselves, so that they can lie, stop half-way or never end.
"""

from __future__ import annotations

import gzip
import socket
import socketserver
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

PAGE = """\
---
url: https://example.org/docs/API/Rooms
title: 'Rooms'
minidoc-source: dart
---

## RoomSnapshot
/** A room at one moment */
class RoomSnapshot {
/** Identifies the room */
final String id;

Map<String, dynamic>toJson()
}
"""


def page(url: str, name: str = "Room", text: str = "") -> str:
    """Return a page that says it is at `url`, and declares one class."""
    return (
        PAGE.replace("https://example.org/docs/API/Rooms", url)
        .replace("'Rooms'", f"'{name}s'")
        .replace("RoomSnapshot", f"{name}Snapshot")
        .replace(
            "minidoc-source: dart\n---\n", f"minidoc-source: dart\n---\n\n{text}\n"
        )
    )


@dataclass(frozen=True)
class Request:
    """What a client asked for; header names in lower case."""

    path: str
    headers: dict[str, str]


class Reply(Protocol):
    """Writes an answer; tells whether the connection is fit for another request."""

    def __call__(
        self, connection: socket.socket, request: Request, site: Site, /
    ) -> bool | None:
        """Answer one request."""
        ...


@dataclass
class Site:
    """A running server. `replies[path]` is one reply, or a list to be used up."""

    host: str = "127.0.0.1"
    port: int = 0
    scheme: str = "http"
    replies: dict[str, Reply | list[Reply]] = field(
        default_factory=dict[str, Reply | list[Reply]]
    )
    requests: list[Request] = field(default_factory=list[Request])
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        """Return the address of a path of this site."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{path}"

    def serve(self, path: str, body: str | bytes) -> str:
        """Answer with a body from now on; returns the address."""
        self.replies[path] = answer(body)
        return self.url(path)

    def reply_to(self, path: str) -> Reply:
        """Return the next reply for a path."""
        found = self.replies.get(path, status("404 Not Found"))
        return found.pop(0) if isinstance(found, list) else found

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [request.path for request in self.requests]


def answer(body: str | bytes, status: str = "200 OK", **headers: str) -> Reply:
    """Answer properly; header names with `_` for `-`."""
    data = body.encode() if isinstance(body, str) else body
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if not {"Content-Length", "Transfer-Encoding"} & given.keys():
        given["Content-Length"] = str(len(data))
    lines = [f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in given.items()), "", ""]
    whole = "\r\n".join(lines).encode() + data
    is_whole = given.get("Content-Length") == str(len(data))

    def reply(connection: socket.socket, _: Request, __: Site) -> bool:
        connection.sendall(whole)
        return is_whole

    return reply


def status(text: str, **headers: str) -> Reply:
    """Answer with a status and nothing else."""
    return answer(b"", text, **headers)


def redirect(location: str, code: int = 302) -> Reply:
    """Send the client elsewhere."""
    return answer(b"", f"{code} Found", Location=location)


def compressed(body: bytes, **headers: str) -> Reply:
    """Answer with gzip."""
    return answer(gzip.compress(body), Content_Encoding="gzip", **headers)


def cut(body: str) -> Reply:
    """Promise more than comes, and hang up."""
    return answer(body, Content_Length=str(len(body.encode()) + 100))


def raw(data: bytes) -> Reply:
    """Send bytes that need not be HTTP, and hang up."""

    def reply(connection: socket.socket, _: Request, __: Site) -> None:
        connection.sendall(data)

    return reply


def hang_up(connection: socket.socket, _: Request, __: Site) -> None:
    """Say nothing at all."""


def silent(connection: socket.socket, _: Request, site: Site) -> None:
    """Never answer."""
    site.closing.wait(60)


def drip(beginning: str) -> Reply:
    """Send a byte now and then, for ever, behind a beginning."""

    def reply(connection: socket.socket, _: Request, site: Site) -> None:
        connection.sendall(beginning.encode())
        while not site.closing.wait(0.01):
            connection.sendall(b"x")

    return reply


def endless(beginning: str, chunk: bytes) -> Reply:
    """Send without an end, as fast as it goes."""

    def reply(connection: socket.socket, _: Request, site: Site) -> None:
        connection.sendall(beginning.encode())
        while not site.closing.is_set():
            connection.sendall(chunk)

    return reply


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        site = self.server.site
        with suppress(OSError):
            while request := _read(self.request):
                site.requests.append(request)
                reply = site.reply_to(request.path)
                if not reply(self.request, request, site):
                    return


def _read(connection: socket.socket) -> Request | None:
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more:
            return None
        head += more
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return Request(first.split(" ")[1], {k.lower(): v for k, _, v in pairs})


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what these tests are about."""


class _Server6(_Server):
    address_family = socket.AF_INET6


@contextmanager
def running(
    host: str = "127.0.0.1",
    wrap: Callable[[socket.socket], socket.socket] | None = None,
) -> Generator[Site]:
    """Run a site on a free port; with `wrap` over TLS."""
    kind = _Server6 if ":" in host else _Server
    with kind((host, 0), _Handler) as server:
        if wrap is not None:
            server.socket = wrap(server.socket)
        site = server.site = Site(host, server.server_address[1])
        site.scheme = "https" if wrap is not None else "http"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()
