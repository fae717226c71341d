"""A guard for tests: connections and look-ups that would leave this machine raise.

It is an audit hook, which sees sockets of every library that uses Python's own. A hook
cannot be taken away again, so it is put in once and asks whether anybody wants it.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from ipaddress import ip_address

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKING_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
_wanted = 0


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another machine.

    It is no `OSError` on purpose: a client would take that for a bad network, and
    retry.
    """


@contextmanager
def only_loopback() -> Generator[None]:
    """Refuse every other host as long as this is open; may be nested."""
    global _wanted  # noqa: PLW0603
    _install()
    _wanted += 1
    try:
        yield
    finally:
        _wanted -= 1


@cache
def _install() -> None:
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _wanted or not event.startswith("socket."):
        return
    if event in _CONNECTING:
        address = arguments[1]
        # A path of a Unix socket is a string; it never leaves the machine.
        if isinstance(address, tuple) and address:
            _check(address[0])  # pyright: ignore[reportUnknownArgumentType]
    elif event in _LOOKING_UP and arguments[0] is not None:
        _check(arguments[0])


def _check(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if not _is_loopback(name):
        raise NetworkBlockedError(
            f"this test may only reach loopback, not {name!r} (talkjs_emulator)"
        )


def _is_loopback(name: str) -> bool:
    if name in {"", "localhost"} or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
