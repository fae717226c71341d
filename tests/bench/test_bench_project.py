"""The project that is measured: what an edit changes, and which files it may touch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.project import Project
from minidoc.tree import MANIFEST


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three pages, and a package that somebody has written."""
    made = Project.made(tmp_path / "project", 3)
    made.package.mkdir()
    for name in ("__init__.py", "users.py", "users1.py", "users2.py", MANIFEST):
        (made.package / name).write_text(name, encoding="utf-8")
    return made


def test_an_edit_changes_one_page_to_something_new(project: Project) -> None:
    seen: set[str] = set()
    pages = project.folder / "spec"
    before = {each.name: each.read_bytes() for each in pages.iterdir()}
    for _ in range(3):
        project.edit()
        now = {each.name: each.read_bytes() for each in pages.iterdir()}
        assert {name for name in now if now[name] != before[name]} == {"Users1.md"}
        seen.add((pages / "Users1.md").read_text(encoding="utf-8"))
    assert len(seen) == 3


def test_forgetting_leaves_nothing_but_the_input(project: Project) -> None:
    for name in (".minidoc", ".cache"):
        (project.folder / name).mkdir()
    project.forget()
    assert sorted(os.listdir(project.folder)) == ["pyproject.toml", "spec"]


@pytest.mark.parametrize(
    ("name", "text", "needless"),
    [
        ("users1.py", "new", False),
        ("__init__.py", "new", False),
        (MANIFEST, "new", False),
        ("users1.py", "users1.py", True),  # written again, and the same
        ("__init__.py", "__init__.py", True),
        ("users2.py", "new", True),
        ("users3.py", "new", True),
    ],
)
def test_needless_writes(
    project: Project, name: str, text: str, *, needless: bool
) -> None:
    before = project.look()
    new = project.package / "new"
    new.write_text(text, encoding="utf-8")
    new.replace(project.package / name)
    assert project.rewritten_needlessly(before) == ([name] if needless else [])


def test_what_is_left_alone_is_not_rewritten(project: Project) -> None:
    assert project.rewritten_needlessly(project.look()) == []
