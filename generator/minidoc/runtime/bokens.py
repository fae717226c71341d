"""The token of a user for whom nobody signs one: the service hands one out itself.

Apps without authentication, as in development, need no token of their own. The answer
is used like any other token, and asked for again when it expires.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .addresses import Address
from .errors import NotConnectedError, api_error_class
from .json_types import JSONValue
from .proxies import proxy_of
from .retry_after import retry_after

if TYPE_CHECKING:
    from asyncio import Future

_WITHIN = 10.0
_MOST_BYTES = 100_000
_HINT = "no token is handed out here; pass token= or token_provider="


def boken_of(address: Address, user_path: str) -> str:
    """Ask the service for a token; blocks for ten seconds at most.

    Args:
        address: Where the session connects to.
        user_path: The id of the user as a path of one segment, encoded.

    Raises:
        APIError: If the service refuses.
        NotConnectedError: If it cannot be reached, or does not work at the moment.
    """
    from http.client import HTTPException

    try:
        status, wait, body = _ask(address, user_path)
    except (OSError, HTTPException) as error:
        kind = type(error).__name__
        text = f"cannot get a token from {address.place}: {kind}"
        raise NotConnectedError(text) from error
    if status == 429 or status >= 500:
        text = f"cannot get a token from {address.place}: status {status}"
        refused = NotConnectedError(text)
        refused.retry_after = wait
        raise refused
    token = _token_of(body) if status == 200 else None
    if token is not None:
        return token
    raise api_error_class(status)(
        status, reasons=(_HINT,), operation=f"GET /bokens of {address.place}"
    )


def _ask(address: Address, user_path: str) -> tuple[int, float | None, bytes]:
    import http.client
    from urllib.parse import urlsplit

    url = urlsplit(address.internal)
    secure = url.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    proxy = None if address.loopback else proxy_of(address.internal)
    connection = kind(url.netloc if proxy is None else proxy.place, timeout=_WITHIN)
    if proxy is not None:
        connection.set_tunnel(url.netloc, headers=proxy.headers)
    try:
        connection.request("GET", f"{url.path}/bokens{user_path}?signature=")
        answer = connection.getresponse()
        asked = (answer.headers["Retry-After"], answer.headers["Retry-After-Ms"])
        return answer.status, retry_after(*asked), answer.read(_MOST_BYTES)
    finally:
        connection.close()


def _token_of(body: bytes) -> str | None:
    import json

    try:
        found: JSONValue = json.loads(body)
    except (ValueError, RecursionError):
        return None
    token = found.get("boken") if isinstance(found, Mapping) else None
    return token if isinstance(token, str) and token else None


def in_background(ask: Callable[[], str]) -> Future[str]:
    """Run something that blocks in a thread of its own; await what it returns."""
    import asyncio
    from contextlib import suppress
    from threading import Thread

    loop = asyncio.get_running_loop()
    future: Future[str] = loop.create_future()

    outcome: list[str | Exception] = []

    def settle() -> None:  # without arguments: an event loop logs those of slow calls
        if future.done():
            return
        if isinstance(outcome[0], str):
            future.set_result(outcome[0])
        else:
            future.set_exception(outcome[0])

    def work() -> None:
        try:
            outcome.append(ask())
        except Exception as caught:  # noqa: BLE001 - it is raised where it is awaited
            outcome.append(caught)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle)

    Thread(target=work, name="talkjs-token", daemon=True).start()
    return future
