"""Disks that are full from some point on, file sizes with a limit, read-only folders.

A run is then refused with a diagnostic, and the old output is whole; or all that there
was no room for was the cache, and the output is the new one.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from disk_scenes import Ready, chance, picture_of, started
from small_disk import SmallDisk, small_disk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged")

KILOBYTE = 1024


def is_refused_or_done(
    ready: Ready, place: Path, code: int, err: str, *, left: bool = False
) -> None:
    """Check how a run ended that had no room, and what it left behind."""
    found = picture_of(place / "project")
    assert ready.is_whole(place)
    if code == 0:
        # Pages are stored before what is only remembered of them.
        assert {k: v for k, v in ready.new.items() if ".minidoc" not in k} == {
            k: v for k, v in found.items() if ".minidoc" not in k
        }
        return
    assert code == 2, err
    assert "error[cannot-write]" in err
    assert "Traceback" not in err
    if not left:
        assert [path for path in found if ".minidoc-" in path] == []


def is_made_good(ready: Ready, place: Path) -> None:
    """Check that a run with room again does what it should."""
    done = ready.run(place)
    assert done.returncode == 0, done.stderr
    assert picture_of(place / "project") == ready.new


def test_no_room_from_some_step_on(scene: Ready, tmp_path: Path, turn: int) -> None:
    luck = chance(f"full {scene.folder.name}", turn)
    place = scene.copy(tmp_path / "run")
    done = scene.run(place, "full", luck.randint(1, scene.steps))
    is_refused_or_done(scene, place, done.returncode, done.stderr)
    is_made_good(scene, place)


@pytest.fixture
def disk(tmp_path: Path) -> Generator[SmallDisk]:
    """A disk of its own for each test."""
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


def run_on(disk: SmallDisk, scene: Ready) -> tuple[int, str]:
    """Run the command on the small disk; return its exit code and its errors."""
    place = disk.inside / "run"
    env = {**scene.env, "XDG_CACHE_HOME": str(place / "cache")}
    inside = ["env", f"--chdir={place}/project", *scene.command(place)]
    done = started([*disk.enter(), *inside], env, Path("/")).wait()
    return done.returncode, done.stderr


def test_a_disk_that_fills_up(scene: Ready, disk: SmallDisk, turn: int) -> None:
    luck = chance(f"small {scene.folder.name}", turn)
    place = scene.copy(disk.outside / "run")
    free = luck.randrange(0, 2 * scene.largest, 4 * KILOBYTE)
    disk.remount(f"size={disk.used() + free}")
    code, err = run_on(disk, scene)
    is_refused_or_done(scene, place, code, err)
    disk.remount("size=64m")
    code, err = run_on(disk, scene)
    assert code == 0, err
    assert picture_of(place / "project") == scene.new


def test_a_disk_that_is_read_only(scene: Ready, disk: SmallDisk) -> None:
    place = scene.copy(disk.outside / "run")
    disk.remount("ro")
    code, err = run_on(disk, scene)
    assert code == 2
    assert "error[cannot-write]" in err
    assert "Read-only file system" in err
    assert picture_of(place / "project") == scene.old
