"""An update replaces what is ours, keeps what is not, and loses nobody's change."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import SUMS, read_manifest, write
from minidoc.vendor import ChangedByHandError, Contents, check, put, readable

Picture = Callable[[Path], dict[str, str]]


@pytest.fixture
def folder(tmp_path: Path, old: Contents) -> Path:
    """A vendored package with a file of somebody else in it."""
    place = tmp_path / "sdk"
    put(old, place, force=False)
    (place / "mine.py").write_text("mine = 1\n")
    return place


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def _differences(comparison_of: Contents, folder: Path) -> list[tuple[str, str]]:
    found = check(comparison_of, folder, exact=False)
    return [(each.path, each.status.value) for each in found.differences]


def test_an_update(folder: Path, old: Contents, new: Contents) -> None:
    assert _differences(old, folder) == []
    assert _differences(new, folder) == [
        (SUMS, "changed"),
        ("gone.py", "surplus"),
        ("rooms.py", "missing"),
        ("users.py", "changed"),
    ]
    before = (folder / "__init__.py").stat()
    report = put(new, folder, force=False)
    assert report.written == (SUMS, "rooms.py", "users.py")
    assert report.removed == ("gone.py",)
    assert (folder / "mine.py").read_text() == "mine = 1\n"
    assert (folder / "__init__.py").stat().st_ino == before.st_ino
    assert _differences(new, folder) == []
    assert put(new, folder, force=False).written == ()


@pytest.mark.parametrize(
    "edit",
    [
        ("users.py", "a = 1", "a = 9"),
        ("users.py", "a = 1", "a = 1  # kept"),
        ("users.py", "Users", "People"),
        ("users.py", "a = 1", "a = ("),
        ("gone.py", "x = 1", "x = 2"),
        ("__init__.py", "SDK", "Mine"),
        ("NOTICE", "minidoc", "somebody"),
        ("LICENSE", "MIT", "GPL"),
    ],
)
def test_a_change_by_hand_stops_it(
    edit: tuple[str, str, str], folder: Path, new: Contents, picture: Picture
) -> None:
    path, before, after = edit
    _change(folder / path, before, after)
    there = picture(folder.parent)
    with pytest.raises(ChangedByHandError) as caught:
        put(new, folder, force=False)
    assert picture(folder.parent) == there
    [found] = caught.value.comparison.differences
    assert found.path == path
    assert after in readable(caught.value.comparison).diff()

    put(new, folder, force=True)
    assert _differences(new, folder) == []
    assert (folder / "mine.py").read_text() == "mine = 1\n"


def test_every_change_is_listed(folder: Path, new: Contents) -> None:
    _change(folder / "users.py", "a = 1", "a = 9")
    _change(folder / "_runtime/wire.py", "Wire", "Wires")
    (folder / "gone.py").write_bytes(b"\xff")
    with pytest.raises(ChangedByHandError) as caught:
        put(new, folder, force=False)
    paths = [each.path for each in caught.value.comparison.differences]
    assert paths == ["_runtime/wire.py", "gone.py", "users.py"]
    assert str(caught.value) == "_runtime/wire.py, gone.py, users.py"


def test_formatting_is_no_change_by_hand(folder: Path, new: Contents) -> None:
    text = (folder / "users.py").read_text().replace("\n\na = 1", "\n\n\n\na  =  (1)")
    (folder / "users.py").write_text(f"# Copyright ACME\n{text}", newline="\r\n")
    assert "users.py" in put(new, folder, force=False).written
    assert _differences(new, folder) == []


def test_what_an_update_brings_may_be_there_already(
    folder: Path, new: Contents
) -> None:
    """Somebody put the fix in by hand; nothing is lost."""
    _change(folder / "users.py", "b = 2", "b = 3")
    put(new, folder, force=False)
    assert _differences(new, folder) == []


def test_a_missing_file_comes_back(folder: Path, old: Contents) -> None:
    (folder / "users.py").unlink()
    assert _differences(old, folder) == [("users.py", "missing")]
    assert put(old, folder, force=False).written == ("users.py",)


def test_what_generate_wrote_is_taken_over(tmp_path: Path, new: Contents) -> None:
    tree = {k: v for k, v in new.files.items() if k not in {"LICENSE", "NOTICE"}}
    write(type(new.files).of(tree), tmp_path / "sdk", version="0.1")
    _change(tmp_path / "sdk/users.py", "b = 3", "b = 4")
    with pytest.raises(ChangedByHandError):
        put(new, tmp_path / "sdk", force=False)
    _change(tmp_path / "sdk/users.py", "b = 4", "b  =  3")
    report = put(new, tmp_path / "sdk", force=False)
    assert report.removed == ("_manifest.json",)
    assert _differences(new, tmp_path / "sdk") == []


def test_bytes(folder: Path, old: Contents) -> None:
    _change(folder / "users.py", "a = 1", "a  = 1")
    assert check(old, folder, exact=False).in_sync
    [found] = check(old, folder, exact=True).differences
    assert found.path == "users.py"


def test_another_version_is_no_drift(folder: Path, old: Contents) -> None:
    _change(folder / SUMS, f"minidoc {old.manifest.version}", "minidoc 99.0")
    with pytest.raises(GenerationError) as caught:
        check(old, folder, exact=False)
    [found] = caught.value.diagnostics
    assert found.code is Code.VERSION_MISMATCH
    assert "minidoc-sdk==99.0" in found.hint
    assert "minidoc vendor" in found.hint
    assert put(old, folder, force=False).written == (SUMS,)


def test_a_manifest_with_a_wrong_sum_is_found(folder: Path, old: Contents) -> None:
    """Whoever changes a file and its sum alike: the pages give another one."""
    digest = old.manifest.files["users.py"]
    _change(folder / SUMS, digest, "1" * 64)
    assert _differences(old, folder) == [(SUMS, "changed")]


# Kill -9 at every step towards the system; `tests/tree` does the same for the writing.

_STEPS = {"open", "fcntl.flock", "ctypes.dlsym", "shutil.rmtree"}


def _killed_at(step: int, run: Callable[[], object]) -> bool:
    """Run in a fork that is killed at the given step; False if it gets through."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            _count_down(step)
            run()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, -signal.SIGKILL}
    return code != 0


def _count_down(step: int) -> None:
    left = step

    def hook(event: str, _: tuple[object, ...]) -> None:
        nonlocal left
        if event in _STEPS or event.startswith("os."):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _steps(run_at: Callable[[int], bool]) -> Iterator[int]:
    for step in range(1, 500):
        yield step
        if not run_at(step):
            return
    raise AssertionError("the run has more steps than expected")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("force", [False, True])
def test_killed_at_every_step(
    force: bool, tmp_path: Path, old: Contents, new: Contents, picture: Picture
) -> None:
    """Before or after, never between; and the next run completes it."""

    def filled(place: Path) -> Path:
        put(old, place, force=False)
        (place / "mine.py").write_text("mine = 1\n")
        if force:
            _change(place / "users.py", "a = 1", "a = 9")
        return place

    before = picture(filled(tmp_path / "before"))
    put(new, filled(tmp_path / "after"), force=True)
    after = picture(tmp_path / "after")

    seen: set[bool] = set()

    def run_at(step: int) -> bool:
        place = filled(tmp_path / str(step) / "sdk")
        killed = _killed_at(step, lambda: put(new, place, force=force))
        there = picture(place)
        assert there in (before, after)
        seen.add(there == after)
        put(new, place, force=force)
        assert picture(place) == after
        assert [path.name for path in place.parent.iterdir()] == ["sdk"]
        return killed

    steps = list(_steps(run_at))
    assert len(steps) > 20
    assert seen == {False, True}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_while_it_is_put_there_first(
    tmp_path: Path, new: Contents, picture: Picture
) -> None:
    put(new, tmp_path / "after/sdk", force=False)

    def run_at(step: int) -> bool:
        place = tmp_path / str(step) / "acme" / "sdk"
        killed = _killed_at(step, lambda: put(new, place, force=False))
        assert not place.exists() or picture(place) == picture(tmp_path / "after/sdk")
        put(new, place, force=False)
        manifest = read_manifest(place)
        assert manifest is not None
        assert dict(manifest.files) == dict(new.manifest.files)
        return killed

    assert len(list(_steps(run_at))) > 10
