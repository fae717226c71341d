"""Which renames keep their old names, and why others do not."""

from __future__ import annotations

import pytest
from release_project import OVERLAY, PAGE

from minidoc.changes import Rename
from minidoc.diagnostics import Code
from minidoc.pages import page_from_text
from minidoc.pipeline import Source
from minidoc.release.aliases import Project, appended, entries_for, keepable

PAGES = [page_from_text("Members.md", PAGE)]
PROJECT = Project(PAGES, Source("overlay.toml", OVERLAY), "teamwork")
GOOD = Rename("Members.md", "MemberRef.set", "change")


@pytest.mark.parametrize(
    ("target", "name", "reason"),
    [
        ("MemberRef.set", "get", "the name of something else in `MemberRef` today"),
        ("MemberRef.set(nickname)", "photoUrl", "the name of something else in"),
        ("MemberRef.set(nickname)", "PhotoUrl", "becomes photo_url, which is taken"),
        ("MemberRef", "Team", "the name of something else today"),
        ("MemberRef", "AsyncTeam", "becomes AsyncTeam, which is taken"),
        ("openSession", "members", "becomes members, which is taken"),
        ("MemberRef", "openSession", "the name of something else today"),
        ("MemberRef.set", "set", "is what `MemberRef.set` is called today"),
        ("MemberRef.set", "__init__", "is no name"),
        ("MemberRef.set(size)", "length", "has no parameter `size`"),
        ("MemberRef.forget", "drop", "has no member `forget`"),
        ("Access.read", "see", "is a constant, which has one name only"),
    ],
)
def test_a_name_that_cannot_be_kept_is_said_and_the_others_are_kept(
    target: str, name: str, reason: str
) -> None:
    bad = Rename("Members.md", target, name)
    kept, found = keepable(PROJECT, [bad, GOOD])
    assert kept == (GOOD,)
    assert [each.code for each in found] == [Code.OLD_NAME_LOST]
    assert reason in found[0].message


def test_one_old_name_means_one_thing() -> None:
    other = Rename("Members.md", "MemberRef.get", "change")
    kept, found = keepable(PROJECT, [GOOD, other])
    assert kept == (GOOD,)
    assert "is the old name of something already" in found[0].message


@pytest.mark.parametrize("text", ["", "\n", "a = 1", "a = 1\n", "# Only words.\n"])
def test_entries_go_to_the_end_and_nothing_else_moves(text: str) -> None:
    entries = entries_for([GOOD], "2.0")
    whole = appended(text, entries)
    assert whole.endswith(entries)
    assert whole.startswith(text.rstrip("\n"))
