"""Sessions: one user of one app, the calls it makes and the feeds it holds."""

from __future__ import annotations

from threading import Lock
from typing import Any, NoReturn, TypeVar

from .errors import SessionClosedError
from .feed import Feed
from .transport import AsyncTransport, NoAsyncTransport, NoTransport, Transport
from .wire import Operation

T = TypeVar("T")


class SessionState:
    """What sessions of both worlds have in common; safe to use from several threads."""

    __slots__ = (
        "__weakref__",
        "_closed",
        "_feeds",
        "_lock",
        "_token",
        "app_id",
        "user_id",
    )

    def __init__(self, app_id: str, user_id: str, token: str | None) -> None:
        self.app_id = _checked("app_id", app_id)
        """The app, as given."""
        self.user_id = _checked("user_id", user_id)
        """The user as whom every call is made."""
        self._token = token
        self._feeds: set[Feed[Any]] = set()
        self._closed = False
        self._lock = Lock()

    @property
    def is_closed(self) -> bool:
        """Whether the session has been closed; it never opens again."""
        return self._closed

    def has_token(self, token: str) -> bool:
        """Tell whether `token` is the one in use."""
        return self._token == token

    def attach(self, feed: Feed[Any]) -> None:
        """Hold `feed` until it ends, and deliver to it.

        Raises:
            SessionClosedError: If the session is closed.
        """
        with self._lock:
            self._check_open()
            self._feeds.add(feed)

    def detach(self, feed: Feed[Any]) -> None:
        """Let go of `feed`; if it is not held, do nothing."""
        with self._lock:
            self._feeds.discard(feed)

    @property
    def feeds(self) -> tuple[Feed[Any], ...]:
        """The feeds held at this moment."""
        with self._lock:
            return tuple(self._feeds)

    def _check_open(self) -> None:
        if self._closed:
            raise SessionClosedError("the session is closed")

    def _end(self) -> bool:
        """Close without any I/O; tell whether it was open."""
        with self._lock:
            was_open, self._closed = not self._closed, True
            feeds, self._feeds = self._feeds, set()
            self._token = None
        for feed in feeds:
            feed.terminate()
        return was_open

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} app_id={self.app_id!r} user_id={self.user_id!r}"
            f"{' closed' if self._closed else ''}>"
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be copied or pickled")


class Session(SessionState):
    """One user of one app, for threads."""

    __slots__ = ("_transport",)

    def __init__(
        self,
        *,
        app_id: str,
        user_id: str,
        token: str | None = None,
        transport: Transport | None = None,
    ) -> None:
        """Make a session; nothing is sent.

        Args:
            app_id: The id of the app.
            user_id: The id of the user as whom every call is made.
            token: The user's token; it shows in no text, and goes when it is closed.
            transport: What sends requests; the session closes it. Without one, calls
                raise `NotConnectedError`.

        Raises:
            TypeError: If an id is not a string.
            ValueError: If an id is empty.
        """
        super().__init__(app_id, user_id, token)
        self._transport: Transport = NoTransport() if transport is None else transport

    def call(self, operation: Operation[T]) -> T:
        """Carry out an operation and return its result.

        Raises:
            TalkJSError: If it fails; see `errors`.
        """
        self._check_open()
        send = self._transport.request
        return operation.finish([send(request) for request in operation.requests])

    def close(self) -> None:
        """End all subscriptions and the transport; doing it again does nothing."""
        if self._end():
            self._transport.close()


class AsyncSession(SessionState):
    """One user of one app, for asyncio."""

    __slots__ = ("_transport",)

    def __init__(
        self,
        *,
        app_id: str,
        user_id: str,
        token: str | None = None,
        transport: AsyncTransport | None = None,
    ) -> None:
        """Make a session; nothing is sent, and no event loop is needed yet.

        Args:
            app_id: The id of the app.
            user_id: The id of the user as whom every call is made.
            token: The user's token; it shows in no text, and goes when it is closed.
            transport: What sends requests; the session closes it. Without one, calls
                raise `NotConnectedError`.

        Raises:
            TypeError: If an id is not a string.
            ValueError: If an id is empty.
        """
        super().__init__(app_id, user_id, token)
        self._transport: AsyncTransport = (
            NoAsyncTransport() if transport is None else transport
        )

    async def call(self, operation: Operation[T]) -> T:
        """Carry out an operation and return its result.

        Raises:
            TalkJSError: If it fails; see `errors`.
        """
        self._check_open()
        send = self._transport.request
        return operation.finish([await send(request) for request in operation.requests])

    async def aclose(self) -> None:
        """End all subscriptions and the transport; doing it again does nothing."""
        if self._end():
            await self._transport.close()


def _checked(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is a string, not {type(value).__name__}")
    if not value:
        raise ValueError(f"{name} is not empty")
    return value
