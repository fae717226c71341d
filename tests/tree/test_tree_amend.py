"""Files among those of others: all in one step, and nothing else touched."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import pytest
from faulty_steps import GOT_THROUGH, REFUSED, child, die, full_disk, interrupt

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import amend, is_interrupted, restore
from minidoc.tree.places import Places

PictureOf = Callable[[Path], dict[str, str]]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

OLD = {"a.md": "one\n", "b.md": "two\n", "list": "a.md b.md"}
NEW = {"a.md": "ONE\n", "c.md": "three\n", "list": "a.md c.md"}
OTHERS = {"overlay.toml": "mine\n", "sub": "folder", "sub/x": "x\n", "link": "-> sub/x"}
BEFORE = {**OLD, **OTHERS}
AFTER = {**OLD, **NEW, **OTHERS}


def listed(folder: Path) -> Collection[str]:
    """Read which files are ours, as a lock would have it."""
    try:
        return {"list", *(folder / "list").read_text().split()}
    except OSError:
        return {"list"}


def put(files: dict[str, str], folder: Path) -> tuple[str, ...]:
    return amend({k: v.encode() for k, v in files.items()}, folder, listed)


def fill(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, text in OLD.items():
        (folder / name).write_text(text)
    (folder / "overlay.toml").write_text("mine\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "x").write_text("x\n")
    os.symlink("sub/x", folder / "link")


@pytest.fixture
def folder(tmp_path: Path, way: str) -> Path:
    """A folder with files of ours and of others; nothing is beside it."""
    assert way
    fill(tmp_path / "out" / "p")
    return tmp_path / "out" / "p"


def facts(folder: Path) -> dict[str, tuple[int, int]]:
    found = {path: path.lstat() for path in sorted(folder.rglob("*"))}
    return {
        path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns)
        for path, stat in found.items()
    }


def test_all_files_come_and_the_others_stay(folder: Path, picture: PictureOf) -> None:
    before = facts(folder)
    assert put(NEW, folder) == ("a.md", "c.md", "list")
    assert picture(folder) == AFTER
    assert [path.name for path in folder.parent.iterdir()] == ["p"]
    after = facts(folder)
    for name in ("b.md", "overlay.toml", "sub/x"):
        assert after[name] == before[name]


def test_nothing_is_touched_when_nothing_changes(folder: Path) -> None:
    before = facts(folder.parent)
    assert put({"a.md": "one\n"}, folder) == ()
    assert facts(folder.parent) == before


def test_a_missing_folder_is_made(tmp_path: Path, picture: PictureOf) -> None:
    assert put(NEW, tmp_path / "x" / "p") == ("a.md", "c.md", "list")
    assert picture(tmp_path / "x" / "p") == NEW


def test_bytes_stay_as_they_are(folder: Path) -> None:
    data = b"\xef\xbb\xbfa\r\nb\r\x00\xff"
    amend({"a.md": data}, folder, listed)
    assert (folder / "a.md").read_bytes() == data


@pytest.mark.parametrize("path", ["../a.md", "/a.md", "CON", "a\\b.md", "a\0.md"])
def test_a_path_that_leads_elsewhere(folder: Path, path: str) -> None:
    with pytest.raises(GenerationError) as caught:
        put({"a.md": "new\n", path: "x"}, folder)
    assert {found.code for found in caught.value.diagnostics} == {Code.UNSAFE_OUTPUT}
    assert (folder / "a.md").read_text() == "one\n"


@pytest.mark.parametrize(
    ("path", "what"), [("sub", "file"), ("link", "file"), ("overlay.toml/x", "folder")]
)
def test_something_else_stands_there(
    folder: Path, picture: PictureOf, path: str, what: str
) -> None:
    with pytest.raises(GenerationError, match=f"is not a {what}") as caught:
        put({"a.md": "new\n", path: "x"}, folder)
    assert caught.value.diagnostics[0].code is Code.FOREIGN_OUTPUT
    assert picture(folder) == BEFORE


def test_a_folder_that_is_a_link(folder: Path, picture: PictureOf) -> None:
    link = folder.parent / "q"
    link.symlink_to(folder)
    with pytest.raises(GenerationError, match="a symbolic link"):
        put(NEW, link)
    assert picture(folder) == BEFORE


def test_the_working_directory_is_not_taken_away(
    folder: Path, picture: PictureOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "sub")
    with pytest.raises(GenerationError, match="the working directory"):
        put(NEW, folder)
    assert picture(folder) == BEFORE


# Killed, refused and interrupted, at every single step.


def each_step(
    tmp_path: Path, run: Callable[[Path], object], fault: Callable[[], None]
) -> list[tuple[Path, int]]:
    found: list[tuple[Path, int]] = []
    for step in range(1, 400):
        folder = tmp_path / str(step) / "p"
        fill(folder)
        code = child(partial(run, folder), step, fault)
        found.append((folder, code))
        if code == GOT_THROUGH:
            return found
    raise AssertionError("the run has more steps than expected")


def put_new(folder: Path) -> object:
    return put(NEW, folder)


def is_whole(folder: Path, picture: PictureOf, way: str) -> None:
    if folder.exists() or way == "exchange":
        assert picture(folder) in (BEFORE, AFTER)
    else:
        assert is_interrupted(folder)


@pytest.mark.parametrize("then", ["again", "restore"])
def test_kill_at_every_step(
    tmp_path: Path, picture: PictureOf, way: str, then: str
) -> None:
    ends = each_step(tmp_path, put_new, die)
    assert len(ends) > 30
    for folder, code in ends:
        assert code in {GOT_THROUGH, -signal.SIGKILL}
        is_whole(folder, picture, way)
        if then == "again":
            put(NEW, folder)
            assert picture(folder) == AFTER
        else:
            restore(folder, listed)
            assert picture(folder) in (BEFORE, AFTER)
        assert [path.name for path in folder.parent.iterdir()] == ["p"]
    assert {picture(folder) == AFTER for folder, _ in ends} >= {True}


def test_kill_the_repair_at_every_step(
    tmp_path: Path, picture: PictureOf, way: str
) -> None:
    (tmp_path / "first").mkdir()
    ends = each_step(tmp_path / "first", put_new, die)
    states: dict[tuple[bool, ...], int] = {}
    for step, (folder, _) in enumerate(ends, start=1):
        places = Places.beside(folder)
        siblings = (places.target, places.new, places.journal, places.old, places.trash)
        states[tuple(path.exists() for path in siblings)] = step
    assert len(states) > 3
    for first in states.values():
        for second in range(1, 100):
            folder = tmp_path / f"{first}-{second}" / "p"
            fill(folder)
            child(partial(put_new, folder), first, die)
            code = child(partial(restore, folder, listed), second, die)
            is_whole(folder, picture, way)
            restore(folder, listed)
            assert picture(folder) in (BEFORE, AFTER)
            assert [path.name for path in folder.parent.iterdir()] == ["p"]
            if code == GOT_THROUGH:
                break


@pytest.mark.parametrize("fault", [full_disk, interrupt])
def test_refusal_at_every_step(
    tmp_path: Path, picture: PictureOf, way: str, fault: Callable[[], None]
) -> None:
    for folder, code in each_step(tmp_path, put_new, fault):
        assert code in {GOT_THROUGH, REFUSED}
        is_whole(folder, picture, way)
        put(NEW, folder)
        assert picture(folder) == AFTER
