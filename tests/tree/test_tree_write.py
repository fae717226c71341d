"""Writing: all at once, only what changed, and nothing of anybody else's."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import (
    MANIFEST,
    FileTree,
    WriteReport,
    compare,
    lock as lock_module,
    write,
    writing,
)
from minidoc.tree.lock import exclusive
from minidoc.tree.places import Places
from minidoc.tree.plan import Plan
from minidoc.tree.stage import build, create
from minidoc.tree.swap import swap

OLD = FileTree.of({"a.py": "one\n", "b.py": "two\n", "sub/c.py": "three\n"})
NEW = FileTree.of({"a.py": "one\n", "b.py": "TWO\n", "d/e.py": "four\n"})

PictureOf = Callable[[Path], dict[str, str]]

pytestmark = pytest.mark.usefixtures("way")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder that holds the old package; nothing else is beside it."""
    (tmp_path / "out").mkdir()
    write(OLD, tmp_path / "out" / "p", version="1")
    return tmp_path / "out" / "p"


def code_of(caught: pytest.ExceptionInfo[GenerationError]) -> Code:
    (code,) = {found.code for found in caught.value.diagnostics}
    return code


def put(tree: FileTree, folder: Path) -> WriteReport:
    """Write, and check what holds after each successful run."""
    report = write(tree, folder, version="1")
    assert compare(tree, folder, version="1").in_sync
    assert Places.beside(folder.resolve()).are_clean()
    return report


# What a run does.


def test_makes_a_missing_folder_and_those_above_it(tmp_path: Path) -> None:
    report = put(OLD, tmp_path / "not" / "there" / "p")
    assert report == WriteReport((MANIFEST, "a.py", "b.py", "sub/c.py"), (), ())


def test_fills_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    put(OLD, tmp_path / "p")


def test_writes_bytes_as_they_are(tmp_path: Path) -> None:
    put(FileTree.of({"a.py": "é\n\n", "py.typed": ""}), tmp_path / "p")
    assert (tmp_path / "p" / "a.py").read_bytes() == b"\xc3\xa9\n\n"
    assert (tmp_path / "p" / "py.typed").read_bytes() == b""


def test_reports_what_it_did(package: Path, picture: PictureOf) -> None:
    report = put(NEW, package)
    assert report.written == (MANIFEST, "b.py", "d/e.py")
    assert report.removed == ("sub/c.py",)
    assert report.unchanged == ("a.py",)
    files = {k: v for k, v in picture(package).items() if k != MANIFEST}
    assert files == {
        "a.py": "one\n",
        "b.py": "TWO\n",
        "d": "folder",
        "d/e.py": "four\n",
    }


def test_leaves_nothing_beside_the_package(package: Path) -> None:
    put(NEW, package)
    assert [path.name for path in package.parent.iterdir()] == ["p"]


def test_touches_nothing_when_nothing_changed(package: Path) -> None:
    def facts() -> list[tuple[Path, int, int]]:
        paths = [*sorted(package.parent.rglob("*")), package.parent]
        found = [(path, path.stat()) for path in paths]
        return [(path, stat.st_ino, stat.st_mtime_ns) for path, stat in found]

    before = facts()
    report = put(OLD, package)
    assert (report.written, report.removed) == ((), ())
    assert facts() == before


def test_an_unchanged_file_keeps_its_inode_and_its_times(package: Path) -> None:
    os.utime(package / "a.py", ns=(1_000, 2_000))
    before = (package / "a.py").stat()
    put(NEW, package)
    after = (package / "a.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, 2_000)


def test_a_local_change_is_overwritten_and_not_written_through(package: Path) -> None:
    other = package.parent / "linked"
    (package / "a.py").write_text("edited\n")
    os.link(package / "a.py", other)
    assert put(OLD, package).written == ("a.py",)
    assert other.read_text() == "edited\n"


def test_crlf_on_disk_is_written_anew(package: Path) -> None:
    (package / "a.py").write_bytes(b"one\r\n")
    assert put(OLD, package).written == ("a.py",)


def test_another_version_may_be_overwritten(package: Path) -> None:
    assert write(OLD, package, version="2").written == (MANIFEST,)
    assert compare(OLD, package, version="2").in_sync


def test_a_file_may_become_a_folder_and_back(tmp_path: Path) -> None:
    one, other = FileTree.of({"x": "1\n"}), FileTree.of({"x/y/z": "2\n"})
    put(one, tmp_path / "p")
    put(other, tmp_path / "p")
    put(one, tmp_path / "p")


def test_bytecode_beside_our_files_goes_with_the_old_text(package: Path) -> None:
    for folder in (package, package / "sub"):
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "c.pyc").write_text("")
    put(NEW, package)
    assert not (package / "sub").exists()
    assert not (package / "__pycache__").exists()


def test_folders_keep_their_permissions(package: Path) -> None:
    package.chmod(0o750)
    put(NEW, package)
    assert package.stat().st_mode & 0o777 == 0o750


def test_relative_folders_work(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package.parent)
    put(NEW, Path("p"))
    put(OLD, Path("q/../p"))


def test_a_folder_behind_a_link_works(package: Path, tmp_path: Path) -> None:
    os.symlink(package.parent, tmp_path / "link")
    put(NEW, tmp_path / "link" / "p")
    assert compare(NEW, package, version="1").in_sync


def test_what_is_written_is_durable_before_the_swap(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    fsync = os.fsync

    def spy(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    def swap_now(places: Places) -> None:
        inodes = {path.stat().st_ino for path in places.new.rglob("*")}
        inodes -= {(places.target / "a.py").stat().st_ino}
        assert inodes | {places.new.stat().st_ino} <= synced
        swap(places)

    monkeypatch.setattr(os, "fsync", spy)
    monkeypatch.setattr(writing, "swap", swap_now)
    put(NEW, package)


# What belongs to others.


@pytest.fixture
def shared(package: Path) -> Path:
    """The old package with everything in it that others may have put there."""
    (package / "mine.py").write_text("mine\n")
    (package / "sub" / "notes.txt").write_text("notes\n")
    (package / "theirs" / "deep").mkdir(parents=True)
    (package / "theirs" / "deep" / "x.bin").write_text("x")
    (package / "theirs" / "__pycache__").mkdir()
    (package / "theirs" / "__pycache__" / "y.pyc").write_text("")
    (package / "empty").mkdir()
    os.symlink("mine.py", package / "link.py")
    os.symlink("/nowhere", package / "dangling")
    os.symlink("theirs", package / "link_to_folder")
    return package


def _foreign(found: dict[str, str]) -> dict[str, str]:
    ours = {*OLD, *NEW, MANIFEST, "d", "sub"}
    return {path: what for path, what in found.items() if path not in ours}


def test_keeps_what_others_put_there(shared: Path, picture: PictureOf) -> None:
    before = _foreign(picture(shared))
    assert put(NEW, shared).removed == ("sub/c.py",)
    assert _foreign(picture(shared)) == before
    assert not (shared / "sub" / "c.py").exists()


def test_keeps_inodes_and_times_of_others(shared: Path) -> None:
    for name in ("mine.py", "theirs", "theirs/deep", "theirs/deep/x.bin", "empty"):
        os.utime(shared / name, ns=(1_000, 2_000))
    inodes = {p: p.lstat().st_ino for p in shared.rglob("*") if not p.is_dir()}
    times = {p: p.lstat().st_mtime_ns for p in (shared / "theirs").rglob("*")}
    put(NEW, shared)
    assert (shared / "theirs").stat().st_mtime_ns == 2_000
    assert {p: p.lstat().st_mtime_ns for p in times} == times
    kept = [
        p for p in inodes if p.relative_to(shared).as_posix() in {"mine.py", "link.py"}
    ]
    assert len(kept) == 2
    assert all(p.lstat().st_ino == inodes[p] for p in kept)


def test_copies_where_hard_links_fail(
    shared: Path, picture: PictureOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    os.utime(shared / "mine.py", ns=(1_000, 2_000))
    os.utime(shared / "a.py", ns=(1_000, 2_000))
    inode = (shared / "mine.py").stat().st_ino
    before = _foreign(picture(shared))
    put(NEW, shared)
    assert _foreign(picture(shared)) == before
    assert (shared / "mine.py").stat().st_mtime_ns == 2_000
    assert (shared / "a.py").stat().st_mtime_ns == 2_000
    # The old folder's own file was moved over its copy.
    assert (shared / "mine.py").stat().st_ino == inode


def test_a_pipe_is_carried_and_never_opened(shared: Path) -> None:
    os.mkfifo(shared / "pipe")
    put(NEW, shared)
    assert (shared / "pipe").is_fifo()


def test_a_pipe_that_cannot_be_linked_stops_the_run(
    shared: Path, picture: PictureOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    before = picture(shared)
    os.mkfifo(shared / "pipe")
    with pytest.raises(GenerationError) as caught:
        write(NEW, shared, version="1")
    assert code_of(caught) is Code.CANNOT_WRITE
    # Reading it to copy it was not even tried.
    assert isinstance(caught.value.__cause__, PermissionError)
    (shared / "pipe").unlink()
    assert picture(shared) == before


def test_a_folder_without_write_permission_is_carried(shared: Path) -> None:
    (shared / "theirs").chmod(0o555)
    put(NEW, shared)
    assert (shared / "theirs").stat().st_mode & 0o777 == 0o555
    (shared / "theirs").chmod(0o755)


def test_a_file_that_comes_in_meanwhile_is_kept(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(plan: Plan, places: Places) -> None:
        build(plan, places)
        (shared / "late.py").write_text("late\n")
        (shared / "theirs" / "late").mkdir()
        (shared / "theirs" / "late" / "x").write_text("late\n")
        (shared / "mine.py").unlink()
        (shared / "mine.py").write_text("edited meanwhile\n")

    monkeypatch.setattr(writing, "build", late)
    put(NEW, shared)
    assert (shared / "late.py").read_text() == "late\n"
    assert (shared / "theirs" / "late" / "x").read_text() == "late\n"
    assert (shared / "mine.py").read_text() == "edited meanwhile\n"


# What is refused.


def refused(tree: FileTree, folder: Path, around: Path) -> Code:
    """Write where it must not be, and check that nothing at all was touched."""
    before = sorted((p, p.lstat().st_mtime_ns) for p in around.rglob("*"))
    with pytest.raises(GenerationError) as caught:
        write(tree, folder, version="1")
    assert sorted((p, p.lstat().st_mtime_ns) for p in around.rglob("*")) == before
    assert all(found.hint for found in caught.value.diagnostics)
    return code_of(caught)


@pytest.mark.parametrize("goal", ["real", "nowhere"])
def test_refuses_a_link(tmp_path: Path, goal: str) -> None:
    (tmp_path / "real").mkdir()
    os.symlink(goal, tmp_path / "p")
    assert refused(OLD, tmp_path / "p", tmp_path) is Code.FOREIGN_OUTPUT


def test_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("mine\n")
    assert refused(OLD, tmp_path / "p", tmp_path) is Code.FOREIGN_OUTPUT


def test_refuses_to_overwrite_in_a_folder_without_manifest(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.py").write_text("mine\n")
    assert refused(OLD, tmp_path / "p", tmp_path) is Code.FOREIGN_OUTPUT


def test_refuses_to_overwrite_a_file_that_the_manifest_does_not_list(
    package: Path,
) -> None:
    (package / "d").mkdir()
    (package / "d" / "e.py").write_text("mine\n")
    assert refused(NEW, package, package.parent) is Code.FOREIGN_OUTPUT


def test_takes_over_files_without_manifest_that_are_equal(package: Path) -> None:
    (package / MANIFEST).unlink()
    assert put(OLD, package).written == (MANIFEST,)


@pytest.mark.parametrize("path", ["a.py", "sub/c.py", "b.py"])
@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_refuses_a_path_of_ours_that_is_no_file(
    package: Path, path: str, kind: str
) -> None:
    (package / path).rename(package.parent / "moved")
    if kind == "link":
        os.symlink(package.parent / "moved", package / path)
    elif kind == "folder":
        (package / path).mkdir()
    else:
        os.mkfifo(package / path)
    assert refused(NEW, package, package.parent) is Code.FOREIGN_OUTPUT


def test_refuses_a_linked_folder_above_a_path_of_ours(package: Path) -> None:
    (package / "sub").rename(package.parent / "elsewhere")
    os.symlink(package.parent / "elsewhere", package / "sub")
    changed = FileTree.of({**OLD, "a.py": "changed\n"})
    assert refused(changed, package, package.parent) is Code.FOREIGN_OUTPUT


def test_a_linked_folder_where_only_stale_files_were_is_kept(package: Path) -> None:
    (package / "sub").rename(package.parent / "elsewhere")
    os.symlink(package.parent / "elsewhere", package / "sub")
    put(NEW, package)
    assert (package / "sub").is_symlink()
    assert (package.parent / "elsewhere" / "c.py").read_text() == "three\n"


def test_refuses_a_foreign_file_in_the_place_of_a_folder(package: Path) -> None:
    (package / "d").write_text("mine\n")
    assert refused(NEW, package, package.parent) is Code.FOREIGN_OUTPUT


def test_refuses_a_foreign_file_below_a_path_of_ours(package: Path) -> None:
    (package / "sub" / "mine.txt").write_text("mine\n")
    tree = FileTree.of({"sub": "now a file\n"})
    assert refused(tree, package, package.parent) is Code.FOREIGN_OUTPUT


def test_refuses_a_corrupt_manifest(package: Path) -> None:
    (package / MANIFEST).write_text("<<<<<<< HEAD\n")
    assert refused(NEW, package, package.parent) is Code.FOREIGN_OUTPUT


def test_a_manifest_cannot_make_us_remove_what_lies_outside(package: Path) -> None:
    (package.parent / "victim").write_text("mine\n")
    text = (package / MANIFEST).read_text()
    (package / MANIFEST).write_text(text.replace("sub/c.py", "../victim"))
    assert refused(NEW, package, package.parent) is Code.FOREIGN_OUTPUT


def test_refuses_to_swap_the_working_directory(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for here in (package, package / "sub"):
        monkeypatch.chdir(here)
        with pytest.raises(GenerationError) as caught:
            write(NEW, package, version="1")
        assert code_of(caught) is Code.UNSAFE_OUTPUT
    monkeypatch.chdir(package)
    assert put(OLD, Path(".")).written == ()


def test_reports_every_conflict_in_order(package: Path) -> None:
    (package / "d").mkdir()
    (package / "d" / "e.py").write_text("mine\n")
    (package / "a.py").unlink()
    (package / "a.py").mkdir()
    with pytest.raises(GenerationError) as caught:
        write(NEW, package, version="1")
    messages = [found.message for found in caught.value.diagnostics]
    assert [text.partition(" is not ours")[0] for text in messages] == [
        f"{package}/a.py",
        f"{package}/d/e.py",
    ]


def test_refuses_the_root_of_the_file_system() -> None:
    with pytest.raises(GenerationError, match="root") as caught:
        write(OLD, Path("/"), version="1")
    assert code_of(caught) is Code.CANNOT_WRITE


def test_a_path_that_no_system_knows_is_a_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(GenerationError) as caught:
        write(OLD, tmp_path / "a\0b", version="1")
    assert code_of(caught) is Code.CANNOT_WRITE


def test_a_new_file_is_never_written_into_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine\n")
    os.symlink("nowhere", tmp_path / "link")
    for name in ("file", "link"):
        with pytest.raises(FileExistsError):
            create(tmp_path / name, b"ours\n")
    assert (tmp_path / "file").read_text() == "mine\n"
    assert not (tmp_path / "nowhere").exists()


# Two runs at once.


def test_a_second_run_gives_up_clearly(
    package: Path, monkeypatch: pytest.MonkeyPatch, picture: PictureOf
) -> None:
    monkeypatch.setattr(lock_module, "WAIT_SECONDS", 0.0)
    before = picture(package)
    with (
        exclusive(Places.beside(package).lock),
        pytest.raises(GenerationError, match="another run") as caught,
    ):
        write(NEW, package, version="1")
    assert code_of(caught) is Code.CANNOT_WRITE
    assert picture(package) == before
    put(NEW, package)


def test_the_lock_of_a_removed_file_counts_for_nothing(package: Path) -> None:
    lock = Places.beside(package).lock
    with exclusive(lock):
        lock.unlink()
        put(NEW, package)


def test_a_lock_file_that_is_a_link_is_not_followed(package: Path) -> None:
    os.symlink(package.parent / "victim", Places.beside(package).lock)
    with pytest.raises(GenerationError) as caught:
        write(NEW, package, version="1")
    assert code_of(caught) is Code.CANNOT_WRITE
    assert not (package.parent / "victim").exists()


def test_one_file_of_many_that_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = FileTree.of({f"m{number}.py": "x = 1\n" for number in range(20)})
    fsync = os.fsync
    asked: list[int] = []

    def refuse_one(handle: int) -> None:
        asked.append(handle)
        if len(asked) == 7:
            raise OSError(errno.EIO, "Input/output error")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", refuse_one)
    with pytest.raises(GenerationError, match="cannot write"):
        write(many, tmp_path / "sdk", version="1")
    assert not (tmp_path / "sdk").exists()
