"""The objects that own sessions, and the registry that gives the same one again.

The registry holds them weakly: one that nobody uses any more vanishes.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, Self, TypeVar, cast
from weakref import WeakKeyDictionary, WeakValueDictionary

from .forks import remember
from .health import Health
from .session import AsyncSession, Session, SessionState

S = TypeVar("S", bound=SessionState)
W = TypeVar("W", bound="SessionOwner | AsyncSessionOwner")


class SessionOwner:
    """The base of the generated class whose objects own a `Session`."""

    __slots__ = ("__weakref__", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session

    def health(self) -> Health:
        """Return the condition of the session: its state, and what went wrong last."""
        return self._session.health()

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

    def health(self) -> Health:
        """Return the condition of the session: its state, and what went wrong last."""
        return self._session.health()

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


class Registry(Generic[S]):
    """Open sessions by app and user, and their owners; safe to use from threads."""

    def __init__(self) -> None:
        self._sessions: WeakValueDictionary[tuple[str, str], S] = WeakValueDictionary()
        self._owners: WeakValueDictionary[tuple[object, S], Any] = WeakValueDictionary()
        self._lock = Lock()
        remember(self)

    def after_fork(self) -> None:
        """Let go of what another thread of the parent may have held."""
        self._lock = Lock()

    def owner(self, factory: Callable[[S], W], made: S) -> tuple[W, S]:
        """Return an owner and its session.

        `made` is put to use if there is no open session of the same app and user.
        """
        key = (made.app_id, made.user_id)
        with self._lock:
            session = self._sessions.get(key)
            if session is None or not session.is_usable:
                session = self._sessions[key] = made
            owner = self._owners.get((factory, session))
            if owner is None:
                owner = self._owners[factory, session] = factory(session)
            return cast(W, owner), session


sessions: Registry[Session] = Registry()


class _NoLoop:
    """Stands for the event loop where none is running."""


_NO_LOOP = _NoLoop()


class _Registries:
    """One registry for each event loop, for as long as the loop exists."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[object, Registry[AsyncSession]]
        self._made = WeakKeyDictionary()
        self._lock = Lock()
        remember(self)

    def after_fork(self) -> None:
        """Let go of what another thread of the parent may have held."""
        self._lock = Lock()

    def of(self, loop: object) -> Registry[AsyncSession]:
        """Return the registry of a loop."""
        with self._lock:
            registry = self._made.get(loop)
            if registry is None:
                registry = self._made[loop] = Registry()
            return registry


_registries = _Registries()


def async_sessions() -> Registry[AsyncSession]:
    """Return the sessions of the running event loop, or of no loop at all."""
    from asyncio import get_running_loop

    try:
        loop: object = get_running_loop()
    except RuntimeError:
        loop = _NO_LOOP
    return _registries.of(loop)
