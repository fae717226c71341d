"""A small package to put into other repositories, in two versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minidoc.vendor import Contents, Origin, contents_of
from minidoc.vendor.origin import Input

Picture = dict[str, str]

PAGE = Input("Users.md", "0" * 64, "https://example.org/docs/Users")
BOTH = {"__init__.py": '"""SDK."""\n', "_runtime/wire.py": '"""Wire."""\n'}
OLD = BOTH | {
    "users.py": '"""Users."""\n\na = 1\nb = 2\n',
    "gone.py": '"""Gone."""\n\nx = 1\n',
}
NEW = BOTH | {
    "users.py": '"""Users."""\n\na = 1\nb = 3\n',
    "rooms.py": '"""Rooms."""\n',
}


def contents(files: dict[str, str]) -> Contents:
    """Make what is vendored of some files."""
    return contents_of(Origin(files, (PAGE,), None, ""), "acme.sdk")


@pytest.fixture(scope="session")
def old() -> Contents:
    """What is there already."""
    return contents(OLD)


@pytest.fixture(scope="session")
def new() -> Contents:
    """What an update brings."""
    return contents(NEW)


@pytest.fixture
def picture() -> Callable[[Path], Picture]:
    """Describes everything below a folder: bytes as text, or that it is a folder."""

    def describe(folder: Path) -> Picture:
        return {
            path.relative_to(folder).as_posix(): (
                "folder" if path.is_dir() else path.read_bytes().decode()
            )
            for path in sorted(folder.rglob("*"))
        }

    return describe
