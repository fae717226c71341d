"""A client of the service that knows nothing of our code but JSON and WebSockets.

It speaks as realtime.md describes the official client: it logs in first, counts its
requests from 0 on each socket, subscribes before it reads, acknowledges each push.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect

Body: TypeAlias = dict[str, Any]


class RefusedError(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, body: Body) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.reasons: list[str] = body["reasons"]


class RawClient:
    """One socket.

    Attributes:
        numbers: Numbers of the pushes, in the order in which they came.
        events: Their events.
        order: What came, in order: `push`, and ids of answers.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers: list[int] = []
        self.events: list[Body] = []
        self.order: list[str | int] = []
        self.acknowledges = True
        self._next = 0

    async def login(self, token: str) -> Body:
        return await self.ask("POST", "/session/renew", {"token": token})

    async def ask(self, method: str, path: str, data: Body | None = None) -> Body:
        """Send a request and read until its answer; anything but 200 raises."""
        number = await self.send(method, path, data)
        return await self.answer(number)

    async def send(self, method: str, path: str, data: Body | None = None) -> int:
        number, self._next = self._next, self._next + 1
        await self.say([number, method, path, {} if data is None else data, {}])
        return number

    async def say(self, frame: object) -> None:
        await self.socket.send(json.dumps(frame))

    async def answer(self, number: int) -> Body:
        while True:
            frame = await self.read()
            if frame[1] != "PUBLISH" and frame[0] == number:
                _, status, body = frame
                if status != 200:
                    raise RefusedError(status, body)
                answer: Body = body
                return answer

    async def read(self) -> list[Any]:
        """Read one frame; a push is noted and acknowledged."""
        frame: list[Any] = json.loads(await self.socket.recv())
        if frame[1] == "PUBLISH":
            self.numbers.append(frame[0])
            self.events += frame[2:]
            self.order.append("push")
            if self.acknowledges:
                await self.say([frame[0], "ACK"])
        else:
            self.order.append(frame[0])
        return frame

    async def event(self) -> Body:
        """Read until the next push; return its first event."""
        while True:
            frame = await self.read()
            if frame[1] == "PUBLISH":
                return dict(frame[2])

    async def ping(self) -> Body:
        """A round trip: whatever was pushed before has arrived after it."""
        return await self.ask("GET", "/ping")

    # Users, as the official client does it

    async def watch(self, *ids: str) -> Body:
        await self.ask("SUBSCRIBE", "/users", {"ids": [*ids]})
        return await self.get(*ids)

    async def get(self, *ids: str) -> Body:
        data = {"ids": [*ids], "includePrivateFields": False}
        return await self.ask("GET", "/users", data)

    async def set(self, user_id: str, **fields: Any) -> Body:
        return await self.ask("PUT", user_path(user_id), fields)

    async def create(self, user_id: str, **fields: Any) -> Body:
        data = {"role": "default", **fields}
        return await self.ask("POST", user_path(user_id), data)

    async def watch_online(self, user_id: str) -> bool | None:
        await self.watch(user_id)
        path = user_path(user_id) + "/online"
        await self.ask("SUBSCRIBE", path)
        try:
            return bool((await self.ask("GET", path))["isConnected"])
        except RefusedError as refused:
            if (refused.status, refused.body["errorCode"]) != (404, "USER_NOT_FOUND"):
                raise
            return None


def user_path(user_id: str) -> str:
    return "/users/" + quote(user_id, safe="")


@asynccontextmanager
async def opened(
    host: str, app_id: str, user_id: str, *, prefix: str = "/v1"
) -> AsyncGenerator[RawClient]:
    """Open a socket that is not logged in."""
    query = "talkjs-client-build=standalone&talkjs-core=1.11.2&talkjs-client-id=1"
    path = f"{prefix}/{app_id}/realtime/{quote(user_id, safe='')}?{query}"
    async with connect(f"ws://{host}{path}", max_size=2**27) as socket:
        yield RawClient(socket)


@asynccontextmanager
async def logged_in(
    host: str, app_id: str, user_id: str, token: str
) -> AsyncGenerator[RawClient]:
    """Open a socket and log in."""
    async with opened(host, app_id, user_id) as client:
        await client.login(token)
        yield client
