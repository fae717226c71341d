"""What a session needs of whoever does the I/O; and the one that does none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from .errors import NotConnectedError
from .feed import Feed
from .handlers import ErrorHandlers
from .health import Health
from .wire import Operation, Request, Response

if TYPE_CHECKING:
    from .session import SessionState

T = TypeVar("T")


class Watching(Protocol):
    """What drivers of both worlds do alike."""

    @property
    def handlers(self) -> ErrorHandlers:
        """Who is told of errors that no call can raise."""
        ...

    @property
    def is_usable(self) -> bool:
        """Whether its session may be given to somebody else."""
        ...

    def watch(self, feed: Feed[Any], session: SessionState) -> None:
        """Deliver to a feed, and keep its session alive until it ends."""
        ...

    def unwatch(self, feed: Feed[Any]) -> None:
        """Deliver to a feed no more."""
        ...

    def health(self) -> Health:
        """Return the condition of the connection."""
        ...


class Driver(Watching, Protocol):
    """Carries out operations for threads, and feeds feeds."""

    def perform(self, operation: Operation[T]) -> T:
        """Carry out an operation; may be called from several threads at once."""
        ...

    def close(self) -> None:
        """Release what is held; doing it again does nothing."""
        ...


class AsyncDriver(Watching, Protocol):
    """Carries out operations in an event loop, and feeds feeds."""

    async def perform(self, operation: Operation[T]) -> T:
        """Carry out an operation."""
        ...

    async def close(self) -> None:
        """Release what is held; doing it again does nothing."""
        ...


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
    raise NotConnectedError("the session was made without a way to connect")


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


class _WatchingNothing:
    """The part of a plain driver that knows no feeds."""

    def __init__(self) -> None:
        self.handlers = ErrorHandlers()
        self.is_usable = True

    def watch(self, feed: Feed[Any], session: SessionState) -> None:
        """Do nothing: whoever made the session delivers."""

    def unwatch(self, feed: Feed[Any]) -> None:
        """Do nothing."""

    def health(self) -> Health:
        """Say that there is nothing to say."""
        return Health("idle", None, 0, None)


class PlainDriver(_WatchingNothing):
    """Sends the requests of an operation one after the other."""

    def __init__(self, transport: Transport | None) -> None:
        super().__init__()
        self._transport = NoTransport() if transport is None else transport

    def perform(self, operation: Operation[T]) -> T:
        """Carry out an operation."""
        send = self._transport.request
        return operation.finish([send(request) for request in operation.requests])

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()


class PlainAsyncDriver(_WatchingNothing):
    """Sends the requests of an operation one after the other."""

    def __init__(self, transport: AsyncTransport | None) -> None:
        super().__init__()
        self._transport = NoAsyncTransport() if transport is None else transport

    async def perform(self, operation: Operation[T]) -> T:
        """Carry out an operation."""
        send = self._transport.request
        return operation.finish([await send(request) for request in operation.requests])

    async def close(self) -> None:
        """Close the transport."""
        await self._transport.close()
