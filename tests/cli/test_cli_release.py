"""`minidoc release`: versions, changelog, kept names, and that nothing is half done."""

from __future__ import annotations

import os
import re
import signal
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from cli_project import Minidoc, WriteFile
from faulty_steps import GOT_THROUGH, child, die
from release_project import CONFIG, INNER, OUTER, OVERLAY, PAGE, renamed
from syrupy.assertion import SnapshotAssertion

from minidoc.cli import main

Change: TypeAlias = Callable[[str, str], None]

READ = "/** May look at everything */\nread,\n\n"
MORE = "\nFuture<void>leave()\n\nFuture<MemberSnapshot?>get()"


@pytest.fixture
def configured(tmp_path: Path, write_file: WriteFile) -> Path:
    """A project that has not been released yet."""
    write_file("docs/Members.md", PAGE)
    write_file("docs/overlay.toml", OVERLAY)
    write_file("pyproject.toml", CONFIG.replace("VERSION", "1.4.0"))
    return tmp_path


@pytest.fixture
def project(configured: Path, minidoc: Minidoc) -> Path:
    """A project whose first release is done."""
    ran = minidoc("release")
    assert ran.code == 0, ran.err
    return configured


@pytest.fixture
def change(configured: Path) -> Change:
    """Replace a text of the page."""

    def replace(old: str, new: str) -> None:
        page = configured / "docs" / "Members.md"
        text = page.read_text()
        assert old in text
        page.write_text(text.replace(old, new))

    return replace


def picture(folder: Path) -> dict[str, str]:
    """Read every text of the project."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock" and "lock" not in path.name
    }


def version(project: Path) -> str:
    data = tomllib.loads((project / "made" / "pyproject.toml").read_text())
    found: str = data["project"]["version"]
    return found


def log(project: Path) -> str:
    return (project / "made" / "CHANGELOG.md").read_text()


def entries(project: Path) -> list[dict[str, Any]]:
    data = tomllib.loads((project / "docs" / "overlay.toml").read_text())
    found: list[dict[str, Any]] = data.get("alias", [])
    return found


def rename(project: Path, names: dict[str, str]) -> None:
    for name in ("Members.md", "overlay.toml"):
        path = project / "docs" / name
        path.write_text(renamed(path.read_text(), names))


def test_the_first_release_records_the_state(
    configured: Path, minidoc: Minidoc
) -> None:
    ran = minidoc("release")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "first release: 1.4.0")
    assert version(configured) == "1.4.0"
    assert log(configured).endswith("\n## 1.4.0\n\nFirst release.\n")
    assert minidoc("check").code == 0


def test_run_again_it_changes_nothing(project: Path, minidoc: Minidoc) -> None:
    before = picture(project)
    ran = minidoc("release")
    assert ran.out.splitlines()[0] == "nothing to release since 1.4.0"
    assert picture(project) == before


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        ((READ, ""), "2.0.0"),
        (("A picture of the member\n", "A picture. Default = none\n"), "2.0.0"),
        (("\nFuture<MemberSnapshot?>get()", MORE), "1.5.0"),
        (("A member at one moment", "What a member is at one moment"), "1.4.1"),
        (("url: https://example.org/docs", "url: https://example.org/new"), "1.4.0"),
    ],
    ids=["breaking", "behaviour", "additive", "docs", "format"],
)
def test_the_next_version(
    project: Path, minidoc: Minidoc, change: Change, edit: tuple[str, str], wanted: str
) -> None:
    change(*edit)
    ran = minidoc("release")
    assert ran.code == 0, ran.err
    assert version(project) == wanted
    assert log(project).count(f"\n## {wanted}\n") == 1
    assert log(project).count("\n## ") == (1 if wanted == "1.4.0" else 2)
    assert minidoc("check").code == 0
    again = picture(project)
    assert minidoc("release").out.startswith(f"nothing to release since {wanted}")
    assert picture(project) == again


def test_before_1_0_all_steps_are_smaller(
    configured: Path, minidoc: Minidoc, change: Change
) -> None:
    (configured / "pyproject.toml").write_text(CONFIG.replace("VERSION", "0.3.1"))
    minidoc("release")
    change("\nFuture<MemberSnapshot?>get()", MORE)
    assert minidoc("release").out.startswith(
        "0.3.1 -> 0.3.2: minor (0.x: one step less)"
    )
    change("Future<void>leave()", "")
    minidoc("release")
    assert version(configured) == "0.4.0"


def test_the_configuration_can_jump_ahead_and_not_back(
    project: Path, minidoc: Minidoc, change: Change
) -> None:
    change("\nFuture<MemberSnapshot?>get()", MORE)
    (project / "pyproject.toml").write_text(CONFIG.replace("VERSION", "3.0.0"))
    minidoc("release")
    assert version(project) == "3.0.0"
    (project / "pyproject.toml").write_text(CONFIG.replace("VERSION", "1.0.0"))
    assert minidoc("release").out.startswith("nothing to release since 3.0.0")
    minidoc("generate")
    assert version(project) == "3.0.0"


def test_words_of_people_stay(project: Path, minidoc: Minidoc, change: Change) -> None:
    path = project / "made" / "CHANGELOG.md"
    mine = log(project).replace("First release.", "Our first one.  \r\n".rstrip())
    path.write_text(mine + "\n## 0.9.0\n\nBefore all this.\n")
    change("A member at one moment", "What a member is at one moment")
    minidoc("release", "--date", "2026-11-26")
    text = log(project)
    assert "\n## 1.4.1 - 2026-11-26\n\n### Documentation\n" in text
    head, _, tail = text.partition("\n## 1.4.1 - 2026-11-26\n")
    assert mine.startswith(head)
    assert text.endswith(
        mine.partition("\n## 1.4.0")[2] + "\n## 0.9.0\n\nBefore all this.\n"
    )
    assert tail.index("Documentation") < tail.index("Our first one.")


def test_renames_become_entries_and_the_overlay_stays_as_it_is(
    project: Path, minidoc: Minidoc
) -> None:
    rename(project, OUTER)
    overlay = (project / "docs" / "overlay.toml").read_text()
    ran = minidoc("release")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[:2] == [
        "1.4.0 -> 1.5.0: minor",
        "overlay.toml: 3 old names kept",
    ]
    assert (project / "docs" / "overlay.toml").read_text().startswith(overlay)
    kept = {(e["target"], e["name"], e["until"]) for e in entries(project)}
    assert kept == {(new, old, "2.0") for old, new in OUTER.items()}
    rename(project, INNER)
    assert minidoc("release").out.startswith("1.5.0 -> 1.6.0: minor")
    again = picture(project)
    minidoc("release")
    assert picture(project) == again


def test_line_ends_of_the_overlay_stay(project: Path, minidoc: Minidoc) -> None:
    rename(project, OUTER)
    path = project / "docs" / "overlay.toml"
    path.write_bytes(path.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    assert minidoc("release").code == 0
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert len(entries(project)) == 3


def test_an_old_name_ends_with_the_version_that_it_was_kept_for(
    project: Path, minidoc: Minidoc, change: Change
) -> None:
    rename(project, {"MemberSnapshot": "PersonSnapshot"})
    minidoc("release")
    change(READ, "")
    before = picture(project)
    ran = minidoc("release")
    assert ran.code == 2
    assert re.search(
        r"overlay\.toml:\d+:1: error\[old-name-expired\]", ran.err
    ), ran.err
    assert picture(project) == before
    (project / "docs" / "overlay.toml").write_text(OVERLAY)
    assert minidoc("release").out.startswith("1.5.0 -> 2.0.0: major")
    assert "removed-old-name" in log(project)


def test_a_constant_has_one_name(
    project: Path, minidoc: Minidoc, change: Change
) -> None:
    change("\nread,", "\nview,")
    ran = minidoc("release")
    assert ran.code == 0
    assert "warning[old-name-lost]: the old name `READ` of `Access.view`" in ran.err
    assert (version(project), entries(project)) == ("2.0.0", [])


def test_without_an_overlay_no_name_is_kept(
    configured: Path, minidoc: Minidoc, change: Change
) -> None:
    config = CONFIG.replace('overlay = "docs/overlay.toml"\n', "")
    (configured / "pyproject.toml").write_text(config.replace("VERSION", "1.4.0"))
    minidoc("release")
    change("nickname", "alias")
    ran = minidoc("release")
    assert "`nickname` of `MemberRef.set(alias)` is not kept: no overlay" in ran.err
    assert version(configured) == "2.0.0"


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    project: Path, minidoc: Minidoc
) -> None:
    rename(project, OUTER)
    before = picture(project)
    ran = minidoc("release", "--dry-run")
    assert ran.code == 0
    assert picture(project) == before
    assert ran.out.startswith("1.4.0 -> 1.5.0: minor\n")
    assert "### Deprecated" in ran.out
    assert ran.out.count("[[alias]]") == 3
    minidoc("release")
    assert "### Deprecated" in log(project)


@pytest.mark.usefixtures("project")
def test_what_a_dry_run_prints(
    minidoc: Minidoc,
    change: Change,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    change("nickname", "alias")
    change(READ, "")
    ran = minidoc("release", "--dry-run", "--date", "2026-11-26")
    assert ran.out == snapshot(name="output")
    assert minidoc("release", "--help").out == snapshot(name="help")


def test_a_page_that_is_gone_breaks_callers(
    project: Path, minidoc: Minidoc, write_file: WriteFile
) -> None:
    second = PAGE.replace("Members'", "Rooms'").partition("## openSession")[0]
    extra = write_file(
        "docs/Rooms.md", f"{second}## Room\nclass Room {{\nint size;\n}}\n"
    )
    minidoc("release")
    extra.unlink()
    assert minidoc("release").out.startswith("1.5.0 -> 2.0.0: major")
    assert "- `Rooms.md` is gone, with everything that it declares." in log(project)


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("made/released.json", "<<<<<<< ours", "is no JSON"),
        ("made/released.json", "{}", "names no version"),
        ("made/released.json", '{"version": "1.0.0"}', "has no API model"),
        ("made/released.json", '{"version": "x"}', "names no version"),
        ("pyproject.toml", CONFIG.replace("VERSION", "1.4"), "three numbers"),
        (
            "pyproject.toml",
            '[tool.minidoc]\npages = ["docs/*.md"]\n',
            "no distribution",
        ),
    ],
)
def test_bad_input_changes_nothing(
    project: Path, minidoc: Minidoc, path: str, text: str, message: str
) -> None:
    (project / path).write_text(text)
    before = picture(project)
    ran = minidoc("release")
    assert ran.code == 2
    assert message in ran.err
    assert picture(project) == before


@pytest.mark.usefixtures("project")
def test_a_date_is_a_date(minidoc: Minidoc) -> None:
    ran = minidoc("release", "--date", "yesterday")
    assert (ran.code, "is no date" in ran.err) == (2, True)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_anywhere_each_folder_is_as_before_or_as_after(
    project: Path, minidoc: Minidoc
) -> None:
    """At every eleventh step: one run has some hundreds."""
    rename(project, OUTER)
    before = picture(project)
    assert minidoc("release").code == 0
    after = picture(project)
    ends: list[tuple[bool, bool]] = []
    for step in range(1, 2000, 11):
        for name in picture(project).keys() - before.keys():
            (project / name).unlink()
        for name, text in before.items():
            (project / name).write_text(text)
        code = child(lambda: main(["release"]), step, die)
        assert code in {GOT_THROUGH, -signal.SIGKILL}
        found = picture(project)
        docs, made = (_is_after(found, before, after, of) for of in ("docs", "made"))
        ends.append((docs, made))
        assert minidoc("release").code == 0
        assert picture(project) == after
        if code == GOT_THROUGH:
            break
    # The overlay first: the other way round the package could not be made again.
    assert (False, True) not in ends
    assert {(False, False), (True, True)} <= set(ends)


def _is_after(
    found: dict[str, str], before: dict[str, str], after: dict[str, str], folder: str
) -> bool:
    own = {
        state: {p: t for p, t in texts.items() if p.startswith(f"{folder}/")}
        for state, texts in (("found", found), ("before", before), ("after", after))
    }
    assert own["found"] in (own["before"], own["after"])
    return own["found"] == own["after"]
