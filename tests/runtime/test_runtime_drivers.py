"""What only one of the drivers can get wrong: loops, cancelling, forks, the exit."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
import subprocess
import sys
import threading
import weakref
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from leftovers import our_threads, soon
from worlds import BRISK, Seen, World, world_of

from minidoc.emulator.service import Options
from minidoc.emulator.testing import Emulator
from minidoc.emulator.thread import ServiceThread
from talkjs import (
    AsyncTalkSession,
    ForkedProcessError,
    NotConnectedError,
    TalkSession,
    get_async_talk_session,
    get_talk_session,
)

GENERATED = Path(__file__).resolve().parents[2] / "generated"


def async_talk(emulator: Emulator, user_id: str = "alice") -> AsyncTalkSession:
    return get_async_talk_session(
        app_id=emulator.app_id, user_id=user_id, token=emulator.token(user_id)
    )


def talk(emulator: Emulator, user_id: str = "alice") -> TalkSession:
    return get_talk_session(
        app_id=emulator.app_id, user_id=user_id, token=emulator.token(user_id)
    )


# asyncio


def test_the_first_example(talkjs_emulator: Emulator) -> None:
    async def main() -> None:
        async with async_talk(talkjs_emulator) as session:
            assert async_talk(talkjs_emulator) is session
            await session.current_user.set(name="Alice")
            found = await session.current_user.get()
            assert found is not None
            assert found.name == "Alice"
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())


def test_a_subscription_with_a_callback_keeps_its_session(
    talkjs_emulator: Emulator,
) -> None:
    async def main() -> None:
        seen = Seen()
        session = async_talk(talkjs_emulator)
        subscription = weakref.ref(session.user("bob").subscribe(seen))
        del session
        gc.collect()
        talkjs_emulator.put_user("bob", name="Bob")
        await seen.until(lambda s: s is not None)
        session = async_talk(talkjs_emulator)
        assert session._session.feeds
        assert subscription() is None
        await session.aclose()

    asyncio.run(main())


def test_without_a_token_the_service_gives_one() -> None:
    service = ServiceThread(Options())

    async def main() -> None:
        async with get_async_talk_session(
            app_id="demo-open", user_id="al/ice", host=service.host
        ) as session:
            await session.current_user.set(name="Alice")

    asyncio.run(main())
    with get_talk_session(
        app_id="demo-open", user_id="al/ice", host=service.host
    ) as session:
        found = session.current_user.get()
    service.stop()
    assert found is not None
    assert found.name == "Alice"


def test_a_service_that_gives_no_token() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listener.getsockname()[1]}"

    async def main() -> None:
        async with get_async_talk_session(
            app_id="demo-none", user_id="a", host=host, timeout=1.0
        ) as session:
            with pytest.raises(NotConnectedError, match=host) as caught:
                await session.current_user.get()
            cause = caught.value.__cause__
            assert isinstance(cause, NotConnectedError)
            assert isinstance(cause.__cause__, OSError)

    asyncio.run(main())


# Threads


def test_the_first_example_with_threads(talkjs_emulator: Emulator) -> None:
    with talk(talkjs_emulator) as session:
        assert talk(talkjs_emulator) is session
        session.current_user.set(name="Alice")
        found = session.current_user.get()
        assert found is not None
        assert found.name == "Alice"
        with session.user("bob").subscribe() as subscription:
            assert next(subscription) is None
    assert our_threads() == []


def test_many_threads_and_a_close(talkjs_emulator: Emulator) -> None:
    session = talk(talkjs_emulator)
    errors: list[BaseException] = []

    def work(number: int) -> None:
        user = session.user(f"u{number}")
        try:
            for n in range(5):
                user.set(name=f"{number}.{n}")
                found = user.get()
                assert found is not None
                assert found.name == f"{number}.{n}"
        except BaseException as error:  # noqa: BLE001 - the test shows it
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == []
    assert talkjs_emulator.connection_count() == 1
    session.close()
    assert our_threads() == []


def test_a_blocked_callback_does_not_keep_close(talkjs_emulator: Emulator) -> None:
    gate, entered = threading.Event(), threading.Event()

    def block(snapshot: object) -> None:
        entered.set()
        gate.wait(10)

    session = talk(talkjs_emulator)
    session.user("bob").subscribe(block)
    assert entered.wait(5)
    began = monotonic()
    session.close()
    assert monotonic() - began < 1.5
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "talkjs-callbacks":
            thread.join(5)


def test_a_session_that_nobody_holds_is_released(talkjs_emulator: Emulator) -> None:
    session = talk(talkjs_emulator)
    session.current_user.get()
    gone = weakref.ref(session)
    del session
    gc.collect()
    assert gone() is None
    assert soon(lambda: our_threads() == [])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_after_a_fork_the_child_has_to_open_its_own(talkjs_emulator: Emulator) -> None:
    program = f"""
import os, sys
from talkjs import ForkedProcessError, get_talk_session
options = dict(
    app_id={talkjs_emulator.app_id!r}, user_id="alice",
    token={talkjs_emulator.token("alice")!r}, host={talkjs_emulator.host!r},
)
talk = get_talk_session(**options)
talk.current_user.set(name="Parent")
child = os.fork()
if child == 0:
    try:
        talk.current_user.get()
    except ForkedProcessError:
        own = get_talk_session(**options)
        own.user("child").set(name="Child")
        own.close()
        talk.close()
        os._exit(0 if own is not talk else 2)
    os._exit(1)
_, status = os.waitpid(child, 0)
assert status == 0, status
assert talk.user("child").get().name == "Child"
talk.close()
"""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=os.environ | {"PYTHONPATH": str(GENERATED)}, check=True, timeout=20,
    )  # fmt: skip
    assert ForkedProcessError("x").is_retry_safe is False


# Secrets


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
def test_no_token_shows_anywhere(
    talkjs_emulator: Emulator, is_async: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("websockets", "websockets.client", "talkjs", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    tokens: list[str] = []

    def provide() -> str:
        tokens.append(talkjs_emulator.token("alice"))
        return tokens[-1]

    async def main() -> None:
        world: World
        async with world_of(talkjs_emulator, is_async) as world:
            session = world.talk(token=None, provider=provide)
            await world.do(
                session.current_user.set, name="A", push_tokens={"fcm:hidden": True}
            )
            talkjs_emulator.expire("alice")
            await world.do(session.current_user.set, name="B")
            refused = world.talk("bob", token=tokens[0], timing=replace(BRISK, call=1))
            with pytest.raises(Exception, match="401") as caught:
                await world.do(refused.current_user.get)
            texts = [repr(session), repr(session._session), str(session.health())]
            texts += [repr(caught.value), str(caught.value), repr(vars(caught.value))]
            texts.append(repr(session._session._driver._settings))
            assert not any(token in text for token in tokens for text in texts)

    asyncio.run(main())
    own = [r for r in caplog.records if r.name.startswith("talkjs")]
    text = "\n".join(record.getMessage() for record in own)
    assert "/session/renew" in text
    assert '"name":"A"' in text
    assert "hidden" not in text
    everything = "\n".join(
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith("minidoc.emulator")
    )
    for token in tokens:
        assert token not in everything
        assert token.split(".")[1] not in everything
    assert not any(r.name.startswith("websockets.client") for r in caplog.records)
