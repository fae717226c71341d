"""What a session needs of whoever does the I/O; and the one that does none."""

from __future__ import annotations

from typing import NoReturn, Protocol

from .errors import NotConnectedError
from .wire import Request, Response


class Transport(Protocol):
    """Sends requests for one user of one app, and waits for the answers."""

    def request(self, request: Request) -> Response:
        """Send one request and return its answer, whatever its status.

        May be called from several threads at once.

        Raises:
            TalkJSError: If there is no answer.
        """
        ...

    def close(self) -> None:
        """Release what is held; doing it again does nothing."""
        ...


class AsyncTransport(Protocol):
    """Sends requests for one user of one app, and waits for the answers."""

    async def request(self, request: Request) -> Response:
        """Send one request and return its answer, whatever its status.

        Raises:
            TalkJSError: If there is no answer.
        """
        ...

    async def close(self) -> None:
        """Release what is held; doing it again does nothing."""
        ...


def _refuse() -> NoReturn:
    raise NotConnectedError("this version cannot connect by itself; pass a transport")


class NoTransport:
    """The transport of a session that was given none: it cannot send."""

    def request(self, request: Request) -> Response:  # noqa: ARG002
        """Raise.

        Raises:
            NotConnectedError: Always.
        """
        _refuse()

    def close(self) -> None:
        """Do nothing."""


class NoAsyncTransport:
    """The transport of an async session that was given none: it cannot send."""

    async def request(self, request: Request) -> Response:  # noqa: ARG002
        """Raise.

        Raises:
            NotConnectedError: Always.
        """
        _refuse()

    async def close(self) -> None:
        """Do nothing."""
