"""TCP to whichever address of a name answers first, for threads.

In: a name, whose addresses may be dead, above all those of IPv6 where only a part of
the way has it. Out: a socket. An address that has not answered within a quarter of a
second no longer holds up the next one (RFC 8305, "Happy Eyeballs"); `asyncio` does the
same for event loops.
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
import sys
from collections import deque
from collections.abc import Callable
from itertools import chain, zip_longest
from time import monotonic
from typing import Any, Self

from .driving import NEXT_AFTER

# One makes no file of its own, and takes numbers beyond 1023; Windows has the other.
if sys.platform == "win32":
    Selector = selectors.SelectSelector
else:
    Selector = selectors.PollSelector


def dial(
    place: tuple[str, int], within: float, is_wanted: Callable[[], bool]
) -> socket.socket:
    """Connect to a host and port.

    Args:
        place: The host, by name or address, and the port.
        within: For how long to try, in seconds; looking the name up takes as long as
            the system lets it take.
        is_wanted: Asked at least four times a second; `False` ends it.

    Raises:
        TimeoutError: If no address answers in time.
        ConnectionAbortedError: If it is not wanted any more.
        OSError: If there is no such name, or all addresses refuse: why the last did.
    """
    end = monotonic() + within
    with _Race(socket.getaddrinfo(*place, type=socket.SOCK_STREAM)) as race:
        while True:
            if not is_wanted():
                raise ConnectionAbortedError("closed while it was being opened")
            if (left := end - monotonic()) <= 0:
                raise TimeoutError(f"no address of {place[0]} answers")
            race.start()
            if (winner := race.winner(min(left, NEXT_AFTER))) is not None:
                return winner


class _Race:
    """Attempts beside each other; those that lose are closed in the end."""

    def __init__(self, found: list[tuple[Any, ...]]) -> None:
        self._left = deque(_by_turns(found))
        self._under_way: list[socket.socket] = []
        self._selector = Selector()
        self._next_at = 0.0
        self._failure = OSError(errno.EADDRNOTAVAIL, "the name has no address")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._selector.close()
        for raw in self._under_way:
            raw.close()

    def start(self) -> None:
        """Begin another attempt, if it is time for one.

        Raises:
            OSError: If none is left and none is under way.
        """
        now = monotonic()
        while self._left and now >= self._next_at:
            family, kind, protocol, _, where = self._left.popleft()
            try:
                raw = socket.socket(family, kind, protocol)
            except OSError as error:  # a family that this machine does not have
                self._failure = error
                continue
            self._under_way.append(raw)
            self._next_at = now + NEXT_AFTER
            raw.setblocking(False)
            try:
                raw.connect(where)
            except BlockingIOError:
                pass
            except OSError as error:
                self._lose(raw, error)
                continue
            self._selector.register(raw, selectors.EVENT_WRITE, raw)
        if not self._under_way:
            raise self._failure

    def winner(self, within: float) -> socket.socket | None:
        """Wait for a while, and return an attempt that has been answered."""
        for key, _ in self._selector.select(within):
            raw: socket.socket = key.data
            self._selector.unregister(raw)
            if code := raw.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                self._lose(raw, OSError(code, os.strerror(code)))
                continue
            self._under_way.remove(raw)
            raw.setblocking(True)
            return raw
        return None

    def _lose(self, raw: socket.socket, failure: OSError) -> None:
        self._failure, self._next_at = failure, 0.0
        self._under_way.remove(raw)
        raw.close()


def _by_turns(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Let both families have their turn, beginning with the one the system prefers."""
    families: dict[Any, list[tuple[Any, ...]]] = {}
    for each in found:
        families.setdefault(each[0], []).append(each)
    turns = chain.from_iterable(zip_longest(*families.values()))
    return [each for each in turns if each is not None]
