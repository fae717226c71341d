"""Two runs of `minidoc fetch` at once: neither takes the other's pages for edits."""

from __future__ import annotations

import socket
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from cli_project import Minidoc, WriteFile
from fetch_site import Request, Site, answer, page, running

from minidoc.diagnostics import Diagnostic
from minidoc.lock import LockedPage, read_lock

Locked: TypeAlias = tuple[Mapping[str, LockedPage], tuple[Diagnostic, ...]]

CONFIG = '[tool.minidoc]\npages = ["spec/*.md"]\n'


@pytest.fixture
def site(write_file: WriteFile) -> Generator[Site]:
    """A site with two pages, and a project with older ones."""
    write_file("pyproject.toml", CONFIG)
    with running() as started:
        for name in ("Room", "Hall"):
            started.serve(f"/{name}s.md", page(started.url(f"/{name}s"), name, "Old."))
        yield started


def move_on(site: Site, text: str = "New.") -> None:
    """Publish other pages."""
    for name in ("Room", "Hall"):
        site.serve(f"/{name}s.md", page(site.url(f"/{name}s"), name, text))


def test_a_run_that_ends_while_another_reads(
    minidoc: Minidoc, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert minidoc("fetch", site.url("/Rooms")).code == 0
    move_on(site)
    others: list[int] = []

    def reading(folder: Path) -> Locked:
        found = read_lock(folder)
        if not others:
            # The lock has been read, and the pages have not.
            others.append(-1)
            others.append(minidoc("fetch", site.url("/Halls")).code)
            others.append(minidoc("fetch", site.url("/Rooms")).code)
            move_on(site, "Newer.")
        return found

    monkeypatch.setattr("minidoc.fetch.project.read_lock", reading)
    ran = minidoc("fetch")
    assert (others[1:], ran.code) == ([0, 0], 0), ran.err
    assert [*read_lock(tmp_path / "spec")[0]] == ["Halls.md", "Rooms.md"]


def test_a_run_that_ends_while_another_asks(
    minidoc: Minidoc, tmp_path: Path, site: Site
) -> None:
    assert minidoc("fetch", site.url("/Rooms")).code == 0
    move_on(site)
    published = answer(page(site.url("/Rooms"), "Room", "New."))
    others: list[int] = []

    def slow(connection: socket.socket, request: Request, here: Site) -> bool | None:
        site.replies["/Rooms.md"] = published
        others.append(minidoc("fetch", site.url("/Rooms")).code)
        others.append(minidoc("fetch", site.url("/Halls")).code)
        return published(connection, request, here)

    site.replies["/Rooms.md"] = slow
    ran = minidoc("fetch")
    assert (others, ran.code) == ([0, 0], 0), ran.err
    assert [*read_lock(tmp_path / "spec")[0]] == ["Halls.md", "Rooms.md"]
