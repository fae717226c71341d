"""The token of a user for whom nobody signs one: the service hands one out itself.

Apps without authentication, as in development, need no token of their own. The answer
is used like any other token, and asked for again when it expires.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .addresses import Address
from .errors import api_error_class
from .json_types import JSONValue

if TYPE_CHECKING:
    from asyncio import Future

_WITHIN = 10.0
_MOST_BYTES = 100_000


def boken_of(address: Address, user_path: str) -> str:
    """Ask the service for a token; blocks for ten seconds at most.

    Args:
        address: Where the session connects to.
        user_path: The id of the user as a path of one segment, encoded.

    Raises:
        APIError: If the service refuses.
        OSError: If it cannot be reached.
        ValueError: If the answer is none.
    """
    import http.client
    import json
    from urllib.parse import urlsplit

    url = urlsplit(address.internal)
    secure = url.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(url.netloc, timeout=_WITHIN)
    try:
        connection.request("GET", f"{url.path}/bokens{user_path}?signature=")
        answer = connection.getresponse()
        body = answer.read(_MOST_BYTES)
    finally:
        connection.close()
    if answer.status != 200:
        error = api_error_class(answer.status)
        raise error(answer.status, operation="GET /bokens")
    found: JSONValue = json.loads(body)
    token = found.get("boken") if isinstance(found, Mapping) else None
    if not isinstance(token, str):
        raise ValueError("the answer holds no token")
    return token


def in_background(ask: Callable[[], str]) -> Future[str]:
    """Run something that blocks in a thread of its own; await what it returns."""
    import asyncio
    from contextlib import suppress
    from threading import Thread

    loop = asyncio.get_running_loop()
    future: Future[str] = loop.create_future()

    def settle(token: str, error: Exception | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(token)
        else:
            future.set_exception(error)

    def work() -> None:
        token, error = "", None
        try:
            token = ask()
        except Exception as caught:  # noqa: BLE001 - it is raised where it is awaited
            error = caught
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, token, error)

    Thread(target=work, name="talkjs-token", daemon=True).start()
    return future
