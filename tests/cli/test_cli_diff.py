"""`minidoc diff`: what it compares, how it answers, and what it must never do."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from cli_project import Minidoc, WriteFile
from diff_pages import BIND, MORE, OTHER_DEFAULT, PAGE, REMOVED

from minidoc.changes import compare
from minidoc.changes.render import Shown, as_text
from minidoc.pages import read_page
from minidoc.pipeline import model

KEYS = ["class", "code", "path", "python", "message", "before", "after", "page", "line"]


@pytest.fixture
def before(write_file: WriteFile) -> Path:
    """A folder with one page."""
    return write_file("old/Users.md", PAGE).parent


def changes(minidoc: Minidoc, *arguments: str | Path) -> list[dict[str, Any]]:
    ran = minidoc("diff", *map(str, arguments), "--format", "json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["changes"]
    return found


def codes(minidoc: Minidoc, *arguments: str | Path) -> list[str]:
    return [each["code"] for each in changes(minidoc, *arguments)]


def test_the_shape_of_json(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", OTHER_DEFAULT)
    ran = minidoc("diff", "old", "new", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert list(document) == ["bump", "changes"]
    assert document["bump"] == "major"
    (change,) = document["changes"]
    assert list(change) == KEYS
    assert change["class"] == "behaviour"
    assert change["code"] == "changed-default-text"
    assert change["path"] == "UserRef.set(name)"
    assert change["python"] == "UserRef.set(name=...)"
    assert change["before"] == "Default = the id"
    assert change["after"] == "Default = no name"
    assert (change["page"], change["line"]) == ("Users.md", 12)
    assert change["message"].endswith(
        "Give the value wherever the old default was relied on."
    )


@pytest.mark.parametrize(
    ("page", "bump"),
    [
        (PAGE, "none"),
        (REMOVED, "major"),
        (MORE, "minor"),
        (PAGE.replace("Shown", "Seen"), "patch"),
    ],
)
def test_bumps(
    page: str, bump: str, minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", page)
    ran = minidoc("diff", "old", "new", "--format", "json")
    assert json.loads(ran.out)["bump"] == bump


@pytest.mark.parametrize(
    ("page", "fail_on", "code"),
    [
        (REMOVED, None, 0),
        (REMOVED, "breaking", 1),
        (REMOVED, "behaviour", 1),
        (REMOVED, "any", 1),
        (OTHER_DEFAULT, "breaking", 0),
        (OTHER_DEFAULT, "behaviour", 1),
        (MORE, "behaviour", 0),
        (MORE, "any", 1),
        (PAGE, "any", 0),
    ],
)
def test_fail_on(
    page: str, fail_on: str | None, code: int, minidoc: Minidoc, write_file: WriteFile
) -> None:
    write_file("old/Users.md", PAGE)
    write_file("new/Users.md", page)
    option = ("--fail-on", fail_on) if fail_on else ()
    assert minidoc("diff", "old", "new", *option).code == code


def test_two_pages_of_any_name(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("after.md", REMOVED)
    assert codes(minidoc, "old/Users.md", "after.md") == ["removed-member"]
    assert codes(minidoc, "old/Users.md", "old/Users.md") == []


def test_a_folder_brings_its_overlay(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", PAGE)
    write_file("new/overlay.toml", BIND % "PUT")
    assert codes(minidoc, "old", "new") == ["gained-binding"]
    write_file("old/overlay.toml", BIND % "POST")
    assert codes(minidoc, "old", "new") == ["changed-binding"]
    assert codes(minidoc, "old", "new", "--overlay", "new/overlay.toml") == []
    # A page alone has the overlay beside it as well.
    assert codes(minidoc, "old/Users.md", "new/Users.md") == ["changed-binding"]


def test_the_configured_overlay_goes_with_the_configured_pages(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", PAGE)
    write_file("more/of-it.toml", BIND % "PUT")
    settings = '[tool.minidoc]\npages = ["new/*.md"]\noverlay = "more/of-it.toml"\n'
    write_file("pyproject.toml", settings)
    assert codes(minidoc, "old", "new") == ["gained-binding"]


def test_a_package_carries_its_model(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    assert minidoc("generate", "old/Users.md", "--output", "sdk").code == 0
    write_file("new/Users.md", REMOVED)
    (change,) = changes(minidoc, "sdk", "new")
    assert (change["code"], change["line"]) == ("removed-member", None)
    assert codes(minidoc, "sdk", "old") == []
    assert codes(minidoc, "sdk/_api.json", "new") == ["removed-member"]
    assert codes(minidoc, "new", "sdk") == ["added-member"]


def test_a_package_that_is_damaged(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("sdk/_api.json", "{}")
    ran = minidoc("diff", "sdk", "old")
    assert (ran.code, ran.out) == (2, "")
    assert "error[cannot-read]: no API model" in ran.err


def test_a_page_that_is_gone_is_no_removal(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("old/Teams.md", PAGE.replace("UserRef", "TeamRef"))
    write_file("new/Users.md", PAGE)
    ran = minidoc("diff", "old", "new", "--fail-on", "any")
    assert (ran.code, ran.out) == (0, "nothing changed\n")
    assert "warning[page-gone]: Teams.md is gone" in ran.err
    # The other way round it is new.
    assert codes(minidoc, "new", "old") == ["added-declaration"]


def test_a_page_under_another_name(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("old/Teams.md", PAGE.replace("UserRef", "TeamRef"))
    write_file("new/People.md", PAGE)
    write_file("new/Teams.md", PAGE.replace("UserRef", "TeamRef"))
    found = changes(minidoc, "old", "new")
    assert [each["code"] for each in found] == ["moved-page"]
    assert (found[0]["before"], found[0]["after"]) == ("Users.md", "People.md")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (
            PAGE.replace("minidoc-source: dart", "minidoc-source: kotlin"),
            "unsupported-minidoc-source",
        ),
        (PAGE.replace("Future<void>touch()", "Future<void touch()"), "malformed-type"),
    ],
)
def test_a_page_that_cannot_be_read_is_no_removal(
    page: str, code: str, minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", page)
    ran = minidoc("diff", "old", "new", "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]" in ran.err
    assert "new/Users.md:" in ran.err


def test_a_new_key_of_the_front_matter_is_told(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", PAGE.replace("dart\n", "dart\nminidoc-lib: data-api\n"))
    ran = minidoc("diff", "old", "new", "--format", "json")
    assert [c["class"] for c in json.loads(ran.out)["changes"]] == ["format"]
    assert "warning[unknown-front-matter-key]" in ran.err
    # What both sides have is known from elsewhere.
    assert "unbound-method" not in ran.err


def test_an_overlay_that_is_behind_the_pages(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("old/overlay.toml", BIND % "PUT")
    write_file("new/overlay.toml", BIND % "PUT")
    write_file("new/Users.md", PAGE.replace("touch()", "touched()"))
    ran = minidoc("diff", "old", "new", "--format", "json")
    assert ran.code == 0
    assert [c["code"] for c in json.loads(ran.out)["changes"]] == ["renamed-member"]
    assert "note[overlay-set-aside]: left aside in this comparison" in ran.err


def test_nothing_there(minidoc: Minidoc, before: Path, write_file: WriteFile) -> None:
    write_file("empty/notes.txt", "")
    for other in ("nowhere", "empty", ":old"):
        ran = minidoc("diff", other, "old")
        assert (ran.code, ran.out) == (2, ""), other
        assert "error[cannot-read]" in ran.err


def accept(**keys: str) -> str:
    lines = {
        "code": "removed-member",
        "path": "UserRef.touch",
        "reason": "nobody uses it",
    }
    lines |= keys
    return "[[accept]]\n" + "".join(
        f"{k} = {json.dumps(v)}\n" for k, v in lines.items() if v
    )


@pytest.mark.parametrize("keys", [{}, {"until": "2999-12-31"}])
def test_an_accepted_change_is_shown_and_not_fatal(
    keys: dict[str, str], minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", REMOVED)
    write_file("new/accepted.toml", accept(**keys))
    ran = minidoc("diff", "old", "new", "--fail-on", "any")
    assert (ran.code, ran.err) == (0, "")
    assert "breaking[removed-member]" in ran.out
    assert "nobody uses it" in ran.out
    for format_ in ("json", "markdown"):
        told = minidoc("diff", "old", "new", "--format", format_)
        assert "accepted: nobody uses it" in told.out.replace("\\", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (accept(path="UserRef.set"), "accepted-unused"),
        (accept(code="added-member"), "accepted-unused"),
        (accept(until="2020-01-01"), "accepted-expired"),
        (
            accept().replace("\nreason", "\nuntil = 2020-01-01\nreason"),
            "accepted-expired",
        ),
        (accept(reason=""), "invalid-accepted"),
        (accept(code="removed-membr"), "invalid-accepted"),
        (accept(until="soon"), "invalid-accepted"),
        (accept(page="Users.md"), "invalid-accepted"),
        ("[[accepted]]\n", "invalid-accepted"),
        ("accept = 1\n", "invalid-accepted"),
        ("[[accept]\n", "invalid-accepted"),
        ("accept = [1]\n", "invalid-accepted"),
    ],
)
def test_an_entry_that_accepts_nothing_is_an_error(
    text: str, code: str, minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", REMOVED)
    write_file("elsewhere.toml", text)
    ran = minidoc("diff", "old", "new", "--accepted", "elsewhere.toml")
    assert ran.code == 2
    assert re.search(rf"elsewhere\.toml:1:1: error\[{code}\]", ran.err)
    # What changed is told all the same, unless the list could not be read.
    assert bool(ran.out) == (code != "invalid-accepted")


def test_markdown_is_a_section_to_paste(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", MORE.replace("Future<void>touch()\n", ""))
    ran = minidoc("diff", "old", "new", "--format", "markdown")
    assert ran.out.replace(". ", ".\n") == """\
### Breaking

- `UserRef.touch`: the method `UserRef.touch` is gone.
Find out from the page what takes its place.
  - before: `Future<void> touch(...)`
  - after: nothing
  - `Users.md`, line 15, `removed-member`

### Added

- `UserRef.set(size=...)`: there is a new parameter `size`, which may be left out.
Nothing has to be done.
  - before: nothing
  - after: `{int? size}`
  - `Users.md`, line 13, `added-parameter`
"""


def test_text_of_a_page_is_no_markup_and_no_command(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    hostile = PAGE.replace("Shown", "<b>``x \x1b[31m @team #1 [a](javascript:b)\u202e")
    write_file("new/Users.md", hostile)
    for format_ in ("markdown", "text"):
        out = minidoc("diff", "old", "new", "--format", format_).out
        assert "\x1b" not in out
        assert "\u202e" not in out
    fenced = minidoc("diff", "old", "new", "--format", "markdown").out
    after = next(line for line in fenced.splitlines() if "after:" in line)
    assert re.fullmatch(r"  - after: (`{3}).*\1", after), after


def test_people_read_what_to_do(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", REMOVED)
    lines = minidoc("diff", "old", "new").out.splitlines()
    assert lines == [
        "breaking[removed-member] UserRef.touch  Users.md:15",
        "  the method `UserRef.touch` is gone",
        "  before: Future<void> touch(...)",
        "  to do:  Find out from the page what takes its place.",
        "",
        "1 breaking: a new major version",
    ]


def test_colour_is_for_terminals_only(
    minidoc: Minidoc, before: Path, write_file: WriteFile
) -> None:
    write_file("new/Users.md", REMOVED)
    plain = minidoc("diff", "old", "new").out
    assert "\x1b" not in plain
    models = [model([read_page(Path(side, "Users.md"))]).api for side in ("old", "new")]
    shown = Shown(compare(*models), {})
    coloured = as_text(shown, color=True)
    assert "\x1b[1;31mbreaking[removed-member]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_nothing_is_written(minidoc: Minidoc, before: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "new")
    listed = sorted(tmp_path.rglob("*"))
    assert minidoc("diff", "old", "new").code == 0
    assert sorted(tmp_path.rglob("*")) == listed


@pytest.mark.parametrize("code", ["moved-member", "changed-null-meaning", "reordered"])
def test_a_change_is_explained(code: str, minidoc: Minidoc) -> None:
    ran = minidoc("explain", code)
    assert (ran.code, ran.err) == (0, "")
    assert f"[{code}]: " in ran.out
    assert "For example" in ran.out
    assert "What to do: " in ran.out
    wrong = minidoc("explain", f"{code}s")
    assert wrong.code == 2
    assert code in wrong.err
