"""Opening sessions: what `get_talk_session` and its async twin do. Nothing is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from logging import getLogger
from typing import TYPE_CHECKING, TypeVar
from weakref import finalize

from .addresses import Address, address_of
from .arguments import checked
from .bokens import boken_of, in_background
from .owners import AsyncSessionOwner, SessionOwner, async_sessions, sessions
from .session import AsyncSession, Session, SessionState
from .timing import Timing, seconds
from .wire import encode_path

if TYPE_CHECKING:
    from .driving import Settings

TalkT = TypeVar("TalkT", bound=SessionOwner)
AsyncTalkT = TypeVar("AsyncTalkT", bound=AsyncSessionOwner)

_TIMEOUT = 30.0

_log = getLogger(__name__)


def open_session(  # noqa: PLR0913 - what the generated function takes
    factory: Callable[[Session], TalkT],
    *,
    app_id: str,
    user_id: str,
    token: str | None = None,
    token_provider: Callable[[], str] | None = None,
    host: str | None = None,
    timeout: float = _TIMEOUT,
) -> TalkT:
    """Return the owner of the session of this user of this app.

    Args:
        factory: The class of the owner.
        app_id: The id of the app.
        user_id: The id of the user as whom every call is made.
        token: The user's token. Like the provider, the host and the timeout it is
            ignored, with a warning in the log, if it is another than that of the
            session that there already is. Without it and without a provider, the
            service is asked for one.
        token_provider: Returns a token; asked when there is none, before the one in use
            expires, and when the service takes it no more. It runs in its own thread.
        host: Host and port of an emulator.
        timeout: How long a call may take, in seconds.

    Returns:
        The same object for the same app and user, as long as it is in use and open.

    Raises:
        TypeError: If an id or the token is not a string, or the provider no function.
        ValueError: If one of them is empty, or the timeout not positive.
        ForbiddenHostError: If this app must not be connected to this host.
    """
    from .thread_driver import ThreadDriver

    address = _address(app_id, user_id, host)
    ask = partial(boken_of, address, encode_path((user_id,)))
    settings = _settings(address, token, token_provider, timeout, ask)
    driver = ThreadDriver(settings)
    made = Session(app_id=app_id, user_id=user_id, token=token, driver=driver)
    made.options = _options(address, token_provider, timeout)
    finalize(made, driver.abandon).atexit = False
    owner, session = sessions.owner(factory, made)
    _report_ignored(session, made, token)
    return owner


def open_async_session(  # noqa: PLR0913 - what the generated function takes
    factory: Callable[[AsyncSession], AsyncTalkT],
    *,
    app_id: str,
    user_id: str,
    token: str | None = None,
    token_provider: Callable[[], str | Awaitable[str]] | None = None,
    host: str | None = None,
    timeout: float = _TIMEOUT,
) -> AsyncTalkT:
    """Return the owner of the session of this user of this app, in this event loop.

    Does no I/O and need not run in an event loop; sessions made outside of one are kept
    apart from those of any loop, and belong to the loop that first uses them.

    Args:
        factory: The class of the owner.
        app_id: The id of the app.
        user_id: The id of the user as whom every call is made.
        token: The user's token. Like the provider, the host and the timeout it is
            ignored, with a warning in the log, if it is another than that of the
            session that there already is. Without it and without a provider, the
            service is asked for one.
        token_provider: Returns a token, or a coroutine of one; asked when there is
            none, before the one in use expires, and when the service takes it no more.
        host: Host and port of an emulator.
        timeout: How long a call may take, in seconds.

    Returns:
        The same object for the same app, user and event loop, as long as it is in use
        and open.

    Raises:
        TypeError: If an id or the token is not a string, or the provider no function.
        ValueError: If one of them is empty, or the timeout not positive.
        ForbiddenHostError: If this app must not be connected to this host.
    """
    from .async_driver import LoopDriver

    address = _address(app_id, user_id, host)
    ask = partial(boken_of, address, encode_path((user_id,)))
    in_loop = partial(in_background, ask)
    settings = _settings(address, token, token_provider, timeout, in_loop)
    driver = LoopDriver(settings)
    made = AsyncSession(app_id=app_id, user_id=user_id, token=token, driver=driver)
    made.options = _options(address, token_provider, timeout)
    finalize(made, driver.abandon).atexit = False
    owner, session = async_sessions().owner(factory, made)
    _report_ignored(session, made, token)
    return owner


def _address(app_id: str, user_id: str, host: str | None) -> Address:
    return address_of(checked("app_id", app_id), checked("user_id", user_id), host)


def _settings(
    address: Address,
    token: str | None,
    provider: Callable[[], object] | None,
    timeout: float,
    ask_service: Callable[[], object],
) -> Settings:
    from .driving import Settings

    if token is not None:
        checked("token", token)
    if provider is not None and not callable(provider):
        raise TypeError("token_provider is a function without arguments")
    asks_service = token is None and provider is None
    return Settings(
        address,
        token,
        ask_service if asks_service else provider,
        Timing(call=seconds("timeout", timeout)),
        asks_service=asks_service,
        who=address.who,
    )


def _options(
    address: Address, provider: Callable[[], object] | None, timeout: float
) -> dict[str, object]:
    """Return what a later call may say otherwise, and would be ignored."""
    options: dict[str, object] = {"host": address.place}
    if provider is not None:
        options["token_provider"] = provider
    if timeout != _TIMEOUT:
        options["timeout"] = timeout
    return options


def _report_ignored(
    session: SessionState, made: SessionState, token: str | None
) -> None:
    if session is made:
        return
    ignored = [
        name
        for name, value in made.options.items()
        if session.options.get(name) != value
    ]
    if token is not None and not session.has_token(token):
        ignored.insert(0, "token")
    if ignored:
        _log.warning(
            "there is a session of user %r of app %r already: %s ignored",
            session.user_id,
            session.app_id,
            " and ".join(ignored) + (" is" if len(ignored) == 1 else " are"),
        )
