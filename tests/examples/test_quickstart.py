"""The quickstarts: what they print, twice in a row, and what they leave behind."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from running import EXAMPLES, Env, run
from serving import Served

LINES = [
    "Alice sees: bob is called Bob",
    "Alice sees: Bob is online",
    "Alice sees: bob is called Robert",
    "Alice sees: Robert is offline",
]


@pytest.mark.parametrize("name", ["quickstart.py", "quickstart_sync.py"])
def test_alice_watches_bob(
    open_emulator: Served, open_env: Env, tmp_path: Path, name: str
) -> None:
    for _ in range(2):  # bob is unknown at first, and is called Robert the second time
        done = run(EXAMPLES / name, env=open_env, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == LINES
    found = httpx2.get(f"{open_emulator.url}/__emulator/export").json()
    [(app_id, app)] = found["apps"].items()
    assert app_id == "demo-quickstart"
    assert {key: user["name"] for key, user in app["users"].items()} == {
        "bob": "Robert"
    }
    overview = httpx2.get(f"{open_emulator.url}/__emulator/overview").json()
    assert [each["sessions"] for each in overview["apps"]] == [[]]


@pytest.mark.parametrize("name", ["quickstart.py", "quickstart_sync.py"])
def test_without_an_emulator(open_env: Env, tmp_path: Path, name: str) -> None:
    nowhere = {**open_env, "TALKJS_EMULATOR_HOST": ""}
    done = run(EXAMPLES / name, env=nowhere, cwd=tmp_path)
    assert done.returncode == 1
    assert "pass host= or set TALKJS_EMULATOR_HOST" in done.stderr
