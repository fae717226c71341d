"""Sessions: one user of one app, the calls it makes and the feeds it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, NoReturn, TypeVar

from .arguments import checked
from .errors import SessionClosedError, TalkJSError
from .feed import Feed
from .forks import remember
from .health import Health
from .process import parents_session
from .transport import (
    AsyncDriver,
    AsyncTransport,
    Driver,
    PlainAsyncDriver,
    PlainDriver,
    Transport,
    Watching,
)
from .wire import Operation

T = TypeVar("T")


class SessionState:
    """What sessions of both worlds have in common; safe to use from several threads."""

    __slots__ = (
        "__weakref__",
        "_closed",
        "_feeds",
        "_left_behind",
        "_lock",
        "_token",
        "_watching",
        "app_id",
        "options",
        "user_id",
    )

    def __init__(
        self, app_id: str, user_id: str, token: str | None, watching: Watching
    ) -> None:
        self.app_id = checked("app_id", app_id)
        """The app, as given."""
        self.user_id = checked("user_id", user_id)
        """The user as whom every call is made."""
        self.options: Mapping[str, object] = {}
        """What it was opened with, besides."""
        self._token = token
        self._watching = watching
        self._feeds: set[Feed[Any]] = set()
        self._closed = False
        self._left_behind: TalkJSError | None = None
        self._lock = Lock()
        remember(self)

    @property
    def is_closed(self) -> bool:
        """Whether the session has been closed; it never opens again."""
        return self._closed

    @property
    def is_usable(self) -> bool:
        """Whether it can do anything, or may be able to again."""
        return not self._closed and self._watching.is_usable

    def health(self) -> Health:
        """Return the condition of the session: its state, and what went wrong last."""
        found = self._watching.health()
        if self._closed:
            return Health("closed", None, found.reconnects, found.last_error)
        if self._left_behind is not None:
            return Health("failed", None, found.reconnects, self._left_behind)
        return found

    def after_fork(self) -> None:
        """End all subscriptions of a copy in the child of a fork; the rest raises."""
        self._lock = Lock()
        self._watching.handlers.after_fork()
        self._left_behind = error = parents_session()
        feeds, self._feeds = self._feeds, set()
        for feed in feeds:
            feed.after_fork(error)

    def listen(self, handler: Callable[[Exception], object]) -> object:
        """Call `handler` with errors that no call can raise.

        Returns:
            What `ignore` takes.
        """
        return self._watching.handlers.add(handler)

    def ignore(self, key: object) -> None:
        """Do not call a handler any more; doing it again does nothing."""
        self._watching.handlers.remove(key)

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
        try:
            self._watching.watch(feed, self)
        except BaseException:
            self.forget(feed)
            raise

    def detach(self, feed: Feed[Any]) -> None:
        """Let go of `feed`; if it is not held, do nothing."""
        self.forget(feed)
        self._watching.unwatch(feed)

    def forget(self, feed: Feed[Any]) -> None:
        """Do not hold `feed` any longer: it has ended."""
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

    __slots__ = ("_driver",)

    def __init__(
        self,
        *,
        app_id: str,
        user_id: str,
        token: str | None = None,
        transport: Transport | None = None,
        driver: Driver | None = None,
    ) -> None:
        """Make a session; nothing is sent.

        Args:
            app_id: The id of the app.
            user_id: The id of the user as whom every call is made.
            token: The user's token; it shows in no text, and goes when it is closed.
            transport: What sends requests one by one; the session closes it.
            driver: What does that and more, instead of a transport. Without either,
                calls raise `NotConnectedError`.

        Raises:
            TypeError: If an id is not a string.
            ValueError: If an id is empty.
        """
        self._driver = PlainDriver(transport) if driver is None else driver
        super().__init__(app_id, user_id, token, self._driver)

    def call(self, operation: Operation[T]) -> T:
        """Carry out an operation and return its result.

        Raises:
            TalkJSError: If it fails; see `errors`.
        """
        self._check_open()
        return self._driver.perform(operation)

    def close(self) -> None:
        """End all subscriptions and the transport; doing it again does nothing."""
        if self._end():
            self._driver.close()


class AsyncSession(SessionState):
    """One user of one app, for asyncio."""

    __slots__ = ("_driver",)

    def __init__(
        self,
        *,
        app_id: str,
        user_id: str,
        token: str | None = None,
        transport: AsyncTransport | None = None,
        driver: AsyncDriver | None = None,
    ) -> None:
        """Make a session; nothing is sent, and no event loop is needed yet.

        Args:
            app_id: The id of the app.
            user_id: The id of the user as whom every call is made.
            token: The user's token; it shows in no text, and goes when it is closed.
            transport: What sends requests one by one; the session closes it.
            driver: What does that and more, instead of a transport. Without either,
                calls raise `NotConnectedError`.

        Raises:
            TypeError: If an id is not a string.
            ValueError: If an id is empty.
        """
        self._driver = PlainAsyncDriver(transport) if driver is None else driver
        super().__init__(app_id, user_id, token, self._driver)

    async def call(self, operation: Operation[T]) -> T:
        """Carry out an operation and return its result.

        Raises:
            TalkJSError: If it fails; see `errors`.
        """
        self._check_open()
        return await self._driver.perform(operation)

    async def aclose(self) -> None:
        """End all subscriptions and the transport; doing it again does nothing."""
        if self._end():
            await self._driver.close()
