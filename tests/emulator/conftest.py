"""What the emulator's tests share: coroutines as tests, a client of the test's app."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

import pytest
from raw_client import RawClient, logged_in

from minidoc.emulator.testing import Emulator

LogIn: TypeAlias = Callable[[str], AbstractAsyncContextManager[RawClient]]

_LIMIT = 10.0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object:
    """Run a test that is a coroutine on a loop of its own, for ten seconds at most."""
    test = pyfuncitem.obj
    if not inspect.iscoroutinefunction(test):
        return None
    names = inspect.signature(test).parameters
    given = {name: pyfuncitem.funcargs[name] for name in names}

    async def limited() -> None:
        async with asyncio.timeout(_LIMIT):
            await test(**given)

    asyncio.run(limited())
    return True


@pytest.fixture
def log_in(talkjs_emulator: Emulator) -> LogIn:
    """Open a socket of a user, logged in with a token of the test's own app."""

    def open_it(user_id: str) -> AbstractAsyncContextManager[RawClient]:
        app_id, token = talkjs_emulator.app_id, talkjs_emulator.token(user_id)
        return logged_in(talkjs_emulator.host, app_id, user_id, token)

    return open_it
