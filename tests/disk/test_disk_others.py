"""Somebody else at the same folder: links put there meanwhile, and a second run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from disk_scenes import Ready, chance, picture_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged")


def victim_of(place: Path) -> Path:
    """Make a folder that looks like an output and must stay as it is."""
    victim = place / "victim"
    (victim / "_runtime").mkdir(parents=True)
    for name in ("__init__.py", "rooms.py", "Rooms.md", "spec.lock", "_manifest.json"):
        (victim / name).write_text("strange\n")
    (victim / "_runtime" / "wire.py").write_text("strange\n")
    return victim


def test_a_link_put_there_meanwhile(scene: Ready, tmp_path: Path, turn: int) -> None:
    luck = chance(f"link {scene.folder.name}", turn)
    place = scene.copy(tmp_path / "run")
    victim = victim_of(place)
    before = picture_of(victim)
    output = place / "project" / scene.scene.output
    replaced = luck.choice([output, output.parent, *output.rglob("*")])
    goal = victim / "rooms.py" if replaced.is_file() else victim
    link = os.pathsep.join(map(str, (replaced, place / "aside", goal)))
    step = luck.randint(1, scene.steps)
    done = scene.run(place, "link", step, more={"FAULTY_LINK": link})
    assert done.returncode in {0, 1, 2}, done.stderr
    assert "Traceback" not in done.stderr
    # A link above the output is followed, as anybody's links to a folder are.
    assert before.items() <= picture_of(victim).items()
    if replaced != output.parent:
        assert picture_of(victim) == before
    if replaced.is_symlink() and (place / "aside").exists():
        replaced.unlink()
        os.rename(place / "aside", replaced)
    # Vendored files that are gone count as edited.
    done = scene.run(place)
    assert done.returncode in {0, 1}, done.stderr
    assert before.items() <= picture_of(victim).items()


def test_two_runs_at_once(scene: Ready, tmp_path: Path) -> None:
    place = scene.copy(tmp_path / "run")
    for run in [scene.start(place) for _ in range(2)]:
        done = run.wait()
        assert done.returncode == 0, done.stderr
    assert picture_of(place / "project") == scene.new


def test_a_run_beside_one_that_is_killed(
    scene: Ready, tmp_path: Path, turn: int
) -> None:
    luck = chance(f"beside {scene.folder.name}", turn)
    place = scene.copy(tmp_path / "run")
    fated = scene.start(place, "kill", luck.randint(1, scene.steps))
    other = scene.start(place)
    fated.wait()
    done = other.wait()
    assert done.returncode == 0, done.stderr
    assert scene.is_whole(place)
    assert scene.run(place).returncode == 0
    assert picture_of(place / "project") == scene.new
