"""Kill -9 in the middle of many writes: with `--db`, no acknowledged one is lost.

Several sockets and the REST API write at once, new users and old ones over and over.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import jwt
import pytest
from raw_client import logged_in
from serving import Served, served
from websockets.exceptions import ConnectionClosed

Write = Callable[[str, str], Awaitable[None]]
library: Any = jwt
APP = "app"
BEARER = {"Authorization": "Bearer any"}
WRITERS = 4


@dataclass
class Written:
    """What was sent and what was acknowledged, by user.

    Attributes:
        sent: The last name that was sent.
        known: The last name that the service has said it has.
        count: How many writes it has acknowledged.
    """

    sent: dict[str, str] = field(default_factory=dict[str, str])
    known: dict[str, str] = field(default_factory=dict[str, str])
    count: int = 0


@pytest.fixture
def writes(request: pytest.FixtureRequest) -> int:
    """How many writes there would be without a kill."""
    many = request.config.getoption("--seeds") or request.config.getoption("--seed")
    return 10_000 if many else 600


def test_a_kill_among_writes(
    clean_env: dict[str, str], tmp_path: Path, turn: int, writes: int
) -> None:
    database = tmp_path / "emulator.db"
    luck = Random(turn)
    with served("--db", database, env=clean_env, cwd=tmp_path) as server:
        written = asyncio.run(_write(server, luck, writes, luck.randrange(writes)))
    assert written.count > 0
    with served("--db", database, env=clean_env, cwd=tmp_path) as server:
        export = httpx2.get(f"{server.url}/__emulator/export").json()
    users = export["apps"][APP]["users"]
    for user_id, name in written.known.items():
        # The write after it was under way: it may have come through.
        assert users[user_id]["name"] in {name, written.sent[user_id]}
    assert {*written.known} <= {*users} <= {*written.sent}


async def _write(server: Served, luck: Random, writes: int, killed_at: int) -> Written:
    written = Written()
    killed = asyncio.Event()

    async def many(writer: int, write: Write) -> None:
        with contextlib.suppress(ConnectionClosed, httpx2.HTTPError):
            for number in range(writes // WRITERS):
                # Some new, some old; no user is another writer's.
                user_id = f"{writer}-{luck.randrange(number + 1)}"
                name = written.sent[user_id] = f"{writer}.{number}"
                await write(user_id, name)
                written.known[user_id] = name
                written.count += 1
                if written.count > killed_at and not killed.is_set():
                    server.process.kill()
                    killed.set()

    async with contextlib.AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        for writer in range(WRITERS):
            write = await stack.enter_async_context(_writing(server, writer))
            group.create_task(many(writer, write))
    assert killed.is_set(), "the writers ended by themselves"
    return written


@contextlib.asynccontextmanager
async def _writing(server: Served, writer: int) -> AsyncGenerator[Write]:
    """Give a way to write: each second one is the REST API."""
    if writer % 2:
        base = f"{server.url}/v1/{APP}/users/"
        async with httpx2.AsyncClient(base_url=base, headers=BEARER) as http:

            async def put(user_id: str, name: str) -> None:
                answer = await http.put(user_id, json={"name": name})
                assert answer.status_code == 200

            yield put
        return
    user = f"writer-{writer}"
    claims = {"tokenType": "user", "iss": APP, "sub": user}
    token = library.encode(claims, "x" * 32, "HS256")
    async with logged_in(server.host, APP, user, token) as client:

        async def change(user_id: str, name: str) -> None:
            await client.set(user_id, name=name)

        yield change
