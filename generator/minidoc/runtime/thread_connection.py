"""One WebSocket with threads: one reads, another may send and close."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from logging import DEBUG
from select import select
from time import monotonic
from typing import TYPE_CHECKING, cast

from .driving import Settings, is_final
from .effects import Text
from .logs import blank, log
from .proxies import direct_place

if TYPE_CHECKING:
    from .thread_socket import DirectThreadSocket

_SEND_WITHIN = 5


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where messages go."""

    received: Callable[[str | bytes], bool]
    """Takes one without waiting; tells whether more are wanted."""

    has_room: Callable[[], bool]
    wait_for_room: Callable[[], object]


class ThreadConnection:
    """A connection that is opened and read by `run`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._raw: socket.socket | None = None
        self._client: DirectThreadSocket | None = None
        self._is_cut = False

    def run(
        self, opened: Callable[[], object], inbox: Inbox
    ) -> tuple[Exception | None, bool]:
        """Open the connection and read until its end, or as long as `inbox` says.

        Returns:
            What ended it, and whether it is useless to try again.
        """
        from websockets.exceptions import ConnectionClosed

        try:
            client = self._open()
            with client:
                self._client = client
                if not self._is_cut:
                    opened()
                    self._read(client, inbox)
        except ConnectionClosed as error:
            return error, False
        except Exception as error:  # noqa: BLE001 - the protocol is told, and decides
            return error, is_final(error)
        finally:
            self.cut()
        return None, False

    def _read(self, client: DirectThreadSocket, inbox: Inbox) -> None:
        failures: list[Exception] = []
        is_wanted = True

        def take(message: str | bytes) -> None:
            nonlocal is_wanted
            if not is_wanted:
                return  # what is unread, however much it is, nobody wants
            if log.isEnabledFor(DEBUG) and isinstance(message, str):
                log.debug("< %s", blank(message))
            try:
                is_wanted = inbox.received(message)
            except Exception as error:  # noqa: BLE001 - it ends like any other
                failures.append(error)
                is_wanted = False
                self.cut()

        def take_at_once(message: str) -> None:
            take(message)
            if not inbox.has_room():
                # The thread of the library must never wait for one of ours, which may
                # wait for it when it sends; messages then come by way of `recv`.
                client.messages.stop()

        client.messages.take = take_at_once
        try:
            while is_wanted:
                message = client.recv()
                inbox.wait_for_room()
                take(message)
        finally:
            if failures:
                raise failures[0]

    def _open(self) -> DirectThreadSocket:
        from websockets.sync.client import connect

        from .thread_socket import DirectThreadSocket

        url = self._settings.url()
        options = self._settings.options()
        place = self._settings.address.loopback or direct_place(url)
        if place is not None:
            deadline = monotonic() + self._settings.timing.open_within
            options["sock"] = self._dial(place)
            options["open_timeout"] = deadline - monotonic()
        is_secure = url.startswith("wss:")
        if is_secure:
            from .thread_tls import shared_context

            options["ssl"] = shared_context()
        # Two of its overloads differ from version to version.
        call = cast("Callable[..., DirectThreadSocket]", connect)
        options["create_connection"] = DirectThreadSocket
        client = call(url, **options)
        with self._lock:
            self._raw = client.socket
        if is_secure:
            client.socket.settimeout(_SEND_WITHIN)
        else:
            _limit_sending(client.socket)
        return client

    def _dial(self, place: tuple[str, int]) -> socket.socket:
        from .thread_dialing import dial

        within = self._settings.timing.open_within
        raw = dial(place, within, lambda: not self._is_cut)
        with self._lock:
            self._raw = raw
        if self._is_cut:
            raw.close()
            raise ConnectionAbortedError("closed while it was being opened")
        return raw

    def send(self, made: Text) -> None:
        """Send a text; what goes wrong, the reader learns and tells."""
        text = made if isinstance(made, str) else made()
        if text is None or self._client is None:
            return
        if log.isEnabledFor(DEBUG):
            log.debug("> %s", blank(text))
        with suppress(Exception):
            self._client.send(text)

    @property
    def has_room(self) -> bool:
        """Whether a text can be sent without waiting for the other end, by now."""
        raw = self._raw
        try:
            return raw is not None and bool(select([], [raw], [], 0)[1])
        except (OSError, ValueError):  # it is closed, or has a number beyond 1023
            return False

    def close(self, code: int, is_abrupt: bool) -> None:
        """Close with a handshake that is not waited for long; or at once."""
        if self._client is not None and not is_abrupt:
            with suppress(Exception):
                self._client.close(code)
        self.cut()

    def cut(self) -> None:
        """Close without a handshake; a connection that is being opened, as well."""
        with self._lock:
            self._is_cut = True
            raw = self._raw
        if raw is not None:
            with suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)


def _limit_sending(raw: socket.socket) -> None:
    """Let a send fail that cannot get rid of its data, instead of blocking for ever."""
    if sys.platform == "win32":
        value = struct.pack("L", _SEND_WITHIN * 1000)
    else:
        value = struct.pack("ll", _SEND_WITHIN, 0)
    with suppress(OSError):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)
