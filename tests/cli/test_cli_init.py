"""`minidoc init`: a project out of nothing, and nothing lost of one that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from cli_project import BROKEN, ROOMS, Minidoc, WriteFile
from fetch_site import Site, page, running, status

from minidoc.lock import parse_lock

Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def site() -> Generator[Site]:
    """A site with two pages, one of which says that it is elsewhere."""
    with running() as started:
        started.serve("/docs/Rooms.md", page(started.url("/docs/Rooms"), "Room"))
        started.serve("/docs/Halls.md", page("https://example.org/docs/Halls", "Hall"))
        yield started


def settings_of(folder: Path) -> dict[str, Any]:
    data = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    settings: dict[str, Any] = data["tool"]["minidoc"]
    return settings


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_from_page_files(run_minidoc: Run, tmp_path: Path, repository: Path) -> None:
    """The real pages, in an empty folder, as a process; then everything else works."""
    here = tmp_path / "acme-chat"
    here.mkdir()
    pages = sorted((repository / "spec").glob("*.md"))
    done = run_minidoc("init", *pages, cwd=here)
    assert (done.returncode, done.stderr) == (0, "")
    assert "to fill in: " in done.stdout
    assert done.stdout.endswith(
        "next: minidoc generate, which writes generated/acme_chat\n"
    )
    names = {f"spec/{path.name}" for path in pages}
    assert files_below(here) == names | {"pyproject.toml", "spec/overlay.toml"}
    assert {path.name for path in here.iterdir()} == {
        "generated", "pyproject.toml", "spec",
    }  # fmt: skip
    for path in pages:
        assert (here / "spec" / path.name).read_bytes() == path.read_bytes()
    assert settings_of(here) == {
        "pages": ["spec/*.md"],
        "overlay": "spec/overlay.toml",
        "output": "generated/acme_chat",
        "package": "acme_chat",
    }
    made = run_minidoc("generate", cwd=here)
    assert made.returncode == 0, made.stderr
    assert run_minidoc("check", cwd=here).returncode == 0
    # The overlay says all that could be guessed.
    assert "[[bind]]" in (here / "spec/overlay.toml").read_text(encoding="utf-8")
    suggested = tomllib.loads(run_minidoc("overlay", "suggest", cwd=here).stdout)
    assert suggested == {}


def test_from_a_site(run_minidoc: Run, tmp_path: Path, site: Site) -> None:
    here = tmp_path / "sdk"
    here.mkdir()
    addresses = [site.url("/docs/Rooms"), site.url("/docs/Halls.md")]
    done = run_minidoc(
        *("init", *addresses, "--output", "src/acme/rooms", "--package", "acme.rooms"),
        cwd=here,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert settings_of(here) == {
        "pages": ["spec/*.md"],
        "overlay": "spec/overlay.toml",
        "output": "src/acme/rooms",
        "package": "acme.rooms",
        "fetch": {"spec/Halls.md": site.url("/docs/Halls.md")},
    }
    locked = parse_lock((here / "spec/spec.lock").read_text(encoding="utf-8"))
    assert {page.address for page in locked.values()} == {
        site.url("/docs/Rooms.md"), site.url("/docs/Halls.md"),
    }  # fmt: skip
    made = run_minidoc("generate", cwd=here)
    assert made.returncode == 0, made.stderr
    assert (here / "src/acme/rooms/halls.py").is_file()
    again = run_minidoc("fetch", cwd=here)
    assert again.stdout == "spec: 0 new, 0 changed, 2 unchanged\n"


# What is there already.


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_pyproject_that_is_there_is_added_to(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile, rooms: Path, end: str
) -> None:
    assert rooms.is_file()
    before = "# Mine.\n[project]\nname = 'x'\n\n[tool.other]\na = 1".replace("\n", end)
    path = write_file("pyproject.toml", before)
    os.chmod(path, 0o640)
    assert minidoc("init", "Rooms.md").code == 0
    text = path.read_bytes().decode()
    assert text.startswith(before + end + end + "[tool.minidoc]" + end)
    assert text.count("\n") == text.count(end)
    assert path.stat().st_mode & 0o777 == 0o640
    data = tomllib.loads(text)
    assert data["project"] == {"name": "x"}
    assert data["tool"]["other"] == {"a": 1}
    assert minidoc("generate").code == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[tool.minidoc]\npages = ["a.md"]\n', "has [tool.minidoc] already"),
        ("[tool]\nminidoc.output = 'x'\n", "has [tool.minidoc] already"),
        ("tool = { other = 1 }\n", "has no room for [tool.minidoc]"),
        ("tool = 3\n", "is not TOML"),
        ("not toml", "is not TOML"),
    ],
)
@pytest.mark.usefixtures("rooms")
def test_a_pyproject_that_cannot_be_added_to(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile, text: str, problem: str
) -> None:
    write_file("pyproject.toml", text)
    ran = minidoc("init", "Rooms.md")
    assert ran.code == 2
    assert problem in ran.err
    assert "hint: " in ran.err
    assert ran.err.endswith("nothing is set up\n")
    assert files_below(tmp_path) == {"pyproject.toml", "Rooms.md"}
    assert (tmp_path / "pyproject.toml").read_text() == text


def test_a_second_time(minidoc: Minidoc, tmp_path: Path, rooms: Path) -> None:
    assert minidoc("init", rooms.name).code == 0
    before = {name: (tmp_path / name).read_bytes() for name in files_below(tmp_path)}
    assert minidoc("init", rooms.name).code == 2
    after = {name: (tmp_path / name).read_bytes() for name in files_below(tmp_path)}
    assert after == before


def test_after_a_kill_between_the_pages_and_the_settings(
    minidoc: Minidoc, tmp_path: Path, rooms: Path
) -> None:
    assert minidoc("init", rooms.name).code == 0
    overlay = tmp_path / "spec/overlay.toml"
    overlay.write_text(overlay.read_text() + "# mine\n")
    (tmp_path / "pyproject.toml").unlink()
    ran = minidoc("init", rooms.name)
    assert ran.code == 0
    assert "written: spec/" not in ran.out
    assert overlay.read_text().endswith("# mine\n")
    assert minidoc("generate").code == 0


def test_pages_that_stand_where_they_belong(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("spec/Rooms.md", ROOMS)
    write_file("spec/overlay.toml", "# mine\n")
    assert minidoc("init", "spec/Rooms.md").code == 0
    assert (tmp_path / "spec/overlay.toml").read_text() == "# mine\n"
    assert minidoc("generate").code == 0


def test_another_text_under_the_same_name(
    minidoc: Minidoc, tmp_path: Path, write_file: WriteFile, rooms: Path
) -> None:
    write_file("spec/Rooms.md", ROOMS + "\nMine.\n")
    before = files_below(tmp_path)
    ran = minidoc("init", rooms.name)
    assert ran.code == 2
    assert "error[foreign-output]: spec/Rooms.md would have two texts" in ran.err
    assert files_below(tmp_path) == before


def test_two_pages_of_one_name(minidoc: Minidoc, write_file: WriteFile) -> None:
    write_file("a/Rooms.md", ROOMS)
    write_file("b/Rooms.md", ROOMS + "\nMore.\n")
    ran = minidoc("init", "a/Rooms.md", "b/Rooms.md")
    assert ran.code == 2
    assert "would have two texts" in ran.err


# What does not work is said before anything is written.


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Nobody.md"], "cannot-read"),
        (["Broken.md"], "syntax-error"),
        (["Rooms.md", "Broken.md"], "syntax-error"),
        (["Rooms.md", "--package", "class"], "invalid-name"),
        (["http://example.org/Rooms"], "invalid-address"),
        (["https://[::1]:1/"], "invalid-address"),
    ],
)
@pytest.mark.usefixtures("rooms")
def test_nothing_is_set_up(
    minidoc: Minidoc,
    tmp_path: Path,
    write_file: WriteFile,
    arguments: list[str],
    code: str,
) -> None:
    write_file("Broken.md", BROKEN)
    ran = minidoc("init", *arguments)
    assert ran.code == 2
    assert f"error[{code}]" in ran.err
    assert files_below(tmp_path) == {"Rooms.md", "Broken.md"}


def test_a_page_that_is_not_there(minidoc: Minidoc, tmp_path: Path, site: Site) -> None:
    site.replies["/docs/Rooms.md"] = status("404 Not Found")
    ran = minidoc("init", site.url("/docs/Rooms"), site.url("/docs/Halls"))
    assert ran.code == 2
    assert "error[cannot-fetch]: Rooms.md: " in ran.err
    assert files_below(tmp_path) == set()


@pytest.mark.parametrize(
    ("folder", "package"),
    [
        ("acme-chat", "acme_chat"),
        ("Chat SDK", "chat_sdk"),
        ("3d", "sdk"),
        ("class", "sdk"),
        ("é", "sdk"),
        ("None", "none"),
    ],
)
def test_a_name_for_the_package(
    minidoc: Minidoc,
    rooms: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    package: str,
) -> None:
    here = rooms.parent / folder
    here.mkdir()
    shutil.copy(rooms, here)
    monkeypatch.chdir(here)
    assert minidoc("init", "Rooms.md").code == 0
    assert settings_of(here)["package"] == package
    assert minidoc("generate").code == 0
    assert (here / "generated" / package / "rooms.py").is_file()
