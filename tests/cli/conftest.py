"""A project to run commands in: pages, an overlay, a configuration."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli_project import ROOMS, WriteFile


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Write a file of the test's folder."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
        return file

    return write


@pytest.fixture
def rooms(write_file: WriteFile) -> Path:
    """A page without a fault."""
    return write_file("Rooms.md", ROOMS)


@pytest.fixture
def project(tmp_path: Path, write_file: WriteFile) -> Path:
    """A configured project with one page."""
    write_file("docs/Rooms.md", ROOMS)
    write_file(
        "pyproject.toml",
        '[tool.minidoc]\npages = ["docs/*.md"]\noutput = "made/acme_rooms"\n'
        'package = "acme_rooms"\ndistribution = "made"\n'
        'distribution-name = "acme-rooms"\n',
    )
    return tmp_path


@pytest.fixture
def spec(tmp_path: Path, repository: Path) -> Path:
    """The real pages with their overlay, in a folder without configuration."""
    return Path(shutil.copytree(repository / "spec", tmp_path / "spec"))
