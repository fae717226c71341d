"""Rows 14, 17 and 18 over HTTP: the token that the service hands out itself.

It is the one thing that the runtime asks for without a WebSocket.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any

import pytest
from front import Front, answer
from leftovers import eventually, our_threads
from worlds import World, world_of

from minidoc.emulator.testing import Emulator
from talkjs import (
    APIError,
    AuthenticationError,
    get_async_talk_session,
    get_talk_session,
)


@pytest.fixture
def front(talkjs_emulator: Emulator) -> Generator[Front]:
    with Front(talkjs_emulator.host) as opened:
        yield opened


IN_BOTH_WORLDS = pytest.mark.parametrize(
    "is_async", [True, False], ids=["asyncio", "threads"]
)
PASSING = [
    answer(429, Retry_After="1"),
    answer(502, b"<html>Bad Gateway</html>", Content_Type="text/html"),
    answer(500),
    b"no HTTP\r\n\r\n",
    b"",
]
FINAL = [
    (answer(401), AuthenticationError),
    (answer(200), APIError),
    (answer(200, b"<html>", Content_Type="text/html"), APIError),
]


def _talk(front: Front, emulator: Emulator, is_async: bool) -> Any:
    get: Any = get_async_talk_session if is_async else get_talk_session
    return get(app_id=emulator.app_id, user_id="alice", host=front.host)


@IN_BOTH_WORLDS
@pytest.mark.parametrize("said", PASSING, ids=["429", "502", "500", "no-http", "none"])
def test_asking_for_a_token_is_tried_again(
    talkjs_emulator: Emulator, front: Front, is_async: bool, said: bytes
) -> None:
    async def main() -> None:
        world: World
        front.answers.append(said)
        async with world_of(talkjs_emulator, is_async) as world:
            talk = _talk(front, talkjs_emulator, is_async)
            world.sessions.append(talk)
            await world.do(talk.current_user.set, name="A")
            (first, line), (second, again), *_ = front.asked
            assert line == again
            assert "/bokens/alice" in line
            asked = 1.0 if said == PASSING[0] else 0.05
            assert second - first > asked - 0.05

    asyncio.run(main())


@IN_BOTH_WORLDS
@pytest.mark.parametrize(("said", "kind"), FINAL, ids=["401", "empty", "html"])
def test_no_token_for_good(
    talkjs_emulator: Emulator,
    front: Front,
    is_async: bool,
    said: bytes,
    kind: type[Exception],
) -> None:
    async def main() -> None:
        world: World
        front.answers.append(said)
        async with world_of(talkjs_emulator, is_async) as world:
            talk = _talk(front, talkjs_emulator, is_async)
            world.sessions.append(talk)
            with pytest.raises(kind):
                await world.do(talk.current_user.set, name="A")
            assert talk.health().state == "failed"
            # Its thread has given its answer, and may take a moment to go.
            await eventually(lambda: "talkjs-token" not in our_threads())
            assert len(front.asked) == 1

    asyncio.run(main())
