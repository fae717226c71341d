"""Entries for pages that are not given: a note, or an error where all pages are."""

from __future__ import annotations

import pytest

from minidoc.diagnostics import Code, Severity
from minidoc.ir.overlay import load_overlay
from minidoc.ir.overlay.aside import set_aside

TEXT = """
[[correct]]
page = "Users.md"
target = "UserRef.id"
reason = "numbers"
type = "int"

[[correct]]
page = "User.md"
target = "UserRef.id"
reason = "numbers"
type = "int"

[[type]]
page = "User.md"
name = "Thing"
reason = "used"
"""


@pytest.mark.parametrize(
    ("is_complete", "code", "severity"),
    [
        (False, Code.OVERLAY_SET_ASIDE, Severity.NOTE),
        (True, Code.OVERLAY_NO_MATCH, Severity.ERROR),
    ],
)
def test_one_finding_for_each_page(
    is_complete: bool, code: Code, severity: Severity
) -> None:
    overlay = load_overlay(TEXT, "overlay.toml")
    found = set_aside(overlay, ["Users.md"], is_complete=is_complete)
    assert [(each.code, each.severity) for each in found] == [(code, severity)]
    assert "2 entries are for User.md" in found[0].message
    assert found[0].hint == "did you mean `Users.md`?"
    assert found[0].span is not None
    assert (found[0].span.line, found[0].span.column) == (9, 1)


def test_nothing_to_say_when_every_page_is_given() -> None:
    overlay = load_overlay(TEXT, "overlay.toml")
    pages = ["User.md", "Users.md"]
    assert set_aside(overlay, pages, is_complete=True) == []
