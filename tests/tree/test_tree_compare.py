"""Comparing never writes, and says what differs path by path."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import (
    MANIFEST,
    FileTree,
    Status,
    compare,
    compare_files,
    write,
)

OLD = FileTree.of({"a.py": "one\n", "b.py": "two\n", "sub/c.py": "three\n"})
NEW = FileTree.of({"a.py": "one\n", "b.py": "TWO\n", "d.py": "four\n"})


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder that holds the old package."""
    write(OLD, tmp_path / "p", version="1")
    return tmp_path / "p"


def statuses(tree: FileTree, folder: Path) -> dict[str, str]:
    found = compare(tree, folder, version="1").differences
    return {each.path: each.status.value for each in found}


def test_is_in_sync_with_what_was_just_written(package: Path) -> None:
    result = compare(OLD, package, version="1")
    assert result.in_sync
    assert result.diff() == ""


def test_names_changed_missing_and_surplus_files(package: Path) -> None:
    assert statuses(NEW, package) == {
        MANIFEST: "changed",
        "b.py": "changed",
        "d.py": "missing",
        "sub/c.py": "surplus",
    }


def test_a_listed_file_that_is_gone_is_no_surplus(package: Path) -> None:
    (package / "sub" / "c.py").unlink()
    assert "sub/c.py" not in statuses(NEW, package)


def test_everything_is_missing_from_a_missing_folder(tmp_path: Path) -> None:
    found = compare(OLD, tmp_path / "none", version="1").differences
    assert {each.status for each in found} == {Status.MISSING}
    assert [each.path for each in found] == [MANIFEST, "a.py", "b.py", "sub/c.py"]


def test_files_of_others_and_bytecode_are_no_surplus(package: Path) -> None:
    (package / "mine.py").write_text("mine\n")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"\0")
    assert compare(OLD, package, version="1").in_sync


def test_line_ends_are_normalised(package: Path) -> None:
    for name in [*OLD, MANIFEST]:
        path = package / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert compare(OLD, package, version="1").in_sync


def test_a_lone_carriage_return_is_a_change(package: Path) -> None:
    (package / "a.py").write_bytes(b"one\r")
    assert statuses(OLD, package) == {"a.py": "changed"}


def test_an_edited_manifest_is_a_change(package: Path) -> None:
    (package / MANIFEST).unlink()
    assert statuses(OLD, package) == {MANIFEST: "missing"}


def test_a_link_is_a_change_and_is_not_read(package: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("one\n")
    (package / "a.py").unlink()
    os.symlink(tmp_path / "secret", package / "a.py")
    (difference,) = compare(OLD, package, version="1").differences
    assert (difference.status, difference.old) == (Status.CHANGED, None)
    assert "not a text file" in compare(OLD, package, version="1").diff()


def test_what_lies_behind_a_linked_folder_is_missing(
    package: Path, tmp_path: Path
) -> None:
    (package / "sub").rename(tmp_path / "elsewhere")
    os.symlink(tmp_path / "elsewhere", package / "sub")
    assert statuses(OLD, package) == {"sub/c.py": "missing"}


def test_a_folder_in_the_place_of_a_file_is_a_change(package: Path) -> None:
    (package / "a.py").unlink()
    (package / "a.py").mkdir()
    assert statuses(OLD, package) == {"a.py": "changed"}


def test_another_version_is_no_drift(package: Path) -> None:
    with pytest.raises(GenerationError) as caught:
        compare(OLD, package, version="2")
    (found,) = caught.value.diagnostics
    assert found.code is Code.VERSION_MISMATCH
    assert "minidoc 1" in found.message
    assert "pip install 'minidoc-sdk==1'" in found.hint
    assert "minidoc generate" in found.hint


@pytest.mark.parametrize("kind", ["link", "file"])
def test_refuses_a_folder_that_is_none(tmp_path: Path, kind: str) -> None:
    (tmp_path / "real").mkdir()
    if kind == "link":
        os.symlink("real", tmp_path / "p")
    else:
        (tmp_path / "p").write_text("")
    with pytest.raises(GenerationError) as caught:
        compare(OLD, tmp_path / "p", version="1")
    assert caught.value.diagnostics[0].code is Code.FOREIGN_OUTPUT
    with pytest.raises(GenerationError, match="the output"):
        compare_files(OLD, tmp_path / "p")


def test_an_unreadable_folder_is_a_diagnostic(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(GenerationError) as caught:
        compare(OLD, package, version="1")
    assert caught.value.diagnostics[0].code is Code.CANNOT_READ


def test_the_diff_goes_from_the_disk_to_the_pages(package: Path) -> None:
    lines = compare(NEW, package, version="1").diff().split("\n")
    assert lines[lines.index("--- a/b.py") :] == [
        "--- a/b.py",
        "+++ b/b.py",
        "@@ -1 +1 @@",
        "-two",
        "+TWO",
        "--- /dev/null",
        "+++ b/d.py",
        "@@ -0,0 +1 @@",
        "+four",
        "--- a/sub/c.py",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-three",
        "",
    ]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize(
    "new",
    [
        dict(NEW),
        {"a.py": "no newline at the end", "b.py": "two\n"},
        {"a.py": "form\x0cfeed\u2028separator\n", "b.py": "two"},
        {"a.py": "".join(f"{n}\n" for n in range(50)), "b.py": "two\n"},
    ],
)
def test_the_diff_applies(package: Path, new: dict[str, str]) -> None:
    tree = FileTree.of(new)
    diff = compare(tree, package, version="1").diff()
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=diff.encode(), cwd=package, check=True)
    assert compare(tree, package, version="1").in_sync


def test_comparing_touches_nothing(package: Path, tmp_path: Path) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in tmp_path.rglob("*"))
    compare(NEW, package, version="1").diff()
    compare_files(NEW, package)
    assert sorted((p, p.stat().st_mtime_ns) for p in tmp_path.rglob("*")) == before


def test_single_files_have_no_manifest_and_no_surplus(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("old\n")
    (tmp_path / "mine.txt").write_text("mine\n")
    tree = FileTree.of({"README.md": "new\n", "pyproject.toml": "x = 1\n"})
    found = compare_files(tree, tmp_path).differences
    assert [(each.path, each.status) for each in found] == [
        ("README.md", Status.CHANGED),
        ("pyproject.toml", Status.MISSING),
    ]
