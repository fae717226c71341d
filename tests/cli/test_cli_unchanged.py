"""A run that changes nothing is told from a record, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from cli_project import ROOMS, WARNED, Minidoc, WriteFile

from minidoc import pipeline
from minidoc.cli import inputs, run as run_module
from minidoc.pages import read_each
from minidoc.unchanged.folder import cache_folder
from minidoc.unchanged.record import read_record, record_text
from minidoc.unchanged.replay import RECORDS

OVERLAY = """
[[type]]
page = "Halls.md"
name = "Hall"
reason = "Nobody declares it."
"""
HALLS = ROOMS.replace("Room", "Corridor").replace("String", "Hall", 1)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path.parent / f"{tmp_path.name}-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "minidoc"


@pytest.fixture
def both(project: Path, write_file: WriteFile) -> Path:
    """A project with two pages, of which one has warnings, and an overlay."""
    write_file("docs/Halls.md", HALLS.replace("A room", "A hall, [Nowhere]"))
    write_file("docs/overlay.toml", OVERLAY)
    write_file("docs/spec.lock", "version = 1\n")
    settings = (project / "pyproject.toml").read_text()
    write_file("pyproject.toml", settings + 'overlay = "docs/overlay.toml"\n')
    return project


class Runs:
    """Counts the runs that were made, not told."""

    def __init__(self) -> None:
        self.count = 0


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    counted = Runs()
    renew = pipeline.renew

    def counting(*arguments: object) -> object:
        counted.count += 1
        return renew(*arguments)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(run_module, "renew", counting)
    return counted


def test_nothing_is_made_twice(both: Path, minidoc: Minidoc, runs: Runs) -> None:
    first = minidoc("generate")
    assert first.code == 0
    assert "dangling-reference" in first.err
    again = minidoc("generate")
    assert runs.count == 1
    written = first.out.split()[1]
    assert again.out == first.out.replace(f"{written} written", "0 written").replace(
        "0 unchanged", f"{written} unchanged", 1
    ).replace("2 written, 0 removed, 0 unchanged", "0 written, 0 removed, 2 unchanged")
    assert again.err == first.err
    assert minidoc("check").code == 0
    assert runs.count == 1


@pytest.mark.parametrize("command", ["generate", "check"])
@pytest.mark.parametrize("options", [(), ("--format", "json"), ("docs/Rooms.md",)])
def test_what_is_told_is_what_a_run_would_say(
    both: Path,
    minidoc: Minidoc,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    options: tuple[str, ...],
) -> None:
    assert minidoc("generate", *options).code == 0
    told = minidoc(command, *options)
    monkeypatch.setenv("XDG_CACHE_HOME", str(both / "nothing"))
    assert minidoc(command, *options) == told


Change = Callable[[Path], object]


def _edit(name: str, old: str, new: str) -> Change:
    def change(project: Path) -> None:
        path = project / name
        path.write_text(path.read_text().replace(old, new), encoding="utf-8")

    return change


def _link(name: str) -> Change:
    """Put a link to the same file, or the same folder, where it stood."""

    def change(project: Path) -> None:
        path = project / name
        elsewhere = project / "elsewhere"
        path.rename(elsewhere)
        path.symlink_to(elsewhere)

    return change


def _write(name: str, text: str) -> Change:
    return lambda project: (project / name).write_text(text, encoding="utf-8")


CHANGES: dict[str, Change] = {
    "a page": _edit("docs/Rooms.md", "A room", "A chamber"),
    "a new page": _write("docs/Zoo.md", ROOMS.replace("Room", "Zoo")),
    "a page less": lambda project: (project / "docs/Rooms.md").unlink(),
    "the overlay": _edit("docs/overlay.toml", "Nobody", "No page"),
    "the settings": _edit("pyproject.toml", "acme-rooms", "acme-halls"),
    "the lock": _write("docs/spec.lock", "version = 2\n"),
    "a release": _write("made/released.json", "{}"),
    "a file of ours": _edit("made/acme_rooms/rooms.py", "A room", "A chamber"),
    "a line end": _edit("made/acme_rooms/rooms.py", "\n", "\r\n"),
    "the manifest": _edit("made/acme_rooms/_manifest.json", '"files"', '"file"'),
    "the README": _edit("made/README.md", "unofficial", "official"),
    "a file less": lambda project: (project / "made/acme_rooms/halls.py").unlink(),
    "a link to a file": _link("made/acme_rooms/rooms.py"),
    "a link to a folder": _link("made/acme_rooms/_runtime"),
    "a link to the package": _link("made/acme_rooms"),
    "a killed run": lambda project: (project / "made/.acme_rooms.minidoc-new").mkdir(),
    "a killed release": lambda project: (project / ".made.minidoc-old").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_looked_at(
    both: Path, minidoc: Minidoc, runs: Runs, change: Change
) -> None:
    minidoc("generate")
    change(both)
    # Some are refused before anything is made.
    assert minidoc("check").code == 2 or runs.count == 2


def test_a_lock_of_a_killed_run_goes_wherever_the_package_is(
    both: Path, minidoc: Minidoc
) -> None:
    _edit("pyproject.toml", "made/acme_rooms", "made/src/acme_rooms")(both)
    assert minidoc("generate").code == 0
    (both / "made/.minidoc-lock").touch()
    assert minidoc("generate").code == 0
    assert not (both / "made/.minidoc-lock").exists()


NO_CHANGES: dict[str, Change] = {
    "a file beside the pages": _write("docs/notes.txt", "x"),
    "a file of others": _write("made/acme_rooms/mine.py", "x = 1\n"),
    "a time": lambda project: os.utime(project / "docs/Rooms.md"),
}


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_does_not_count(
    both: Path, minidoc: Minidoc, runs: Runs, change: Change
) -> None:
    minidoc("generate")
    change(both)
    minidoc("check")
    # A folder's names decide what a pattern matches: a new one is looked at once.
    minidoc("check")
    assert runs.count <= 2
    minidoc("check")
    assert runs.count <= 2


def test_drift_and_mistakes_leave_no_record(
    both: Path, minidoc: Minidoc, runs: Runs
) -> None:
    for count in (1, 2):
        assert minidoc("check").code == 1
        assert runs.count == count
    _edit("docs/Rooms.md", "}", "")(both)
    for count in (3, 4):
        assert minidoc("generate").code == 2
        assert runs.count == count


def test_strict_is_another_question(both: Path, minidoc: Minidoc, runs: Runs) -> None:
    assert minidoc("generate").code == 0
    assert minidoc("generate", "--strict").code == 2
    assert minidoc("check", "--strict").code == 2
    assert minidoc("check").code == 0
    assert runs.count == 3


def test_a_page_that_is_saved_meanwhile_leaves_no_record(
    both: Path, minidoc: Minidoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew = pipeline.renew
    counted: list[int] = []

    def saving(*arguments: object) -> object:
        counted.append(1)
        made = renew(*arguments)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        if len(counted) == 1:
            _edit("docs/Rooms.md", "A room", "A chamber")(both)
        return made

    monkeypatch.setattr(run_module, "renew", saving)
    assert minidoc("generate").code == 0
    assert minidoc("check").code == 1
    assert minidoc("generate").code == 0
    assert minidoc("check").code == 0
    assert len(counted) == 3


def test_a_page_that_is_saved_and_put_back_leaves_no_record(
    both: Path, minidoc: Minidoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at, saved, read, put back: what was looked at is not what was read."""

    def saved_before(paths: Iterable[Path]) -> object:
        _edit("docs/Rooms.md", "A room", "A chamber")(both)
        return read_each(paths)

    monkeypatch.setattr(inputs, "read_each", saved_before)
    assert minidoc("generate").code == 0
    monkeypatch.setattr(inputs, "read_each", read_each)
    _edit("docs/Rooms.md", "A chamber", "A room")(both)
    assert minidoc("check").code == 1


def record_of(cache: Path) -> Path:
    (record,) = (cache / RECORDS).iterdir()
    return record


def _noise(data: bytes) -> bytes:
    return bytes(byte ^ 1 for byte in data)


Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "empty": lambda data: b"",
    "half": lambda data: data[: len(data) // 2],
    "cut": lambda data: data[:-1],
    "changed": lambda data: data.replace(b"0 written", b"9 written"),
    "longer": lambda data: data + b"\n",
    "noise": _noise,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_record_is_none(
    both: Path,
    minidoc: Minidoc,
    runs: Runs,
    cache: Path,
    damage: Damage,
) -> None:
    minidoc("generate")
    record = record_of(cache)
    record.write_bytes(damage(record.read_bytes()))
    ran = minidoc("check")
    assert (ran.code, runs.count) == (0, 2)
    assert minidoc("check") == ran
    assert runs.count == 2


def test_a_record_under_another_name_is_none(
    both: Path, minidoc: Minidoc, runs: Runs, cache: Path
) -> None:
    minidoc("generate")
    one = record_of(cache)
    assert minidoc("check", "--strict").code == 2
    minidoc("generate", "docs/Rooms.md")
    other = next(each for each in (cache / RECORDS).iterdir() if each != one)
    other.write_bytes(one.read_bytes())
    minidoc("generate", "docs/Rooms.md")
    assert runs.count == 4


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_a_cache_that_others_can_write_is_not_used(
    both: Path, minidoc: Minidoc, runs: Runs, cache: Path
) -> None:
    minidoc("generate")
    cache.chmod(0o777)
    minidoc("check")
    assert runs.count == 2
    cache.chmod(0o700)
    minidoc("check")
    assert runs.count == 2


def test_a_link_in_place_of_the_cache_is_not_used(
    both: Path, minidoc: Minidoc, runs: Runs, cache: Path
) -> None:
    minidoc("generate")
    cache.rename(cache.with_name("moved"))
    cache.symlink_to(cache.with_name("moved"))
    minidoc("check")
    assert runs.count == 2


def test_a_cache_that_cannot_be_written(
    both: Path, minidoc: Minidoc, runs: Runs, cache: Path
) -> None:
    cache.parent.mkdir()
    cache.write_text("a file")
    for count in (1, 2):
        assert minidoc("generate").code == 0
        assert runs.count == count
    assert cache.read_text() == "a file"


def test_without_a_home_nothing_is_kept(
    both: Path, minidoc: Minidoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    for home in ("", "relative", str(both / "nowhere")):
        monkeypatch.setenv("HOME", home)
        assert cache_folder() is None
    assert minidoc("generate").code == 0
    assert not (both / "nowhere").exists()
    monkeypatch.setenv("HOME", str(both))
    assert cache_folder() == str(both / ".cache" / "minidoc")


HEAVY = ("argparse", "black", "jinja2", "json", "lark", "pathlib", "pydantic", "typing")
PROGRAM = f"""
import sys
from minidoc.cli import main
code = main(sys.argv[1:])
print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["generate", "check"])
def test_nothing_heavy_is_imported(
    both: Path, clean_env: dict[str, str], cache: Path, command: str
) -> None:
    def run(command: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-S", "-c", PROGRAM, command],
            cwd=both,
            env=clean_env
            | {
                "XDG_CACHE_HOME": str(cache.parent),
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stderr.splitlines()

    first = run("generate")[-1]
    assert "'lark'" in first
    assert "'pydantic'" not in first
    assert "'black'" not in first
    assert run(command)[-1] == "0 []"


def test_records() -> None:
    facts = [("file", "a:b\n\0", "1"), ("own", "é\ud800", "")]
    said = [("check", "5:x", "")]
    assert read_record(record_text(facts, said)) == (facts, said)
    for text in ("", "1:0", "x", "1:1", "3:1", "1:-", "1:a1:b", "2:-1", "9:123"):
        with pytest.raises(ValueError, match=r".*"):
            read_record(text)


def test_warnings_are_shown_again(
    minidoc: Minidoc, write_file: WriteFile, project: Path, runs: Runs
) -> None:
    write_file("docs/Halls.md", WARNED.replace("Room", "Hall"))
    first = minidoc("generate")
    assert "warning" in first.err
    write_file("docs/Rooms.md", ROOMS.replace("A room", "A chamber"))
    assert minidoc("generate").err == first.err
    assert minidoc("check").err == first.err
    assert runs.count == 2
