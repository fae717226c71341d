"""Opening sessions: what `get_talk_session` and its async twin do. Nothing is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from logging import getLogger
from typing import TYPE_CHECKING, TypeVar
from weakref import finalize

from .addresses import Address, address_of
from .bokens import boken_of, in_background
from .owners import AsyncSessionOwner, SessionOwner, async_sessions, sessions
from .session import AsyncSession, Session, SessionState, checked
from .wire import encode_path

if TYPE_CHECKING:
    from .driving import Settings

TalkT = TypeVar("TalkT", bound=SessionOwner)
AsyncTalkT = TypeVar("AsyncTalkT", bound=AsyncSessionOwner)

_log = getLogger(__name__)


def open_session(  # noqa: PLR0913 - what the generated function takes
    factory: Callable[[Session], TalkT],
    *,
    app_id: str,
    user_id: str,
    token: str | None = None,
    token_provider: Callable[[], str] | None = None,
    host: str | None = None,
    timeout: float = 30.0,
) -> TalkT:
    """Return the owner of the session of this user of this app.

    Args:
        factory: The class of the owner.
        app_id: The id of the app.
        user_id: The id of the user as whom every call is made.
        token: The user's token. Ignored, with a warning in the log, if it is another
            than that of the session that there already is. Without it and without a
            provider, the service is asked for one.
        token_provider: Returns a token; asked when there is none, before the one in use
            expires, and when the service takes it no more. It runs in its own thread.
        host: Host and port of an emulator.
        timeout: How long a call may take, in seconds.

    Returns:
        The same object for the same app and user, as long as it is in use and open.

    Raises:
        TypeError: If an id is not a string.
        ValueError: If an id is empty, or the timeout not positive.
        ForbiddenHostError: If this app must not be connected to this host.
    """
    from .thread_driver import ThreadDriver

    address = _address(app_id, user_id, host)
    ask = partial(boken_of, address, encode_path((user_id,)))
    provider = _chosen(token, token_provider, ask)
    settings = _settings(address, token, provider, timeout)
    driver = ThreadDriver(settings)
    made = Session(app_id=app_id, user_id=user_id, token=token, driver=driver)
    finalize(made, driver.abandon).atexit = False
    owner, session, is_new = sessions.owner(factory, made)
    _report_ignored(session, is_new, token)
    return owner


def open_async_session(  # noqa: PLR0913 - what the generated function takes
    factory: Callable[[AsyncSession], AsyncTalkT],
    *,
    app_id: str,
    user_id: str,
    token: str | None = None,
    token_provider: Callable[[], str | Awaitable[str]] | None = None,
    host: str | None = None,
    timeout: float = 30.0,
) -> AsyncTalkT:
    """Return the owner of the session of this user of this app, in this event loop.

    Does no I/O and need not run in an event loop; sessions made outside of one are kept
    apart from those of any loop, and belong to the loop that first uses them.

    Args:
        factory: The class of the owner.
        app_id: The id of the app.
        user_id: The id of the user as whom every call is made.
        token: The user's token. Ignored, with a warning in the log, if it is another
            than that of the session that there already is. Without it and without a
            provider, the service is asked for one.
        token_provider: Returns a token, or a coroutine of one; asked when there is
            none, before the one in use expires, and when the service takes it no more.
        host: Host and port of an emulator.
        timeout: How long a call may take, in seconds.

    Returns:
        The same object for the same app, user and event loop, as long as it is in use
        and open.

    Raises:
        TypeError: If an id is not a string.
        ValueError: If an id is empty, or the timeout not positive.
        ForbiddenHostError: If this app must not be connected to this host.
    """
    from .async_driver import LoopDriver

    address = _address(app_id, user_id, host)
    ask = partial(boken_of, address, encode_path((user_id,)))
    provider = _chosen(token, token_provider, partial(in_background, ask))
    settings = _settings(address, token, provider, timeout)
    driver = LoopDriver(settings)
    made = AsyncSession(app_id=app_id, user_id=user_id, token=token, driver=driver)
    finalize(made, driver.abandon).atexit = False
    owner, session, is_new = async_sessions().owner(factory, made)
    _report_ignored(session, is_new, token)
    return owner


def _address(app_id: str, user_id: str, host: str | None) -> Address:
    return address_of(checked("app_id", app_id), checked("user_id", user_id), host)


def _chosen(
    token: str | None,
    provider: Callable[[], object] | None,
    ask: Callable[[], object],
) -> Callable[[], object] | None:
    """Return what gives tokens; with neither of both, that is the service itself."""
    return ask if token is None and provider is None else provider


def _settings(
    address: Address,
    token: str | None,
    provider: Callable[[], object] | None,
    timeout: float,
) -> Settings:
    from .driving import Settings
    from .timing import Timing

    if not timeout > 0:
        raise ValueError("timeout is a positive number of seconds")
    return Settings(address, token, provider, Timing(call=timeout))


def _report_ignored(session: SessionState, is_new: bool, token: str | None) -> None:
    if not is_new and token is not None and not session.has_token(token):
        _log.warning(
            "there is a session of user %r of app %r already: the token is ignored",
            session.user_id,
            session.app_id,
        )
