"""Listening to the errors of a session: what `on_error` returns."""

from __future__ import annotations

from collections.abc import Callable

from .handlers import called, plain
from .session import AsyncSession, Session


class ErrorListening:
    """A handler of errors, until it is unsubscribed."""

    __slots__ = ("__weakref__", "_key", "_session")

    def __init__(
        self, session: Session, handler: Callable[[Exception], object]
    ) -> None:
        """Begin to listen.

        Args:
            session: The session whose errors are meant.
            handler: Called with the error that ends the session, and with what the
                callbacks of its subscriptions raise; by the session's own thread.
        """
        self._session = session
        self._key = session.listen(plain("the handler", handler))

    def unsubscribe(self) -> None:
        """Do not call the handler any more; doing it again does nothing."""
        self._session.ignore(self._key)


class AsyncErrorListening:
    """A handler of errors, until it is unsubscribed."""

    __slots__ = ("__weakref__", "_key", "_session")

    def __init__(
        self, session: AsyncSession, handler: Callable[[Exception], object]
    ) -> None:
        """Begin to listen.

        Args:
            session: The session whose errors are meant.
            handler: Called with the error that ends the session, and with what the
                callbacks of its subscriptions raise; may be a coroutine function.
        """
        self._session = session
        self._key = session.listen(called("the handler", handler))

    async def unsubscribe(self) -> None:
        """Do not call the handler any more; doing it again does nothing."""
        self._session.ignore(self._key)
