"""The changelog: where a new section goes, and that nothing else moves."""

from __future__ import annotations

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.release.changelog import with_section
from minidoc.versions import Version

TWO = Version(0, 2, 0)
NEW = "## 0.2.0\n\n- It is new.\n"


def put(text: str | None, date: str = "") -> str:
    data = None if text is None else text.encode()
    return with_section(data, TWO, date, "- It is new.\n\n").decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NEW),
        ("# Log\n", f"# Log\n\n{NEW}"),
        ("# Log\n\n## 0.1.0\n\nOld.\n", f"# Log\n\n{NEW}\n## 0.1.0\n\nOld.\n"),
        ("# Log\n\n\n## [0.1.0]\nOld.", f"# Log\n\n{NEW}\n## [0.1.0]\nOld."),
        (
            "# Log\n\n## Unreleased\n\nMine.\n\n## 0.1.0\n\nOld.\n",
            f"# Log\n\n## Unreleased\n\nMine.\n\n{NEW}\n## 0.1.0\n\nOld.\n",
        ),
        (
            "# Log\n\n## [Unreleased]\n\nMine.\n",
            f"# Log\n\n## [Unreleased]\n\nMine.\n\n{NEW}",
        ),
        ("## 0.12.0\n\nOld.\n", f"{NEW}\n## 0.12.0\n\nOld.\n"),
        ("## 0.2.0rc1\n\nOld.\n", f"{NEW}\n## 0.2.0rc1\n\nOld.\n"),
    ],
)
def test_where_a_section_goes(before: str, after: str) -> None:
    assert put(before) == after


def test_the_first_section_comes_with_a_head() -> None:
    assert put(None).startswith("# Changelog\n\nWhat callers ")
    assert put(None).endswith(f"\n\n{NEW}")


def test_a_date_only_where_one_is_given() -> None:
    assert "## 0.2.0 - 2026-11-26\n\n- It" in put("# Log\n", "2026-11-26")


def test_line_ends_stay() -> None:
    text = put("# Log\r\n\r\n## 0.1.0\r\n")
    assert text.count("\n") == text.count("\r\n") == 7


@pytest.mark.parametrize("title", ["## 0.2.0", "## [0.2.0] - 2026-01-01", "## v0.2.0"])
def test_a_section_of_somebody_is_not_doubled(title: str) -> None:
    with pytest.raises(GenerationError, match=r"has a section for 0\.2\.0") as caught:
        put(f"# Log\n\n{title}\n\nMine.\n")
    assert caught.value.diagnostics[0].code is Code.INVALID_RELEASE


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(GenerationError, match="not UTF-8"):
        with_section(b"\xff\xfe", TWO, "", "x")
