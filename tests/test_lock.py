"""spec.lock: written for diffs, read with distrust, compared with what is on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from minidoc.diagnostics import Code
from minidoc.lock import (
    LOCK,
    LockedPage,
    listed_by_lock,
    lock_findings,
    lock_text,
    parse_lock,
    read_lock,
)
from minidoc.pages import Page, page_from_bytes, read_pages

ROOMS = LockedPage("Rooms.md", "https://a.example/Rooms.md", "a" * 64)
CAFES = LockedPage("Cafés.md", 'https://a.example/Caf%C3%A9s.md?"', "b" * 64)

ENTRY = f"""\
version = 1

[[page]]
name = "Rooms.md"
address = "https://a.example/Rooms.md"
sha256 = "{"a" * 64}"
"""


def test_round_trip_in_any_order() -> None:
    text = lock_text([ROOMS, CAFES])
    assert text == lock_text([CAFES, ROOMS])
    assert parse_lock(text) == {"Cafés.md": CAFES, "Rooms.md": ROOMS}
    assert lock_text([]).endswith("version = 1\n")


def test_a_new_page_is_one_hunk() -> None:
    old, new = lock_text([ROOMS]).split("\n"), lock_text([ROOMS, CAFES]).split("\n")
    assert set(old) < set(new)
    assert len(new) == len(old) + 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 2\n",
        "version = 1\npage = 3\n",
        "version = 1\npage = [3]\n",
        ENTRY.replace("sha256 =", "sha =").replace("version = 1", "version = 1"),
        ENTRY + "more = 1\n",
        ENTRY.replace('"Rooms.md"', "7"),
        ENTRY.replace("a" * 64, "a" * 63),
        ENTRY.replace("a" * 64, "A" * 64),
        ENTRY.replace('"Rooms.md"', '"../Rooms.md"'),
        ENTRY.replace('"Rooms.md"', '"/etc/passwd"'),
        ENTRY + ENTRY.replace("version = 1", ""),
        "<<<<<<< ours\n" + ENTRY,
    ],
)
def test_what_is_no_lock(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_lock(text)
    (tmp_path / LOCK).write_text(text)
    pages, [found] = read_lock(tmp_path)
    assert pages == {}
    assert found.code is Code.INVALID_LOCK
    assert listed_by_lock(tmp_path) == {LOCK}


def test_the_entry_above_is_a_lock() -> None:
    assert parse_lock(ENTRY) == {"Rooms.md": ROOMS}


def test_no_lock_is_an_empty_one(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == ({}, ())


def test_a_folder_in_its_place_is_none(tmp_path: Path) -> None:
    (tmp_path / LOCK).mkdir()
    assert read_lock(tmp_path)[1][0].code is Code.INVALID_LOCK


def _pages(folder: Path, **texts: str) -> tuple[Page, ...]:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)
    return read_pages(folder.glob("*.md"))


def _lock(folder: Path, **texts: str) -> None:
    locked = [
        LockedPage(f"{name}.md", "https://a.example/x", page.sha256)
        for name, text in texts.items()
        for page in [page_from_bytes("x", text.encode())]
    ]
    (folder / LOCK).write_text(lock_text(locked))


def test_findings(tmp_path: Path) -> None:
    pages = _pages(tmp_path, same="1", edited="2", never="3")
    _lock(tmp_path, same="\ufeff1", edited="9", gone="4")
    found = lock_findings(pages, is_complete=True)
    assert {each.code for each in found} == {Code.LOCK_MISMATCH}
    assert [each.message.split(" ")[0] for each in found] == ["edited.md", "gone.md"]
    some = lock_findings(pages, is_complete=False)
    assert [each.message.split(" ")[0] for each in some] == ["edited.md"]


def test_without_a_lock_nothing_is_said(tmp_path: Path) -> None:
    assert lock_findings(_pages(tmp_path, a="1"), is_complete=True) == ()


def test_the_pages_of_this_repository_are_as_published(repository: Path) -> None:
    pages = read_pages((repository / "spec").glob("*.md"))
    assert "Users.md" in read_lock(repository / "spec")[0]
    assert lock_findings(pages, is_complete=True) == ()
