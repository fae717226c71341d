"""Single files in a folder of others: whole each, ours by their mark, links refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import (
    FileTree,
    WriteReport,
    lock as lock_module,
    put_file,
    write_files,
    write_page,
)
from minidoc.tree.files import MARK
from minidoc.tree.lock import exclusive

OLD = f"# {MARK}: old\n"
TREE = FileTree.of(
    {
        "README.md": f"# {MARK}: x\n",
        "docs/a.md": f"{MARK}: a\n",
        "pyproject.toml": f"# {MARK}\n",
    }
)


def test_writes_what_is_missing_and_nothing_else(tmp_path: Path) -> None:
    report = write_files(TREE, tmp_path / "new" / "dist")
    assert report == WriteReport(tuple(TREE), (), ())
    found = {p.name for p in (tmp_path / "new" / "dist").iterdir()}
    assert found == {"README.md", "docs", "pyproject.toml"}


def test_touches_only_what_changed(tmp_path: Path) -> None:
    write_files(TREE, tmp_path)
    (tmp_path / "mine").write_text("mine\n")
    before = {p: p.stat() for p in tmp_path.rglob("*") if p.is_file()}
    report = write_files(FileTree.of({**TREE, "README.md": f"# {MARK}: y\n"}), tmp_path)
    assert report == WriteReport(("README.md",), (), ("docs/a.md", "pyproject.toml"))
    assert (tmp_path / "README.md").read_text() == f"# {MARK}: y\n"
    for path, stat in before.items():
        if path.name != "README.md":
            assert path.stat() == stat


def test_changes_nothing_the_second_time(tmp_path: Path) -> None:
    write_files(TREE, tmp_path)
    before = tmp_path.stat()
    assert write_files(TREE, tmp_path).written == ()
    assert tmp_path.stat() == before


def test_keeps_permissions_and_breaks_hard_links(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "other").write_text(OLD)
    (tmp_path / "other").chmod(0o640)
    os.link(tmp_path / "other", tmp_path / "dist" / "README.md")
    write_files(TREE, tmp_path / "dist")
    assert (tmp_path / "dist" / "README.md").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "other").read_text() == OLD


@pytest.mark.parametrize("path", ["docs/a.md", "docs", "README.md"])
def test_refuses_a_link_and_writes_nothing(tmp_path: Path, path: str) -> None:
    dist = tmp_path / "dist"
    write_files(FileTree.of({**TREE, "pyproject.toml": OLD}), dist)
    (dist / path).rename(tmp_path / "moved")
    os.symlink(tmp_path / "moved", dist / path)
    with pytest.raises(GenerationError) as caught:
        write_files(FileTree.of({**TREE, "docs/a.md": f"{MARK}: b\n"}), dist)
    assert [d.code for d in caught.value.diagnostics] == [Code.FOREIGN_OUTPUT]
    assert (dist / "pyproject.toml").read_text() == OLD


@pytest.mark.parametrize("path", ["README.md", "pyproject.toml"])
def test_refuses_a_file_that_somebody_else_wrote(tmp_path: Path, path: str) -> None:
    (tmp_path / path).write_text("[project]\n")
    with pytest.raises(GenerationError, match="not written by minidoc"):
        write_files(TREE, tmp_path)
    assert [found.name for found in tmp_path.iterdir()] == [path]
    assert (tmp_path / path).read_text() == "[project]\n"


def test_refuses_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "README.md").mkdir()
    with pytest.raises(GenerationError, match="is not a file"):
        write_files(TREE, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_refuses_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    os.symlink("real", tmp_path / "dist")
    with pytest.raises(GenerationError, match="symbolic link"):
        write_files(TREE, tmp_path / "dist")
    assert list((tmp_path / "real").iterdir()) == []


def test_a_leftover_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("mine\n")
    dist = tmp_path / "dist"
    dist.mkdir()
    os.symlink(tmp_path / "victim", dist / ".README.md.minidoc-new")
    write_files(TREE, dist)
    assert (tmp_path / "victim").read_text() == "mine\n"
    assert not (dist / "README.md").is_symlink()


def test_a_refusal_leaves_the_old_file_and_no_traces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "README.md").write_text(OLD)

    def refuse(source: Path, goal: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(GenerationError) as caught:
        write_files(TREE, tmp_path)
    assert caught.value.diagnostics[0].code is Code.CANNOT_WRITE
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text() == OLD


def test_a_second_run_gives_up_clearly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "WAIT_SECONDS", 0.0)
    with (
        exclusive(tmp_path / ".minidoc-lock"),
        pytest.raises(GenerationError, match="another run"),
    ):
        write_files(TREE, tmp_path)


# One file of somebody else's, changed in one step.


def test_put_file_keeps_permissions_and_links(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("old")
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    put_file(link, b"new\r\n")
    assert link.is_symlink()
    assert path.read_bytes() == b"new\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert {each.name for each in tmp_path.iterdir()} == {"pyproject.toml", "link.toml"}


def test_put_file_makes_what_is_missing(tmp_path: Path) -> None:
    put_file(tmp_path / "a" / "b.toml", b"new")
    assert (tmp_path / "a" / "b.toml").read_bytes() == b"new"


def test_put_file_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(GenerationError) as caught:
        put_file(tmp_path / "a" / "b.toml", b"new")
    assert caught.value.diagnostics[0].code is Code.CANNOT_WRITE


PAGE = f"<!-- {MARK} -->\n"


def test_a_page_is_written_beside_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine\n")
    for text in (PAGE, PAGE * 2):
        write_page(text, tmp_path / "page.html")
        assert (tmp_path / "page.html").read_text() == text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine", "page.html"]


def test_an_empty_file_may_become_a_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").touch()
    write_page(PAGE, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text() == PAGE


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_a_page_replaces_nothing_of_others(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "page.html", tmp_path / "other"
    other.write_text(PAGE)
    if kind == "file":
        path.write_text("mine\n")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(other)
    with pytest.raises(GenerationError) as caught:
        write_page(PAGE * 2, path)
    assert [each.code for each in caught.value.diagnostics] == [Code.FOREIGN_OUTPUT]
    assert path.is_symlink() == (kind == "link")
    assert other.read_text() == PAGE
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("folder", ["missing", "a-file"])
def test_a_page_needs_a_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a-file").write_text("mine\n")
    with pytest.raises(GenerationError) as caught:
        write_page(PAGE, tmp_path / folder / "page.html")
    assert [each.code for each in caught.value.diagnostics] == [Code.CANNOT_WRITE]
    assert [p.name for p in tmp_path.iterdir()] == ["a-file"]


def test_a_page_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_page(PAGE, tmp_path / "page.html")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(GenerationError, match="No space left"):
        write_page(PAGE * 2, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text() == PAGE
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]
