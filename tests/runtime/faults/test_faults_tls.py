"""TLS with threads: one reads while another writes, and OpenSSL allows one at a time.

Nothing here hopes for the wrong moment: what enters OpenSSL is counted.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

import pytest
from places import Certificates, place_of
from worlds import world_of

from minidoc.emulator.testing import Emulator
from talkjs._runtime.thread_tls import SharedTLSSocket, shared_context

_LIMIT = 10.0


class Inside:
    """What stands in for the part of a socket that is OpenSSL's, and counts threads."""

    @classmethod
    def of(cls, ours: SharedTLSSocket) -> Self:
        """Take its place."""
        whole: Any = ours
        whole._sslobj = inside = cls(whole._sslobj)
        return inside

    def __init__(self, real: Any) -> None:
        self._real = real
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0
        self.is_read = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def _count(self, by: int) -> None:
        with self._lock:
            self._now += by
            self.most = max(self.most, self._now)

    def _call(self, call: Callable[..., Any], *arguments: Any) -> Any:
        self._count(1)
        try:
            return call(*arguments)
        finally:
            self._count(-1)

    def read(self, *arguments: Any) -> Any:
        self.is_read.set()
        return self._call(self._real.read, *arguments)

    def write(self, data: Any) -> Any:
        return self._call(self._real.write, data)


@contextmanager
def connected(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[tuple[SharedTLSSocket, ssl.SSLSocket]]:
    """Yield both ends of a connection; only the first one is ours."""
    certificates = Certificates(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.trusted))
    with socket.create_server(("127.0.0.1", 0)) as server:
        raw = socket.create_connection(server.getsockname(), _LIMIT)
        accepted, _ = server.accept()
    made: list[ssl.SSLSocket] = []

    def accept() -> None:
        made.append(certificates.context.wrap_socket(accepted, server_side=True))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    ours = shared_context().wrap_socket(raw, server_hostname="service.localhost")
    thread.join()
    assert isinstance(ours, SharedTLSSocket)
    with ours, made[0] as theirs:
        for each in (ours, theirs):
            each.settimeout(_LIMIT)
        yield ours, theirs


@contextmanager
def reading(ours: ssl.SSLSocket) -> Generator[SimpleQueue[bytes]]:
    """Read in another thread, until that is at its end or fails; nothing comes last."""
    received: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        with suppress(OSError):
            while data := ours.recv(65536):
                received.put(data)
        received.put(b"")

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        ours.close()
        thread.join(_LIMIT)
        assert not thread.is_alive()


def test_nobody_waits_inside_of_openssl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(tmp_path, monkeypatch) as (ours, theirs):
        inside = Inside.of(ours)
        with reading(ours) as received:
            # There are session tickets to be read and nothing else.
            assert inside.is_read.wait(_LIMIT)
            ours.sendall(b"x" * 1_000)
            assert theirs.recv(65536) == b"x" * 1_000
            theirs.sendall(b"y")
            assert received.get(timeout=_LIMIT) == b"y"
        assert received.get(timeout=_LIMIT) == b""
        assert inside.most == 1


def test_reading_ends_when_another_thread_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(tmp_path, monkeypatch) as (ours, _):
        inside = Inside.of(ours)
        with reading(ours) as received:
            assert inside.is_read.wait(_LIMIT)
        assert received.get(timeout=_LIMIT) == b""


def test_reading_ends_with_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(tmp_path, monkeypatch) as (ours, theirs):
        theirs.close()
        assert ours.recv(100) == b""


def test_a_connection_is_cut_between_two_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(tmp_path, monkeypatch) as (ours, _):
        cut = threading.Thread(
            target=ours.shutdown, args=(socket.SHUT_RDWR,), daemon=True
        )
        with ours._turn:  # as somebody has it who is inside of OpenSSL
            cut.start()
            cut.join(0.05)
            assert cut.is_alive()
        cut.join(_LIMIT)
        assert not cut.is_alive()


@pytest.mark.parametrize("how", [socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR])
def test_nothing_comes_or_goes_without_tls(
    how: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(tmp_path, monkeypatch) as (ours, theirs):
        theirs.sendall(b"x")
        ours.shutdown(how)
        assert ours.recv(100) == b""
        with pytest.raises(BrokenPipeError):
            ours.send(b"in the clear")


def test_sending_does_not_wait_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(tmp_path, monkeypatch) as (ours, theirs):
        ours.settimeout(0.05)
        with pytest.raises(TimeoutError, match="takes no data"):
            ours.sendall(bytes(50_000_000))  # more than what waits on the way
        assert theirs.recv(1) == b"\0"


def test_much_is_sent_while_much_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 5_000_000  # more than what waits on the way, both ways at once
    with connected(tmp_path, monkeypatch) as (ours, theirs):
        inside = Inside.of(ours)

        def give_back() -> None:
            left = size
            while left:
                data = theirs.recv(65536)
                theirs.sendall(data)
                left -= len(data)
            theirs.close()

        thread = threading.Thread(target=give_back, daemon=True)
        thread.start()
        with reading(ours) as received:
            ours.sendall(bytes(size))
            count = 0
            while data := received.get(timeout=_LIMIT):
                count += len(data)
            thread.join(_LIMIT)
            assert not thread.is_alive()
        assert count == size
        assert inside.most == 1


def test_a_session_with_threads_uses_it(
    talkjs_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[type] = []
    real = SharedTLSSocket.do_handshake

    def shake_hands(self: SharedTLSSocket, block: bool = False) -> None:
        kinds.append(type(self))
        real(self, block)

    async def main() -> None:
        async with world_of(talkjs_emulator, False, 1) as world:
            world.address = place.address
            talk = world.talk(token="")
            await world.do(talk.current_user.set, name="Alice")

    with place_of("tls", talkjs_emulator) as place:
        monkeypatch.setattr(SharedTLSSocket, "do_handshake", shake_hands)
        asyncio.run(main())
    assert kinds == [SharedTLSSocket]
