"""Row 26: the interpreter ends while sessions live: within a second, without a word."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from textwrap import indent

import pytest

from minidoc.emulator.testing import Emulator

GENERATED = Path(__file__).resolve().parents[3] / "generated"

_THREADS = """
import threading, time
from talkjs import get_talk_session
talk = get_talk_session(
    app_id={app_id!r}, user_id="alice", token={token!r}, host={host!r}
)
talk.current_user.set(name="A")
{busy}
print(time.time())
"""
_ASYNCIO = """
import asyncio, time
from talkjs import get_async_talk_session
async def main():
    global talk, subscriptions
    talk = get_async_talk_session(
        app_id={app_id!r}, user_id="alice", token={token!r}, host={host!r}
    )
    await talk.current_user.set(name="A")
{busy}
    print(time.time())
asyncio.run(main())
"""
_BUSY = {
    "idle": ("pass", "pass"),
    "subscribed": (
        """
found = []
subscriptions = [talk.user(str(n)).subscribe(found.append) for n in range(100)]
for each in subscriptions: each.connected.result(5)
""",
        """
found = []
subscriptions = [talk.user(str(n)).subscribe(found.append) for n in range(100)]
for each in subscriptions: await each.connected
""",
    ),
    "calling": (
        """
from talkjs import SessionClosedError
def call():
    try: talk.user("silent").set(name="S")
    except SessionClosedError: pass
for n in range(5): threading.Thread(target=call, daemon=True).start()
while not talk._session._driver._protocol.has_work: time.sleep(0.01)
""",
        """
calls = [asyncio.create_task(talk.user("silent").set(name="S")) for n in range(5)]
while not talk._session._driver._protocol.has_work: await asyncio.sleep(0)
""",
    ),
    "in a callback": (
        """
entered = threading.Event()
def block(snapshot): entered.set(); time.sleep(60)
subscriptions = [talk.user("bob").subscribe(block)]
entered.wait(5)
""",
        """
entered = asyncio.Event()
async def block(snapshot): entered.set(); await asyncio.sleep(60)
subscriptions = [talk.user("bob").subscribe(block)]
await entered.wait()
""",
    ),
}


@pytest.mark.parametrize("world", ["threads", "asyncio"])
@pytest.mark.parametrize("busy", _BUSY)
def test_row_26_the_interpreter_ends(
    talkjs_emulator: Emulator, busy: str, world: str
) -> None:
    is_async = world == "asyncio"
    talkjs_emulator.faults.add("drop", path="/users/silent", times=None)
    body = _BUSY[busy][is_async]
    program = (_ASYNCIO if is_async else _THREADS).format(
        app_id=talkjs_emulator.app_id,
        token=talkjs_emulator.token("alice"),
        host=talkjs_emulator.host,
        busy=indent(body, "    ") if is_async else body,
    )
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program],
        env=os.environ | {"PYTHONPATH": str(GENERATED)},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert ran.returncode == 0, ran.stderr
    last = ran.stdout.split()[-1]
    assert time.time() - float(last) < 1.0
    assert _without_our_own(ran.stderr) == ""
    closed = talkjs_emulator.journal.wait_for(
        lambda entry: entry.frame[:1] == ["close"]  # type: ignore[index]
    )
    # With its loop a session of asyncio is gone before anybody could say goodbye.
    assert closed.frame == ["close", 1000] or is_async


def _without_our_own(text: str) -> str:
    """Leave out what asyncio itself says in development mode about a slow machine."""
    return "".join(
        line for line in text.splitlines(True) if not line.startswith("Executing <")
    )
