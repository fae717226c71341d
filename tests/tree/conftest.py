"""What the tests of stage 7 share: a version, trees, and a picture of a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from minidoc.tree import swap

Picture = dict[str, str]


def picture_of(folder: Path) -> Picture:
    """Describe everything below a folder: text, link target, or that it is a folder."""
    found: Picture = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {os.readlink(path)}"
        else:
            found[name] = "folder" if path.is_dir() else path.read_text()
    return found


@pytest.fixture
def picture() -> Callable[[Path], Picture]:
    """The function that describes a folder."""
    return picture_of


@pytest.fixture(params=["exchange", "journal"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with both ways of swapping two folders."""
    way = str(request.param)
    if way == "journal":
        monkeypatch.setattr(swap, "exchange", _no_exchange)
    return way


def _no_exchange(one: Path, other: Path) -> bool:
    return False
