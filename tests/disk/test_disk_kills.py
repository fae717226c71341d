"""Kill -9 at random points of generate, vendor and fetch, as processes of their own.

The output is then the old one or the new one, other people's files are as they were,
and the next run goes through and leaves nothing of the killed one behind.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from disk_scenes import Ready, chance, picture_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged")

ENDS = {0, -signal.SIGKILL, -signal.SIGXFSZ}


def kind_of_kill(luck: Random) -> str:
    """Choose what a run is killed at: a step, a write, or a time."""
    return luck.choices(["kill", "write", "time"], [8, 1, 1])[0]


def killed(ready: Ready, place: Path, kind: str, luck: Random) -> int:
    """Kill a run somewhere; return how it ended."""
    if kind == "time":
        run = ready.start(place)
        try:
            run.process.wait(luck.random() * ready.seconds)
        except subprocess.TimeoutExpired:
            run.process.kill()
        return run.wait().returncode
    most = ready.steps if kind == "kill" else ready.largest
    return ready.run(place, kind, luck.randint(1, most)).returncode


def test_a_kill(scene: Ready, tmp_path: Path, turn: int) -> None:
    ready = scene
    luck = chance(ready.folder.name, turn)
    place = ready.copy(tmp_path / "run")
    for time in range(luck.choice([1, 1, 2])):
        kind = kind_of_kill(luck)
        code = killed(ready, place, kind, luck)
        # The second run may have less to do, and be through before.
        assert code in ({-signal.SIGKILL} if (time, kind) == (0, "kill") else ENDS)
        assert ready.is_whole(place)
    done = ready.run(place)
    assert done.returncode == 0, done.stderr
    assert picture_of(place / "project") == ready.new
    assert [path for path in (place / "cache").rglob(".*") if path.is_file()] == []
