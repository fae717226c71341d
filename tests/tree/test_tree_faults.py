"""Kill -9, a full disk and other refusals, at every single step of a run.

Each is one of those that `fault_steps` counts; a run meets the fault at one after the
other, until it gets through to the end.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from faulty_steps import (
    GOT_THROUGH,
    OTHERWISE,
    REFUSED,
    child,
    die,
    full_disk,
    interrupt,
    no_exchange,
)

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import MANIFEST, FileTree, read_manifest, swap, write, write_files
from minidoc.tree.files import MARK
from minidoc.tree.manifest import manifest_of
from minidoc.tree.places import Places
from minidoc.tree.swap import repair

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

PictureOf = Callable[[Path], dict[str, str]]

OLD = FileTree.of({"a.py": "one\n", "b.py": "two\n", "sub/c.py": "three\n"})
NEW = FileTree.of({"a.py": "one\n", "b.py": "TWO\n", "d/e.py": "four\n"})
FOREIGN = {"mine.py": "mine\n", "theirs": "folder", "theirs/x": "x\n", "link": "-> x"}

OLD_PICTURE = {
    **OLD,
    **FOREIGN,
    "sub": "folder",
    MANIFEST: manifest_of(OLD, "1").text(),
}
NEW_PICTURE = {**NEW, **FOREIGN, "d": "folder", MANIFEST: manifest_of(NEW, "1").text()}


def fill(folder: Path) -> None:
    """Put the old package and the files of others into a new folder."""
    write(OLD, folder, version="1")
    (folder / "mine.py").write_text("mine\n")
    (folder / "theirs").mkdir()
    (folder / "theirs" / "x").write_text("x\n")
    os.symlink("x", folder / "link")


def each_step(
    tmp_path: Path, prepare: Callable[[Path], None], fault: Callable[[], None]
) -> list[tuple[Path, int]]:
    """Run into a fault at each step, each in a folder of its own."""
    found: list[tuple[Path, int]] = []
    for step in range(1, 400):
        folder = tmp_path / str(step) / "p"
        folder.parent.mkdir()
        prepare(folder)
        code = child(partial(write, NEW, folder, version="1"), step, fault)
        found.append((folder, code))
        if code == GOT_THROUGH:
            return found
    raise AssertionError("the run has more steps than expected")


def is_whole(folder: Path, picture: PictureOf, way: str) -> None:
    """Check that the folder is the old package or the new one."""
    if folder.exists() or way == "exchange":
        assert picture(folder) in (OLD_PICTURE, NEW_PICTURE)
    else:
        # Between the two renames; the journal says so.
        assert Places.beside(folder).journal.exists()


@pytest.mark.parametrize("next_tree", [NEW, OLD], ids=["again", "the old one"])
def test_kill_at_every_step(
    tmp_path: Path, picture: PictureOf, way: str, next_tree: FileTree
) -> None:
    ends = each_step(tmp_path, fill, die)
    assert len(ends) > 30
    for folder, code in ends:
        assert code in {GOT_THROUGH, -signal.SIGKILL}
        is_whole(folder, picture, way)
        write(next_tree, folder, version="1")
        wanted = NEW_PICTURE if next_tree is NEW else OLD_PICTURE
        assert picture(folder) == wanted
        assert [path.name for path in folder.parent.iterdir()] == ["p"]


def test_kill_at_every_step_of_the_first_run(tmp_path: Path, way: str) -> None:
    for folder, _ in each_step(tmp_path, lambda _: None, die):
        assert way
        if folder.exists():
            assert read_manifest(folder) == manifest_of(NEW, "1")
        write(NEW, folder, version="1")
        assert [path.name for path in folder.parent.iterdir()] == ["p"]


def left_over(folder: Path) -> tuple[bool, ...]:
    """Tell what stands at and beside a package, to know equal states again."""
    places = Places.beside(folder)
    siblings = (places.new, places.journal, places.old, places.trash)
    found = [path.exists() for path in (folder, *siblings)]
    return (*found, (places.new / "_manifest.json").exists())


def test_kill_the_repair_at_every_step(
    tmp_path: Path, picture: PictureOf, way: str
) -> None:
    (tmp_path / "first").mkdir()
    ends = [at for at, _ in each_step(tmp_path / "first", fill, die)]
    states = {left_over(at): step for step, at in enumerate(ends, start=1)}
    assert len(states) > 3
    for first in states.values():
        for second in range(1, 100):
            folder = tmp_path / f"{first}-{second}" / "p"
            folder.parent.mkdir()
            fill(folder)
            child(partial(write, NEW, folder, version="1"), first, die)
            code = child(partial(repair, Places.beside(folder)), second, die)
            is_whole(folder, picture, way)
            write(NEW, folder, version="1")
            assert picture(folder) == NEW_PICTURE
            assert [path.name for path in folder.parent.iterdir()] == ["p"]
            if code == GOT_THROUGH:
                break


@pytest.mark.parametrize("fault", [full_disk, interrupt])
def test_refusal_at_every_step(
    tmp_path: Path, picture: PictureOf, way: str, fault: Callable[[], None]
) -> None:
    for folder, code in each_step(tmp_path, fill, fault):
        assert code in {GOT_THROUGH, REFUSED}
        is_whole(folder, picture, way)
        write(NEW, folder, version="1")
        assert picture(folder) == NEW_PICTURE
        assert [path.name for path in folder.parent.iterdir()] == ["p"]


def test_a_refusal_while_writing_leaves_no_traces(
    tmp_path: Path, picture: PictureOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "p")

    def refuse(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(GenerationError, match="No space left on device") as caught:
        write(NEW, tmp_path / "p", version="1")
    assert caught.value.diagnostics[0].code is Code.CANNOT_WRITE
    assert picture(tmp_path / "p") == OLD_PICTURE
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_limit_on_file_sizes_leaves_the_old_package(
    tmp_path: Path, picture: PictureOf
) -> None:
    resource = pytest.importorskip("resource")
    fill(tmp_path / "p")
    big = FileTree.of({"a.py": "x" * 100_000})

    def run() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        write(big, tmp_path / "p", version="1")

    assert child(run, 0, die) == REFUSED
    assert picture(tmp_path / "p") == OLD_PICTURE


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_parent_is_a_diagnostic(tmp_path: Path, picture: PictureOf) -> None:
    fill(tmp_path / "out" / "p")
    (tmp_path / "out").chmod(0o555)
    try:
        with pytest.raises(GenerationError) as caught:
            write(NEW, tmp_path / "out" / "p", version="1")
    finally:
        (tmp_path / "out").chmod(0o755)
    assert caught.value.diagnostics[0].code is Code.CANNOT_WRITE
    assert picture(tmp_path / "out" / "p") == OLD_PICTURE


def test_two_runs_at_once_end_in_one_of_their_packages(
    tmp_path: Path, picture: PictureOf, way: str
) -> None:
    assert way
    fill(tmp_path / "p")
    pids: list[int] = []
    for number in range(8):
        pid = os.fork()
        if not pid:
            code = OTHERWISE
            try:
                write(NEW if number % 2 else OLD, tmp_path / "p", version="1")
                code = GOT_THROUGH
            finally:
                os._exit(code)
        pids.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * 8
    assert picture(tmp_path / "p") in (OLD_PICTURE, NEW_PICTURE)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_half_removed_old_package_brings_nothing_back(
    tmp_path: Path, picture: PictureOf, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert way
    fill(tmp_path / "p")

    def stop_half_way(path: Path) -> None:
        (path / MANIFEST).unlink(missing_ok=True)
        if path.is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(swap, "discard", stop_half_way)
        with pytest.raises(GenerationError):
            write(NEW, tmp_path / "p", version="1")
    write(NEW, tmp_path / "p", version="1")
    assert picture(tmp_path / "p") == NEW_PICTURE


def test_where_the_second_rename_fails_the_first_is_taken_back(
    tmp_path: Path, picture: PictureOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "p")
    places = Places.beside(tmp_path / "p")
    rename = os.rename

    def refuse(source: Path, goal: Path) -> None:
        if source == places.new:
            raise PermissionError(errno.EACCES, "Permission denied")
        rename(source, goal)

    monkeypatch.setattr(swap, "exchange", no_exchange)
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(GenerationError, match="Permission denied"):
        write(NEW, tmp_path / "p", version="1")
    assert picture(tmp_path / "p") == OLD_PICTURE
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


# Leftovers that only a person can have made of them.


def put_thing(path: Path, thing: str, victim: Path) -> None:
    """Put a folder with a file, a file, or a link that leads elsewhere."""
    if thing == "folder":
        path.mkdir()
        (path / "x").write_text("x\n")
    elif thing == "file":
        path.write_text("x\n")
    else:
        os.symlink(victim, path)


@pytest.mark.parametrize(
    ("before", "after"), [("link", "folder"), ("folder", "link"), ("folder", "file")]
)
def test_what_became_another_thing_meanwhile_is_kept_beside_it(
    tmp_path: Path, picture: PictureOf, before: str, after: str
) -> None:
    (tmp_path / "victim").mkdir()
    write(NEW, tmp_path / "p", version="1")
    places = Places.beside(tmp_path / "p")
    write(OLD, tmp_path / "q", version="1")
    os.rename(tmp_path / "q", places.old)
    put_thing(places.old / "theirs", before, tmp_path / "victim")
    put_thing(places.target / "theirs", after, tmp_path / "victim")
    was, now = picture(places.old), picture(places.target)
    write(NEW, tmp_path / "p", version="1")
    kept = {
        path.replace("theirs", "theirs.minidoc-kept"): text
        for path, text in was.items()
        if path.startswith("theirs")
    }
    assert picture(tmp_path / "p") == now | kept
    assert sorted(os.listdir(tmp_path)) == ["p", "victim"]
    assert os.listdir(tmp_path / "victim") == []


def test_a_package_restored_by_hand_wins_over_a_journal(
    tmp_path: Path, picture: PictureOf
) -> None:
    fill(tmp_path / "p")
    places = Places.beside(tmp_path / "p")
    os.rename(places.target, places.old)
    write(NEW, tmp_path / "q", version="1")
    os.rename(tmp_path / "q", places.new)
    places.journal.touch()
    write(OLD, tmp_path / "r", version="1")
    os.rename(tmp_path / "r", places.target)
    repair(places)
    # What others had in the old folder came along.
    assert picture(tmp_path / "p") == OLD_PICTURE
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_an_old_package_alone_is_put_back(tmp_path: Path, picture: PictureOf) -> None:
    fill(tmp_path / "p")
    places = Places.beside(tmp_path / "p")
    os.rename(places.target, places.old)
    repair(places)
    assert picture(tmp_path / "p") == OLD_PICTURE
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_an_unfinished_folder_without_journal_is_never_taken(tmp_path: Path) -> None:
    places = Places.beside(tmp_path / "p")
    places.new.mkdir()
    repair(places)
    assert list(tmp_path.iterdir()) == []


def test_leftovers_that_are_links_are_removed_not_followed(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "x").write_text("x")
    places = Places.beside(tmp_path / "p")
    for path in (places.new, places.old, places.trash, places.journal):
        os.symlink(tmp_path / "victim", path)
    repair(places)
    assert [path.name for path in tmp_path.iterdir()] == ["victim"]
    assert (tmp_path / "victim" / "x").read_text() == "x"


def test_kill_single_files_at_every_step(tmp_path: Path) -> None:
    before, after = f"{MARK}: old\n", f"{MARK}: new\n"
    old, new = {"README.md": before}, {"README.md": after, "x.toml": f"# {MARK}\n"}
    for step in range(1, 100):
        folder = tmp_path / str(step)
        write_files(FileTree.of(old), folder)
        code = child(partial(write_files, FileTree.of(new), folder), step, die)
        assert (folder / "README.md").read_text() in {before, after}
        write_files(FileTree.of(new if step % 2 else old), folder)
        found = {path.name: path.read_text() for path in folder.iterdir()}
        if step % 2:
            assert found == new
        else:
            # What a run made of other pages has written is nobody's to remove.
            assert found.pop("x.toml", new["x.toml"]) == new["x.toml"]
            assert found == old
        if code == GOT_THROUGH:
            return
    raise AssertionError("the run has more steps than expected")
