"""Outputs that must not be written: the project, its pages, a folder of somebody else.

Whatever a run does there, everything that stood there before stands there after it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_project import ROOMS, Minidoc
from disk_scenes import picture_of

CONFIG = '[tool.minidoc]\npages = ["docs/*.md"]\n'
TOP = '"""Somebody\'s own package."""\n'


def their_package(folder: Path) -> None:
    """Put a package of somebody else."""
    (folder / "out").mkdir()
    (folder / "out" / "__init__.py").write_text(TOP)


def their_manifest(folder: Path) -> None:
    """Put a manifest that claims files which nobody has generated."""
    their_package(folder)
    (folder / "out" / "_manifest.json").write_text('{"files": {"../docs/Rooms.md": 1}}')
    (folder / "out" / "_manifest.sha256").write_text(f"{'0' * 64}  ../docs/Rooms.md\n")


def a_file(folder: Path) -> None:
    """Put a file where the folder should be."""
    (folder / "out").write_text("mine\n")


def a_link(folder: Path) -> None:
    """Put a link to the pages."""
    os.symlink("docs", folder / "out")


def a_link_inside(folder: Path) -> None:
    """Put a link to a page where a module should be."""
    (folder / "out").mkdir()
    os.symlink("../docs/Rooms.md", folder / "out" / "rooms.py")


def a_folder_inside(folder: Path) -> None:
    """Put a folder where a module should be."""
    (folder / "out" / "rooms.py").mkdir(parents=True)
    (folder / "out" / "rooms.py" / "x").write_text("mine\n")


PREPARED: list[Callable[[Path], None]] = [
    their_package,
    their_manifest,
    a_file,
    a_link,
    a_link_inside,
    a_folder_inside,
]
COMMANDS = {
    "generate": ("generate", "--package", "acme", "--output"),
    "vendor": ("vendor", "--package", "out"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one page."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "Rooms.md").write_text(ROOMS)
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    return tmp_path


@pytest.mark.parametrize("prepare", PREPARED)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_ours_is_refused(
    project: Path, minidoc: Minidoc, command: str, prepare: Callable[[Path], None]
) -> None:
    prepare(project)
    before = picture_of(project)
    ran = minidoc(*COMMANDS[command], "." if command == "vendor" else "out")
    assert ran.code == 2
    assert "error[foreign-output]" in ran.err
    assert picture_of(project) == before


@pytest.mark.parametrize("output", [".", "../{name}", "docs/..", "/", ""])
def test_a_folder_that_holds_the_project_is_refused(
    project: Path, minidoc: Minidoc, output: str
) -> None:
    before = picture_of(project)
    ran = minidoc(*COMMANDS["generate"], output.format(name=project.name))
    assert ran.code == 2
    assert picture_of(project) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_the_pages_stay_where_they_are_the_output(
    project: Path, minidoc: Minidoc, command: str
) -> None:
    """A package may stand beside its pages, and takes nothing of them away."""
    page = picture_of(project)["docs/Rooms.md"]
    if command == "vendor":
        arguments: tuple[str, ...] = ("vendor", ".", "--package", "docs")
    else:
        arguments = (*COMMANDS["generate"], "docs")
    for _ in range(2):
        assert minidoc(*arguments).code == 0
        assert picture_of(project)["docs/Rooms.md"] == page
    assert (project / "docs" / "rooms.py").exists()
    assert not [path for path in project.rglob("*") if ".minidoc-" in path.name]
