"""TLS on a socket that one thread reads while another one writes.

OpenSSL allows one thread at a time in a connection, and reading may have to wait: also
when the socket was readable, for what came may be a session ticket and no data at all.
Here nobody waits inside of OpenSSL, so that one lock can keep the threads apart.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import threading
from contextlib import suppress
from time import monotonic
from typing import Any, Self

from .thread_dialing import Selector

_WAITS = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError)
# Whoever waits is woken by what comes, and by `close`. This is for what another thread
# has taken, and for a number that was given to another file in the moment between.
_LOOK_AGAIN = 1.0


class SharedTLSSocket(ssl.SSLSocket):
    """A socket with TLS: `recv` in one thread, `send` and `sendall` in another.

    After the handshake a timeout limits what is sent, and reading takes as long as it
    takes.
    """

    _turn: threading.Lock
    _within: float | None
    _is_shared: bool
    _is_ended: bool

    def __new__(cls, *args: Any, **named: Any) -> Self:
        """Prepare one; `ssl` makes it without calling `__init__`."""
        self = super().__new__(cls, *args, **named)
        self._turn = threading.Lock()
        self._within = None
        self._is_shared = False
        self._is_ended = False
        return self

    def do_handshake(self, block: bool = False) -> None:
        """Shake hands, in one thread; from then on no call waits inside of OpenSSL."""
        super().do_handshake(block)
        super().settimeout(0)
        self._is_shared = True

    def settimeout(self, value: float | None, /) -> None:
        """Limit the handshake or, after it, each `send`, in seconds."""
        if self._is_shared:
            self._within = value
        else:
            super().settimeout(value)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Read some data, however long that takes; none at the end."""
        while True:
            try:
                with self._turn:
                    return b"" if self._is_ended else super().recv(buflen, flags)
            except _WAITS as reason:
                self._wait(reason, selectors.EVENT_READ, _LOOK_AGAIN)

    def send(self, data: Any, flags: int = 0) -> int:
        """Write some of the data, and return how many bytes.

        Raises:
            TimeoutError: If the other end does not take any in time.
            BrokenPipeError: After `shutdown`.
        """
        end = float("inf") if self._within is None else monotonic() + self._within
        while True:
            try:
                with self._turn:
                    if self._is_ended:
                        raise BrokenPipeError("TLS has ended")
                    return super().send(data, flags)
            except _WAITS as reason:
                left = end - monotonic()
                if left <= 0:
                    raise TimeoutError("the other end takes no data") from None
                self._wait(reason, selectors.EVENT_WRITE, min(left, _LOOK_AGAIN))

    def _wait(self, reason: OSError, event: int, within: float) -> None:
        """Wait for what OpenSSL asks for, which need not be what the caller does."""
        if isinstance(reason, ssl.SSLWantReadError):
            event = selectors.EVENT_READ
        elif isinstance(reason, ssl.SSLWantWriteError):
            event = selectors.EVENT_WRITE
        # Closed by now, the next call says so.
        with Selector() as selector, suppress(ValueError, OSError):
            selector.register(self, event)
            selector.select(within)

    def shutdown(self, how: int) -> None:
        """End it between two calls of OpenSSL, and wake whoever reads.

        TLS goes with either way, and neither may go on without: what comes would be
        taken for data, and data sent in the clear.
        """
        with self._turn:
            self._is_ended = True
            super().shutdown(how)

    def close(self) -> None:
        """Close, and wake whoever reads."""
        with suppress(OSError):
            self.shutdown(socket.SHUT_RDWR)
        super().close()


def shared_context() -> ssl.SSLContext:
    """Return a context that trusts what the system does, and makes such sockets."""
    context = ssl.create_default_context()
    context.sslsocket_class = SharedTLSSocket
    return context
