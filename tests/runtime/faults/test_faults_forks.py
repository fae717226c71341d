"""Row 25: a fork after connecting, as servers do that load a program before they fork.

The child gets its own connection or a typed error; it writes nothing on its parent's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minidoc.emulator.testing import Emulator

GENERATED = Path(__file__).resolve().parents[3] / "generated"
_THREADS = """
import os, sys
from talkjs import ForkedProcessError, get_talk_session
options = dict(app_id={app_id!r}, user_id="alice", token={token!r}, host={host!r})
talk = get_talk_session(**options)
talk.current_user.set(name="A")
watched = [talk.user("u%d" % n).subscribe(lambda user: None) for n in range({many})]
for each in watched: each.connected.result(5)
child = os.fork()
if child == 0:
    for use in (talk.user("x").get, talk.user("x").subscribe):
        try: use()
        except ForkedProcessError: pass
        else: os._exit(3)
    for each in watched: each.unsubscribe()
    own = get_talk_session(**options)
    own.user("child").set(name="Child")
    own.close()
    talk.close()
    sys.exit(0)  # with all that an interpreter does at its end
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert talk.user("child").get().name == "Child"
assert talk.health().reconnects == 0
talk.close()
"""
_WHILE_LOCKED = """
import asyncio, os, signal, threading
from talkjs import ForkedProcessError, get_async_talk_session, get_talk_session
from talkjs._runtime import OpenEnum, enums, owners
class Kind(OpenEnum): KNOWN = "known"
options = dict(app_id={app_id!r}, user_id="alice", token={token!r}, host={host!r})
talk = get_talk_session(**options)
watched = [talk.user("u%d" % n).subscribe(lambda user: None) for n in range({many})]
for each in watched: each.connected.result(5)
state = talk._session
locks = [
    state._lock, state._watching.handlers._lock, enums._unknown._lock,
    owners.sessions._lock, owners._registries._lock,
    *(each._feed._lock for each in watched),
]
are_held, may_go = threading.Event(), threading.Event()
def hold():
    for each in locks: each.acquire()
    are_held.set()
    may_go.wait()
    for each in locks: each.release()
holder = threading.Thread(target=hold)
holder.start()
are_held.wait()
child = os.fork()
if child == 0:
    signal.alarm(10)  # instead of hanging
    for each in watched:
        assert isinstance(each.state.error, ForkedProcessError)
        try: list(each)
        except ForkedProcessError: pass
        else: os._exit(3)
        each.unsubscribe()
    talk.on_error(print).unsubscribe()
    assert talk.health().state == "failed"
    talk.close()
    assert talk.health().state == "closed"
    assert Kind("unknown").value == "unknown"
    own = get_talk_session(**options)
    assert own is not talk
    own.user("child").set(name="Child")
    own.close()
    async def main():
        async with get_async_talk_session(**options) as own:
            await own.user("child").get()
    asyncio.run(main())
    os._exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
may_go.set()
holder.join()
assert talk.user("child").get().name == "Child"
assert talk.health().reconnects == 0
talk.close()
"""
_ASYNCIO = """
import asyncio, os, sys
from talkjs import ForkedProcessError, get_async_talk_session
options = dict(app_id={app_id!r}, user_id="alice", token={token!r}, host={host!r})

async def in_child(talk, watched):
    for use in (lambda: talk.user("x").get(), lambda: talk.user("x").subscribe()):
        try:
            made = use()
            if hasattr(made, "__await__"): await made
        except ForkedProcessError: pass
        else: os._exit(3)
    own = get_async_talk_session(**options)
    await own.user("child").set(name="Child")
    await own.aclose()
    await talk.aclose()

async def main():
    talk = get_async_talk_session(**options)
    await talk.current_user.set(name="A")
    watched = [talk.user("u%d" % n).subscribe(lambda user: None) for n in range({many})]
    for each in watched: await each.connected
    child = os.fork()
    if child == 0:
        asyncio._set_running_loop(None)
        asyncio.run(in_child(talk, watched))
        os._exit(0)  # the loop that was forked cannot be left in any other way
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (await talk.user("child").get()).name == "Child"
    assert talk.health().reconnects == 0
    await talk.aclose()

asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("many", [0, 100], ids=["idle", "subscribed"])
@pytest.mark.parametrize("program", [_THREADS, _ASYNCIO], ids=["threads", "asyncio"])
def test_row_25_a_fork(talkjs_emulator: Emulator, program: str, many: int) -> None:
    _run(talkjs_emulator, program, many)
    _two_connections_that_do_not_mix(talkjs_emulator)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_row_25_a_fork_while_another_thread_holds_locks(
    talkjs_emulator: Emulator,
) -> None:
    """Nobody would ever release them in the child."""
    _run(talkjs_emulator, _WHILE_LOCKED, 3)


def _run(emulator: Emulator, program: str, many: int) -> None:
    text = program.format(
        app_id=emulator.app_id,
        token=emulator.token("alice"),
        host=emulator.host,
        many=many,
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text],
        env=os.environ | {"PYTHONPATH": str(GENERATED)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def _two_connections_that_do_not_mix(emulator: Emulator) -> None:
    """The child wrote by its own connection; both were closed by a handshake."""
    writes = emulator.journal.requests("PUT")
    [parents] = {each.connection for each in writes if each.path == "/users/alice"}
    [childs] = {each.connection for each in writes if each.path == "/users/child"}
    assert parents != childs
    emulator.journal.wait_for(
        lambda e: e.connection == parents and e.frame == ["close", 1000]
    )
    sent: list[Any] = [
        each.frame for each in emulator.journal.requests() if each.connection == parents
    ]
    numbers = [frame[0] for frame in sent]
    assert numbers == sorted(set(numbers)), "one writer, that counts its requests"
