"""The command that watches: a line for each change, and an end without a traceback."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from running import EXAMPLES, Env, run, running

from minidoc.emulator.testing import Emulator
from talkjs import get_talk_session

PROGRAM = EXAMPLES / "watch_user.py"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_watches_until_a_signal(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path, number: int
) -> None:
    app_id = talkjs_emulator.app_id
    env = {**env, "TALKJS_TOKEN": talkjs_emulator.token("watcher")}
    with running(PROGRAM, "--app", app_id, "bob", env=env, cwd=tmp_path) as watching:
        assert watching.line() == "bob: there is no such user yet\n"
        talkjs_emulator.put_user("bob", name="Bob")
        assert watching.line() == "bob: 'Bob' is offline\n"
        token = talkjs_emulator.token("bob")
        with get_talk_session(app_id=app_id, user_id="bob", token=token) as bob:
            bob.current_user.get()
            assert watching.line() == "bob: 'Bob' is online\n"
        assert watching.line() == "bob: 'Bob' is offline\n"
        assert watching.end(number) == (0, "", "stopped\n")
    talkjs_emulator.quiesce()
    assert talkjs_emulator.connection_count() == 0


def test_an_error_is_one_line(env: Env, tmp_path: Path) -> None:
    missing = {**env, "TALKJS_EMULATOR_HOST": ""}
    done = run(PROGRAM, "--app", "demo-x", "bob", env=missing, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("watch_user: an app whose id begins with 'demo-'")
    assert len(done.stderr.splitlines()) == 1
