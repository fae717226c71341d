"""Writes that the emulator takes in a second, on one core.

It runs as a process of its own, tied to one core; the writer and the watchers speak
prepared bytes over plain sockets, so that they need little of the other.
"""

from __future__ import annotations

import os
import re
import selectors
import socket
import subprocess
import sys
from time import perf_counter
from types import TracebackType
from typing import Self

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from bench.figure import Figure
from bench.runtime.bare import frame_of, url_of
from bench.runtime.canned import REPOSITORY
from talkjs import sign_token

_WRITES = 3_000
_WATCHED_WRITES = 150
_WATCHERS = 100
_AHEAD = 32
_PUSH = re.compile(rb'\[(\d+),"PUBLISH",')
_ANSWER = re.compile(rb"\[(\d+),200,")


class Emulator:
    """The process, from outside: it ends with the `with` block."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "minidoc", "serve", "--port", "0"]
        self._process = subprocess.Popen(
            command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        )
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self._process.pid, {max(os.sched_getaffinity(0))})
        assert self._process.stdout is not None
        found = re.search(r"[\d.]+:\d+", self._process.stdout.readline())
        assert found is not None
        self.host = found[0]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def cpu(self) -> float:
        """Return the seconds of processor time that it has used, 0 if unknown."""
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="ascii") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Raw:
    """A connection that sends prepared bytes, and gives what comes as bytes."""

    def __init__(self, host: str, user: str) -> None:
        uri = url_of(host, user=user)
        address, _, port = host.partition(":")
        self.socket = socket.create_connection((address, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        protocol = ClientProtocol(parse_uri(uri))
        protocol.send_request(protocol.connect())
        self.socket.sendall(b"".join(protocol.data_to_send()))
        while not protocol.events_received():
            protocol.receive_data(self.socket.recv(1 << 16))
        token = sign_token(app_id="demo", user_id=user, secret="any")  # noqa: S106
        self.ask(0, "POST", "/session/renew", {"token": token})

    def ask(self, number: int, verb: str, path: str, data: dict[str, object]) -> None:
        """Send a request and wait for its answer."""
        self.socket.sendall(masked(frame_of(number, verb, path, data)))
        while f"[{number},200,".encode() not in self.socket.recv(1 << 16):
            pass


def masked(text: str) -> bytes:
    """Return a frame as a client sends it; a mask of zeros costs nothing."""
    whole = Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    length = 2 if whole[1] < 126 else 4
    head = bytes([whole[0], whole[1] | 0x80]) + whole[2:length]
    return head + bytes(4) + whole[length:]


def _write(number: int) -> bytes:
    name = {"name": f"Alice the {number}."}
    return masked(frame_of(number, "PUT", "/users/alice", name))


def writes_per_second(host: str, watchers: int, writes: int) -> float:
    """Write, with a few requests ahead, until all is answered, pushed, acknowledged."""
    writer = Raw(host, f"writer{watchers}")
    writer.ask(1, "PUT", "/users/alice", {"name": "Alice"})
    watching = [Raw(host, f"watcher{number}") for number in range(watchers)]
    for each in watching:
        each.ask(1, "SUBSCRIBE", "/users", {"ids": ["alice"]})
    began = perf_counter()
    _Drive(writer, watching, writes).run()
    rate = writes / (perf_counter() - began)
    for each in (writer, *watching):
        each.socket.close()
    return rate


class _Drive:
    """One thread that writes, reads answers and pushes, and acknowledges."""

    def __init__(self, writer: Raw, watching: list[Raw], writes: int) -> None:
        self._writer, self._writes = writer, writes
        self._answered = 0
        self._asked = 0
        self._left = writes * len(watching)
        self._selector = selectors.DefaultSelector()
        self._selector.register(writer.socket, selectors.EVENT_READ, None)
        for each in watching:
            self._selector.register(each.socket, selectors.EVENT_READ, bytearray())

    def run(self) -> None:
        """Do it to the end."""
        self._ask(_AHEAD)
        while self._left or self._answered < self._writes:
            for key, _ in self._selector.select(10):
                raw = key.fileobj
                assert isinstance(raw, socket.socket)
                data = raw.recv(1 << 16)
                assert data
                if key.data is None:
                    found = len(_ANSWER.findall(data))
                    self._answered += found
                    self._ask(found)
                else:
                    self._acknowledge(raw, key.data, data)

    def _ask(self, count: int) -> None:
        first = self._asked + 2
        count = min(count, self._writes - self._asked)
        self._asked += count
        if count:
            numbers = range(first, first + count)
            self._writer.socket.sendall(b"".join(map(_write, numbers)))

    def _acknowledge(self, raw: socket.socket, kept: bytearray, data: bytes) -> None:
        kept += data
        found = list(_PUSH.finditer(kept))
        self._left -= len(found)
        raw.sendall(b"".join(masked(f'[{int(each[1])},"ACK"]') for each in found))
        if found:
            del kept[: found[-1].end()]


def figures(repeat: int) -> list[Figure]:
    """Measure it."""
    with Emulator() as emulator:
        alone = [writes_per_second(emulator.host, 0, _WRITES) for _ in range(repeat)]
        watched = [
            writes_per_second(emulator.host, _WATCHERS, _WATCHED_WRITES)
            for _ in range(repeat)
        ]
    return [
        Figure(
            "emulator.writes", "user writes that nobody watches, on one core",
            sorted(alone)[repeat // 2], 5_000, "1/s", "at least", 1.0,
        ),
        Figure(
            "emulator.watched",
            f"user writes that {_WATCHERS} connections watch and acknowledge, on one"
            " core; what limits it is a frame out and a frame in for each watcher",
            sorted(watched)[repeat // 2], 500, "1/s", "at least", 1.0,
        ),
    ]  # fmt: skip
