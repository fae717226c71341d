"""pytest plugin: the emulator as a fixture. Every pytest loads it, so it is small."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from minidoc.emulator.testing import Emulator
    from minidoc.emulator.thread import ServiceThread

HOST_VARIABLE = "TALKJS_EMULATOR_HOST"
_SECRET = "the secret of every test"  # noqa: S105
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def talkjs_emulator_thread() -> Iterator[ServiceThread]:
    """The running emulator that the tests of a session share."""
    try:
        from minidoc.emulator.service import Options
        from minidoc.emulator.thread import ServiceThread
    except ModuleNotFoundError as error:
        pytest.fail(f"{error}: pip install 'minidoc-sdk[emulator]'", pytrace=False)
    thread = ServiceThread(Options(secret=_SECRET, gives_tokens=True))
    yield thread
    thread.stop()


@pytest.fixture
def talkjs_emulator(
    talkjs_emulator_thread: ServiceThread, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Emulator]:
    """A local TalkJS service, with an app of the test's own.

    The SDK finds it by itself (`TALKJS_EMULATOR_HOST`), and needs no token; one that it
    is given is checked, signature and all. While the fixture is in use, a connection to
    any host but loopback raises.
    """
    from minidoc.emulator.loopback import only_loopback
    from minidoc.emulator.testing import Emulator

    app_id = f"demo-{os.getpid()}-{next(_numbers)}"
    emulator = Emulator(talkjs_emulator_thread, app_id, _SECRET)
    monkeypatch.setenv(HOST_VARIABLE, emulator.host)
    with only_loopback():
        yield emulator
    emulator.discard()
