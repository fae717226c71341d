"""`minidoc check`: in step, drift, or no answer; and it never writes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from cli_project import BROKEN, ROOMS, WARNED, Minidoc, WriteFile

from minidoc import __version__

CHECK = ("check", "Rooms.md", "--output", "sdk")


def _picture(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.stat().st_ino,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [folder, *folder.rglob("*")]
    }


@pytest.fixture
def made(minidoc: Minidoc, rooms: Path, tmp_path: Path) -> Path:
    """A package that is in step with its page."""
    assert minidoc("generate", rooms.name, "--output", "sdk").code == 0
    return tmp_path / "sdk"


@pytest.mark.usefixtures("made")
def test_in_step(minidoc: Minidoc) -> None:
    ran = minidoc(*CHECK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "in step with the pages: sdk\n"


@pytest.mark.usefixtures("made")
def test_in_step_as_json(minidoc: Minidoc) -> None:
    ran = minidoc(*CHECK, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {"in_sync": True, "files": [], "diagnostics": []}


def test_changed_missing_and_surplus(
    made: Path, minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("Halls.md", ROOMS.replace("Room", "Hall"))
    assert minidoc("generate", "Rooms.md", "Halls.md", "--output", "sdk").code == 0
    module = made / "rooms.py"
    module.write_text(module.read_text().replace("A room at one", "A hall at one"))
    (made / "py.typed").unlink()
    write_file("sdk/mine.py", "mine = 1\n")
    before = _picture(tmp_path)

    ran = minidoc(*CHECK)
    assert ran.code == 1
    assert ran.out.splitlines()[:6] == [
        "changed: sdk/__init__.py",
        "changed: sdk/_api.json",
        "changed: sdk/_manifest.json",
        "surplus: sdk/halls.py",
        "missing: sdk/py.typed",
        "changed: sdk/rooms.py",
    ]
    assert "--- a/rooms.py\n+++ b/rooms.py\n@@ " in ran.out
    assert '\n-    """A hall at one moment' in ran.out
    assert '\n+    """A room at one moment' in ran.out
    assert "--- a/halls.py\n+++ /dev/null\n" in ran.out
    assert "mine" not in ran.out
    assert "run `minidoc generate`" in ran.err
    assert _picture(tmp_path) == before


def test_drift_as_json(made: Path, minidoc: Minidoc, write_file: WriteFile) -> None:
    (made / "py.typed").unlink()
    write_file("Rooms.md", WARNED)
    ran = minidoc(*CHECK, "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    report = json.loads(ran.out)
    assert list(report) == ["in_sync", "files", "diagnostics"]
    assert report["in_sync"] is False
    assert {"path": "py.typed", "status": "missing"} in report["files"]
    assert {"path": "rooms.py", "status": "changed"} in report["files"]
    assert {"path": "_opaque.py", "status": "missing"} in report["files"]
    [found] = report["diagnostics"]
    assert list(found) == [
        "severity",
        "code",
        "message",
        "file",
        "line",
        "column",
        "hint",
    ]
    assert (found["severity"], found["code"]) == ("warning", "undeclared-type")
    assert (found["file"], found["line"], found["column"]) == ("Rooms.md", 11, 7)


def test_bad_input_as_json(made: Path, minidoc: Minidoc, write_file: WriteFile) -> None:
    write_file("Rooms.md", BROKEN)
    ran = minidoc(*CHECK, "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    report = json.loads(ran.out)
    assert (report["in_sync"], report["files"]) == (False, [])
    assert [each["code"] for each in report["diagnostics"]] == ["syntax-error"]


@pytest.mark.usefixtures("rooms")
def test_nothing_is_there_yet(minidoc: Minidoc, tmp_path: Path) -> None:
    ran = minidoc(*CHECK)
    assert ran.code == 1
    assert "missing: sdk/__init__.py\n" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["Rooms.md"]


def test_the_diff_repairs_the_package(
    made: Path, minidoc: Minidoc, write_file: WriteFile
) -> None:
    write_file("Rooms.md", WARNED)
    ran = minidoc(*CHECK)
    patch = ran.out[ran.out.index("--- ") :]
    subprocess.run(
        ["git", "apply", "-"], cwd=made, input=patch.encode(), check=True, timeout=60
    )
    assert minidoc(*CHECK).code == 0


def test_a_checkout_with_other_line_ends_is_in_step(
    made: Path, rooms: Path, minidoc: Minidoc
) -> None:
    for path in [rooms, *made.rglob("*")]:
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert minidoc(*CHECK).code == 0


def test_a_mark_at_the_beginning_changes_nothing(
    made: Path, rooms: Path, minidoc: Minidoc
) -> None:
    rooms.write_bytes(b"\xef\xbb\xbf" + rooms.read_bytes())
    assert minidoc(*CHECK).code == 0


def test_strict(made: Path, minidoc: Minidoc, write_file: WriteFile) -> None:
    write_file("Rooms.md", WARNED)
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    assert minidoc(*CHECK).code == 0
    ran = minidoc(*CHECK, "--strict")
    assert (ran.code, ran.out) == (2, "")
    assert "warning[undeclared-type]" in ran.err


@pytest.mark.parametrize("arguments", [(), ("--format", "json")])
def test_another_version_is_no_drift(
    arguments: tuple[str, ...], made: Path, minidoc: Minidoc
) -> None:
    manifest = made / "_manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(f"minidoc {__version__}", "minidoc 99.0"))
    ran = minidoc(*CHECK, *arguments)
    assert ran.code == 2
    said = ran.out + ran.err
    assert "version-mismatch" in said
    assert "minidoc-sdk==99.0" in said
    # Generating answers: it writes the package anew.
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    assert minidoc(*CHECK).code == 0


@pytest.mark.usefixtures("project")
def test_the_distribution_is_compared_as_well(minidoc: Minidoc, tmp_path: Path) -> None:
    assert minidoc("generate").code == 0
    (tmp_path / "made/CHANGELOG.md").write_text("# Changes\n")
    ran = minidoc("check")
    assert ran.code == 0
    assert ran.out == "in step with the pages: made/acme_rooms and made\n"

    (tmp_path / "made/README.md").unlink()
    ran = minidoc("check", "--format", "json")
    assert ran.code == 1
    files = [{"path": "../README.md", "status": "missing"}]
    assert json.loads(ran.out)["files"] == files


def test_the_committed_package_is_in_step(
    minidoc: Minidoc, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    ran = minidoc("check")
    assert ran.code == 0, ran.out


def test_a_copy_elsewhere_is_in_step(
    minidoc: Minidoc, spec: Path, repository: Path
) -> None:
    """As a team does that vendors the package under its own name."""
    shutil.copytree(repository / "generated/talkjs", spec.parent / "vendored")
    ran = minidoc(
        *("check", "spec/TalkSession.md", "spec/Users.md", "--output", "vendored"),
        *("--overlay", "spec/overlay.toml"),
    )
    assert ran.code == 0, ran.out
