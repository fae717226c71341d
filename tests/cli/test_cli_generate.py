"""`minidoc generate`: what is written where, what is said, and when it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_project import BROKEN, NOTED, ROOMS, WARNED, Minidoc, WriteFile


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _times(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.stat().st_ino,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.usefixtures("rooms")
def test_pages_and_output_say_it_all(minidoc: Minidoc, tmp_path: Path) -> None:
    """Without a configuration: the package's name is its folder's."""
    ran = minidoc("generate", "Rooms.md", "--output", "made/acme_rooms")
    assert (ran.code, ran.err) == (0, "")
    made = tmp_path / "made/acme_rooms"
    count = len([path for path in made.rglob("*") if path.is_file()])
    assert ran.out == f"made/acme_rooms: {count} written, 0 removed, 0 unchanged\n"
    assert {"__init__.py", "rooms.py", "py.typed", "_runtime"} <= _files(made)
    # The distribution's files belong to a configured package only.
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["acme_rooms"]

    again = minidoc("generate", "Rooms.md", "--output", "made/acme_rooms")
    assert again.out == f"made/acme_rooms: 0 written, 0 removed, {count} unchanged\n"


@pytest.mark.usefixtures("project")
def test_a_configured_package_gets_its_distribution(
    minidoc: Minidoc, tmp_path: Path
) -> None:
    ran = minidoc("generate")
    assert (ran.code, ran.err) == (0, "")
    package, beside = ran.out.splitlines()
    assert package.startswith("made/acme_rooms: ")
    assert beside == "made: 2 written, 0 removed, 0 unchanged"
    project = (tmp_path / "made/pyproject.toml").read_text(encoding="utf-8")
    assert 'name = "acme-rooms"' in project
    assert 'packages = ["acme_rooms"]' in project


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "arguments", [("--output", "other/sdk"), ("--package", "elsewhere.rooms")]
)
def test_another_output_or_name_leaves_the_distribution_alone(
    arguments: tuple[str, ...], minidoc: Minidoc, tmp_path: Path
) -> None:
    assert minidoc("generate", *arguments).code == 0
    assert not (tmp_path / "made/pyproject.toml").exists()
    assert not (tmp_path / "other/pyproject.toml").exists()


@pytest.mark.usefixtures("project")
def test_configuration_is_found_from_below(
    minidoc: Minidoc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src/deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "src/deep")
    assert minidoc("generate").code == 0
    assert (tmp_path / "made/acme_rooms/rooms.py").exists()


@pytest.mark.usefixtures("rooms")
def test_json_names_every_file(minidoc: Minidoc, tmp_path: Path) -> None:
    ran = minidoc("generate", "Rooms.md", "--output", "sdk", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    report = json.loads(ran.out)
    assert set(report) == {"written", "removed", "unchanged", "diagnostics"}
    made = {
        path for path in _files(tmp_path / "sdk") if (tmp_path / "sdk" / path).is_file()
    }
    assert set(report["written"]) == made
    assert report["removed"] == report["unchanged"] == report["diagnostics"] == []


@pytest.mark.usefixtures("project")
def test_json_names_the_distribution_relative_to_the_package(minidoc: Minidoc) -> None:
    report = json.loads(minidoc("generate", "--format", "json").out)
    assert {"../README.md", "../pyproject.toml"} <= set(report["written"])


@pytest.mark.usefixtures("rooms")
def test_stale_files_go_and_those_of_others_stay(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("Halls.md", ROOMS.replace("Room", "Hall"))
    assert minidoc("generate", "Rooms.md", "Halls.md", "--output", "sdk").code == 0
    write_file("sdk/mine.py", "mine = 1\n")
    before = _times(tmp_path / "sdk")

    ran = minidoc("generate", "Rooms.md", "--output", "sdk", "--format", "json")
    report = json.loads(ran.out)
    assert report["removed"] == ["halls.py"]
    assert set(report["written"]) == {"__init__.py", "_api.json", "_manifest.json"}
    after = _times(tmp_path / "sdk")
    assert set(before) - set(after) == {"halls.py"}
    changed = {path for path, times in after.items() if times != before[path]}
    assert changed == set(report["written"])
    assert (tmp_path / "sdk/mine.py").read_text() == "mine = 1\n"


@pytest.mark.usefixtures("rooms")
def test_a_folder_of_somebody_else_is_refused(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("src/__init__.py", "import os\n")
    ran = minidoc("generate", "Rooms.md", "--output", "src")
    assert (ran.code, ran.out) == (2, "")
    assert "error[foreign-output]" in ran.err
    assert _files(tmp_path / "src") == {"__init__.py"}


@pytest.mark.usefixtures("rooms")
def test_an_overlay_is_applied_only_when_it_is_given(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    """Not even one that lies next to the page."""
    write_file(
        "overlay.toml",
        '[[correct]]\npage = "Rooms.md"\ntarget = "RoomSnapshot"\n'
        'reason = "clearer"\nrename = "Room"\n',
    )
    module = tmp_path / "sdk/rooms.py"
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    assert "class RoomSnapshot:" in module.read_text(encoding="utf-8")
    given = ("--overlay", "overlay.toml")
    assert minidoc("generate", "Rooms.md", "--output", "sdk", *given).code == 0
    assert "class Room:" in module.read_text(encoding="utf-8")


@pytest.mark.usefixtures("spec")
def test_one_page_alone_with_the_overlay_of_all(
    minidoc: Minidoc, tmp_path: Path
) -> None:
    """Entries of a page that is not given wait; its classes are only warned of."""
    ran = minidoc(
        *("generate", "spec/Users.md", "--overlay", "spec/overlay.toml"),
        *("--output", "talkjs"),
    )
    assert ran.code == 0
    assert "error" not in ran.err
    assert "note[overlay-set-aside]" in ran.err
    assert "dangling-reference" in ran.err
    assert "TalkSession" in ran.err
    assert not (tmp_path / "talkjs/talk_session.py").exists()
    init = (tmp_path / "talkjs/__init__.py").read_text(encoding="utf-8")
    assert "UserRef" in init
    assert "TalkSession" not in init


@pytest.mark.parametrize(
    ("page", "is_fine"),
    [(ROOMS, True), (NOTED, True), (WARNED, False), (BROKEN, False)],
    ids=["clean", "note", "warning", "error"],
)
def test_strict(
    page: str,
    is_fine: bool,
    minidoc: Minidoc,
    tmp_path: Path,
    write_file: WriteFile,
) -> None:
    write_file("Rooms.md", page)
    ran = minidoc("generate", "Rooms.md", "--output", "sdk", "--strict")
    assert ran.code == (0 if is_fine else 2)
    assert (tmp_path / "sdk").exists() == is_fine
    only_warned = page == WARNED
    assert ("--strict: the warnings count as errors" in ran.err) == only_warned


def test_strict_leaves_the_old_package(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("Rooms.md", ROOMS)
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    before = _times(tmp_path / "sdk")
    write_file("Rooms.md", WARNED)
    refused = minidoc("generate", "Rooms.md", "--output", "sdk", "--strict")
    assert refused.code == 2
    assert _times(tmp_path / "sdk") == before
    # The same without `--strict` is a warning.
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    assert _times(tmp_path / "sdk") != before


def test_failure_as_json(minidoc: Minidoc, write_file: WriteFile) -> None:
    write_file("docs/Rooms.md", BROKEN)
    ran = minidoc("generate", "docs/Rooms.md", "--output", "sdk", "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    report = json.loads(ran.out)
    assert report["written"] == report["removed"] == report["unchanged"] == []
    [found] = report["diagnostics"]
    assert found["file"] == "docs/Rooms.md"
    assert (found["severity"], found["code"]) == ("error", "syntax-error")


def test_what_is_wrong_anywhere_comes_in_one_run(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    """An unreadable page does not hide what is wrong with the others."""
    write_file("b/Rooms.md", BROKEN)
    write_file("a/Halls.md", "no front matter\n")
    (tmp_path / "Cafes.md").write_bytes(b"caf\xe9\n")
    write_file("overlay.toml", "[[bind]]\n")
    ran = minidoc(
        *("generate", "b/Rooms.md", "Nobody.md", "a/Halls.md", "Cafes.md"),
        *("--overlay", "overlay.toml", "--output", "sdk"),
    )
    assert ran.code == 2
    heads = [line for line in ran.err.splitlines() if ": " in line and "[" in line]
    assert [head.partition(": ")[0] for head in heads if "error[" in head][:4] == [
        "error[cannot-read]",
        "Cafes.md:1:4",
        "a/Halls.md:1:1",
        "b/Rooms.md:11:16",
    ]
    assert "overlay.toml:1:1: error[invalid-overlay]" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generate"], "no pages are given"),
        (["generate", "Rooms.md"], "no output folder is given"),
        (["generate", "Nobody.md", "--output", "sdk"], "cannot read Nobody.md"),
        (["generate", "Rooms.md", "--output", "my-sdk"], "cannot be a package name"),
        (
            ["generate", "Rooms.md", "--output", "sdk", "--package", "acme.import"],
            "'import' is a keyword",
        ),
        (
            ["generate", "Rooms.md", "--output", "sdk", "--overlay", "none.toml"],
            "cannot read none.toml",
        ),
        (["generate", "Rooms.md", "--out", "sdk"], "unrecognized arguments"),
        (["generate", "--format", "xml"], "invalid choice"),
        (["generate", "--watch", "--format", "json"], "--watch is for people"),
        (["genrate"], "invalid choice"),
        ([], "required"),
    ],
)
@pytest.mark.usefixtures("rooms")
def test_usage(
    arguments: list[str], said: str, minidoc: Minidoc, tmp_path: Path
) -> None:
    ran = minidoc(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert _files(tmp_path) == {"Rooms.md"}


def test_a_page_that_is_a_folder_or_a_loop(minidoc: Minidoc, tmp_path: Path) -> None:
    (tmp_path / "Rooms.md").mkdir()
    (tmp_path / "Loop.md").symlink_to("Loop.md")
    ran = minidoc("generate", "Rooms.md", "Loop.md", "--output", "sdk")
    assert ran.code == 2
    assert "cannot read Rooms.md: Is a directory" in ran.err
    assert "cannot read Loop.md: Too many levels of symbolic links" in ran.err


def test_a_page_given_twice_counts_once(minidoc: Minidoc, rooms: Path) -> None:
    ran = minidoc("generate", "Rooms.md", "./Rooms.md", str(rooms), "--output", "sdk")
    assert (ran.code, ran.err) == (0, "")


def test_the_package_is_called_like_its_folder_if_nothing_says_otherwise(
    minidoc: Minidoc, project: Path
) -> None:
    config = project / "pyproject.toml"
    config.write_text(config.read_text().replace('package = "acme_rooms"\n', ""))
    assert minidoc("generate").code == 0
    assert 'packages = ["acme_rooms"]' in (project / "made/pyproject.toml").read_text()


def test_modules_that_go_are_named(minidoc: Minidoc, project: Path) -> None:
    assert minidoc("generate").code == 0
    (project / "docs/Rooms.md").rename(project / "docs/Halls.md")
    ran = minidoc("generate")
    assert "removed: made/acme_rooms/rooms.py" in ran.out
