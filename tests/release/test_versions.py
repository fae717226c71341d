"""Versions: which one is next, and when an old name has to be gone."""

from __future__ import annotations

import pytest

from minidoc.versions import Bump, Version, parse_version


@pytest.mark.parametrize(
    ("before", "bump", "after"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.2.3", "none", "0.2.3"),
        ("0.0.0", "major", "0.1.0"),
        ("9.9.9", "minor", "9.10.0"),
        ("10.0.0", "major", "11.0.0"),
    ],
)
def test_the_next_version(before: str, bump: Bump, after: str) -> None:
    version = parse_version(before)
    assert version is not None
    assert str(version.after(bump)) == after


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3rc1", "1.2.x", "1.2.3 "],
)
def test_what_is_no_released_version(text: str) -> None:
    assert parse_version(text) is None


@pytest.mark.parametrize(
    ("version", "until", "is_over"),
    [
        ("1.9.9", "2.0", False),
        ("2.0.0", "2.0", True),
        ("2.0.0", "2", True),
        ("2.0.1", "2.0", True),
        ("3.0.0", "2.0", True),
        ("0.4.9", "0.5", False),
        ("0.5.0", "0.5", True),
        ("0.10.0", "0.9", True),
        ("1.0.0", "1.0.1", False),
    ],
)
def test_when_an_old_name_goes(version: str, until: str, is_over: bool) -> None:
    parsed = parse_version(version)
    assert parsed is not None
    assert parsed.has_reached(until) is is_over


@pytest.mark.parametrize(
    ("version", "until"), [("1.4.2", "2.0"), ("0.4.2", "0.5"), ("2.0.0", "3.0")]
)
def test_old_names_are_kept_up_to_the_next_version_that_may_break(
    version: str, until: str
) -> None:
    parsed = parse_version(version)
    assert parsed is not None
    assert parsed.end_of_old_names == until
    assert not parsed.has_reached(until)
    assert parsed.after("major").has_reached(until)


def test_versions_compare_by_number() -> None:
    assert max(Version(0, 9, 0), Version(0, 10, 0)) == Version(0, 10, 0)
