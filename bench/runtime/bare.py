"""Clients of `websockets` with nothing around them: what the SDK is compared with.

They send the same frames, read the same answers with `json`, and match them by id; a
push is merged, read by the decoder written by hand, handed on and acknowledged.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Self, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.sync.client import (
    ClientConnection as SyncConnection,
    connect as sync_connect,
)

from bench.runtime.by_hand import user_by_hand
from bench.runtime.canned import USER, user_id
from talkjs import UserSnapshot

OPTIONS: dict[str, Any] = {"compression": None, "ping_interval": None, "proxy": None}
TOKEN = "t"  # noqa: S105 - nobody checks it
LOGIN = {"token": TOKEN}


def url_of(host: str, app_id: str = "demo", user: str = "me") -> str:
    """Return where a client of a service on this host connects to."""
    return f"ws://{host}/public_api/v1/{app_id}/realtime/{user}"


def frame_of(number: int, verb: str, path: str, data: dict[str, Any]) -> str:
    """Return the text of a request."""
    return json.dumps([number, verb, path, data, {}], separators=(",", ":"))


class BareClient:
    """A client for asyncio: `request` may be called many times at once."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._waiting: dict[int, asyncio.Future[list[Any]]] = {}
        self._next = 0

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(url_of(self._host), **OPTIONS)
        self._reader = asyncio.create_task(self._read())
        await self.request("POST", "/session/renew", LOGIN)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._reader.cancel()
        await self._socket.close()

    async def request(self, verb: str, path: str, data: dict[str, Any]) -> Any:
        """Send a request, and return the body of its answer."""
        number = self._next
        self._next += 1
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        await self._socket.send(frame_of(number, verb, path, data))
        _, status, body = await future
        assert status == 200
        return body

    async def _read(self) -> None:
        async for text in self._socket:
            answer = json.loads(text)
            self._waiting.pop(answer[0]).set_result(answer)


class BareAlternating:
    """A client for asyncio that has one request under way: no task, no future."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._next = 0

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(url_of(self._host), **OPTIONS)
        await self.request("POST", "/session/renew", LOGIN)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._socket.close()

    async def request(self, verb: str, path: str, data: dict[str, Any]) -> Any:
        """Send a request, and return the body of its answer."""
        number = self._next
        self._next += 1
        await self._socket.send(frame_of(number, verb, path, data))
        answered, status, body = json.loads(await self._socket.recv())
        assert answered == number
        assert status == 200
        return body


class BareSyncClient:
    """A client for threads that has one request under way."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._next = 0

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        # Type checkers know another result for each version of the library.
        call = cast("Callable[..., SyncConnection]", sync_connect)
        opening = call(url_of(self._host), **OPTIONS)
        self._socket = self._stack.enter_context(opening)
        self.request("POST", "/session/renew", LOGIN)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def request(self, verb: str, path: str, data: dict[str, Any]) -> Any:
        """Send a request, and return the body of its answer."""
        number = self._next
        self._next += 1
        self._socket.send(frame_of(number, verb, path, data))
        answered, status, body = json.loads(self._socket.recv())
        assert answered == number
        assert status == 200
        return body


class BareWatcher:
    """A client for asyncio that hands on what is pushed about some users."""

    def __init__(
        self, host: str, users: int, callback: Callable[[UserSnapshot], object]
    ) -> None:
        self._host = host
        self._callback = callback
        ids = [user_id(number) for number in range(users)]
        self._states: dict[str, Any] = {each: {**USER, "id": each} for each in ids}

    async def watch(self, ready: asyncio.Event, done: asyncio.Event) -> None:
        """Log in, then read pushes and acknowledge them until it is done."""
        async with connect(url_of(self._host), **OPTIONS) as socket:
            await socket.send(frame_of(0, "POST", "/session/renew", LOGIN))
            await socket.recv()
            ready.set()
            while not done.is_set():
                number, kind, *events = json.loads(await socket.recv())
                assert kind == "PUBLISH"
                for event in events:
                    self._handle(event)
                await socket.send(json.dumps([number, "ACK"], separators=(",", ":")))

    def _handle(self, event: dict[str, Any]) -> None:
        assert event["type"] == "user.edited"
        user = event["userId"]
        state = self._states[user] = {**self._states[user], **event["diff"]}
        self._callback(user_by_hand(state))
