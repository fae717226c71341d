"""The objects that own sessions, and the registry that gives the same one again.

The registry holds them weakly: one that nobody uses any more vanishes.
"""

from __future__ import annotations

from collections.abc import Callable
from logging import getLogger
from threading import Lock
from typing import Any, Generic, Self, TypeVar, cast
from weakref import WeakKeyDictionary, WeakValueDictionary

from .session import AsyncSession, Session, SessionState

S = TypeVar("S", bound=SessionState)
TalkT = TypeVar("TalkT", bound="SessionOwner")
AsyncTalkT = TypeVar("AsyncTalkT", bound="AsyncSessionOwner")
W = TypeVar("W", bound="SessionOwner | AsyncSessionOwner")

_log = getLogger(__name__)


class SessionOwner:
    """The base of the generated class whose objects own a `Session`."""

    __slots__ = ("__weakref__", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session

    def close(self) -> None:
        """End all subscriptions and the connection; doing it again does nothing."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return _represent(self, self._session)


class AsyncSessionOwner:
    """The base of the generated class whose objects own an `AsyncSession`."""

    __slots__ = ("__weakref__", "_session")

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def aclose(self) -> None:
        """End all subscriptions and the connection; doing it again does nothing."""
        await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return _represent(self, self._session)


def _represent(owner: object, session: SessionState) -> str:
    name = type(owner).__name__
    return f"{name}(app_id={session.app_id!r}, user_id={session.user_id!r})"


class _Registry(Generic[S]):
    """Open sessions by app and user, and their owners; safe to use from threads."""

    def __init__(self) -> None:
        self._sessions: WeakValueDictionary[tuple[str, str], S] = WeakValueDictionary()
        self._owners: WeakValueDictionary[tuple[object, S], Any] = WeakValueDictionary()
        self._lock = Lock()

    def owner(self, factory: Callable[[S], W], made: S) -> tuple[W, S, bool]:
        """Return an owner, its session, and whether that is `made`.

        `made` is put to use if there is no open session of the same app and user.
        """
        key = (made.app_id, made.user_id)
        with self._lock:
            session = self._sessions.get(key)
            if session is None or session.is_closed:
                session = self._sessions[key] = made
            owner = self._owners.get((factory, session))
            if owner is None:
                owner = self._owners[factory, session] = factory(session)
            return cast(W, owner), session, session is made


_sessions: _Registry[Session] = _Registry()
_async_sessions: WeakKeyDictionary[object, _Registry[AsyncSession]] = (
    WeakKeyDictionary()
)
_async_lock = Lock()


class _NoLoop:
    """Stands for the event loop where none is running."""


_NO_LOOP = _NoLoop()


def open_session(
    factory: Callable[[Session], TalkT],
    *,
    app_id: str,
    user_id: str,
    token: str | None = None,
) -> TalkT:
    """Return the owner of the session of this user of this app.

    Args:
        factory: The class of the owner.
        app_id: The id of the app.
        user_id: The id of the user as whom every call is made.
        token: The user's token. Ignored, with a warning in the log, if it is another
            than that of the session that there already is.

    Returns:
        The same object for the same app and user, as long as it is in use and open.

    Raises:
        TypeError: If an id is not a string.
        ValueError: If an id is empty.
    """
    owner, session, is_new = _sessions.owner(
        factory, Session(app_id=app_id, user_id=user_id, token=token)
    )
    _report_ignored(session, is_new, token)
    return owner


def open_async_session(
    factory: Callable[[AsyncSession], AsyncTalkT],
    *,
    app_id: str,
    user_id: str,
    token: str | None = None,
) -> AsyncTalkT:
    """Return the owner of the session of this user of this app, in this event loop.

    Does no I/O and need not run in an event loop; sessions made outside of one are kept
    apart from those of any loop.

    Args:
        factory: The class of the owner.
        app_id: The id of the app.
        user_id: The id of the user as whom every call is made.
        token: The user's token. Ignored, with a warning in the log, if it is another
            than that of the session that there already is.

    Returns:
        The same object for the same app, user and event loop, as long as it is in use
        and open.

    Raises:
        TypeError: If an id is not a string.
        ValueError: If an id is empty.
    """
    owner, session, is_new = _async_registry().owner(
        factory, AsyncSession(app_id=app_id, user_id=user_id, token=token)
    )
    _report_ignored(session, is_new, token)
    return owner


def _async_registry() -> _Registry[AsyncSession]:
    from asyncio import get_running_loop

    try:
        loop: object = get_running_loop()
    except RuntimeError:
        loop = _NO_LOOP
    with _async_lock:
        registry = _async_sessions.get(loop)
        if registry is None:
            registry = _async_sessions[loop] = _Registry()
        return registry


def _report_ignored(session: SessionState, is_new: bool, token: str | None) -> None:
    if not is_new and token is not None and not session.has_token(token):
        _log.warning(
            "there is a session of user %r of app %r already: the token is ignored",
            session.user_id,
            session.app_id,
        )
