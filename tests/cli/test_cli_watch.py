"""`--watch` without time: what counts as a change, and that no change is missed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from cli_project import ROOMS, Minidoc, WriteFile

from minidoc import pipeline, resources
from minidoc.cli.arguments import parser
from minidoc.cli.watch import INTERVAL, SETTLE, Look, look_at_inputs, watch
from minidoc.formatting import format_rendered


def _script(steps: list[Callable[[], object]]) -> Callable[[float], None]:
    """Make a `wait` that does one step each time, and interrupts after the last."""

    def wait(seconds: float) -> None:
        if seconds == SETTLE:
            return
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    return wait


def test_runs_once_and_after_each_change() -> None:
    state = [0]
    seen: list[int] = []

    def change() -> None:
        state[0] += 1

    def nothing() -> None:
        pass

    watch(
        lambda: seen.append(state[0]),
        lambda: (("file", state[0], 0, 0),),
        _script([nothing, change, nothing, nothing, change]),
    )
    assert seen == [0, 1, 2]


def test_a_change_during_a_run_is_not_missed() -> None:
    state = [0]
    runs: list[int] = []

    def run() -> None:
        runs.append(state[0])
        if len(runs) == 1:
            state[0] = 1

    watch(run, lambda: (("file", state[0], 0, 0),), _script([lambda: None] * 3))
    assert runs == [0, 1]


def test_there_is_time_for_the_run() -> None:
    """Half a second from a save to the package; a run takes less than 0.35 of it."""
    assert INTERVAL + SETTLE < 0.2


def test_an_editor_that_removes_before_it_writes() -> None:
    state = ["text"]
    runs: list[str] = []
    steps = ["removed", "later"]

    def wait(seconds: float) -> None:
        if seconds == SETTLE:
            state[0] = "new text"
        elif not steps:
            raise KeyboardInterrupt
        elif steps.pop(0) == "removed":
            state[0] = ""

    def look() -> Look:
        return ((state[0], 0, 0, 0),)

    watch(lambda: runs.append(state[0]), look, wait)
    assert runs == ["text", "new text"]


def test_an_interrupt_while_running_ends_it_as_well() -> None:
    def run() -> None:
        raise KeyboardInterrupt

    watch(run, lambda: (), _script([]))


@pytest.fixture
def look(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Look]:
    """Look at the inputs of the configured project."""
    monkeypatch.chdir(project)
    arguments = parser().parse_args(["generate", "--watch"])
    return lambda: look_at_inputs(arguments)


def test_what_is_a_change(
    look: Callable[[], Look], project: Path, write_file: WriteFile
) -> None:
    page = project / "docs/Rooms.md"
    before = look()
    assert look() == before

    def is_change(act: Callable[[], object]) -> bool:
        nonlocal before
        act()
        before, old = look(), before
        return before != old

    assert is_change(lambda: write_file("docs/Rooms.md", ROOMS + "\nMore.\n"))
    assert is_change(lambda: os.utime(page, ns=(1, 1)))
    # An editor that writes a new file and renames it, times and size as before.
    copy = write_file("docs/Rooms.md.new", page.read_text(encoding="utf-8"))
    os.utime(copy, ns=(1, 1))
    before = look()
    assert is_change(lambda: copy.replace(page))
    assert is_change(lambda: write_file("docs/Halls.md", ROOMS))
    assert is_change(page.unlink)
    assert is_change(lambda: write_file("pyproject.toml", "[tool.minidoc"))
    assert not is_change(lambda: write_file("elsewhere.md", ROOMS))
    # What the run itself writes is no input.
    assert not is_change(lambda: write_file("made/acme_rooms/rooms.py", "\n"))


def test_the_overlay_counts_also_when_it_comes_later(
    project: Path, write_file: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    given = ["generate", "docs/Rooms.md", "--overlay", "overlay.toml", "--watch"]
    arguments = parser().parse_args(given)
    before = look_at_inputs(arguments)
    write_file("overlay.toml", "")
    assert look_at_inputs(arguments) != before


@pytest.mark.usefixtures("project")
def test_the_command_ends_with_0(
    minidoc: Minidoc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "docs/Rooms.md"
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        if seconds == SETTLE:
            return
        waits.append(seconds)
        if len(waits) == 1:
            page.write_text("broken", encoding="utf-8")
        elif len(waits) == 2:
            page.write_text(ROOMS.replace("A room", "A hall"), encoding="utf-8")
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr("minidoc.cli.watch.time.sleep", sleep)
    ran = minidoc("generate", "--watch")
    assert ran.code == 0
    assert ran.out.count("made/acme_rooms: ") == 2
    assert ran.err.startswith("watching pages, overlay and templates; Ctrl-C ends it\n")
    assert "error[missing-front-matter]" in ran.err
    module = tmp_path / "made/acme_rooms/rooms.py"
    assert "A hall at one moment" in module.read_text(encoding="utf-8")


@pytest.fixture
def templates(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Path]:
    """Templates of our own, for the time of the test."""
    package = tmp_path / "package"
    for name in ("templates", "grammar"):
        shutil.copytree(repository / name, package / "_data" / name)
    runtime = repository / "generator" / "minidoc" / "runtime"
    shutil.copytree(runtime, package / "runtime")
    monkeypatch.setattr(resources, "_PACKAGE", package)
    pipeline.forget()
    yield package / "_data" / "templates"
    monkeypatch.undo()
    pipeline.forget()


@pytest.mark.usefixtures("project")
def test_a_template_that_is_worked_on(
    minidoc: Minidoc,
    tmp_path: Path,
    templates: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A change, a template that is no template, and its repair."""
    template = templates / "package" / "module.py.jinja"
    text = template.read_text(encoding="utf-8")
    steps = [
        lambda: template.write_text(text + "# one\n", encoding="utf-8"),
        lambda: template.write_text(text + "{% if %}", encoding="utf-8"),
        lambda: template.write_text(text + "# two\n", encoding="utf-8"),
    ]
    module = tmp_path / "made/acme_rooms/rooms.py"
    seen: list[str] = []

    def sleep(seconds: float) -> None:
        if seconds == SETTLE:
            return
        seen.append(module.read_text(encoding="utf-8").rstrip().rpartition("\n")[2])
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    monkeypatch.setattr("minidoc.cli.watch.time.sleep", sleep)
    ran = minidoc("generate", "--watch")
    assert ran.code == 0
    assert seen[1:] == ["# one", "# one", "# two"]
    assert "TemplateSyntaxError" in ran.err
    assert "nothing was written; the next change is awaited" in ran.err


def test_only_the_changed_page_costs_its_time(
    minidoc: Minidoc, write_file: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    formatted: list[str] = []

    def counted(source: str) -> str:
        formatted.append(source)
        return format_rendered(source)

    monkeypatch.setattr("minidoc.pipeline.unit.format_rendered", counted)
    monkeypatch.setattr("minidoc.pipeline.assemble.format_rendered", counted)
    halls = ROOMS.replace("Room", "Hall")
    write_file("Halls.md", halls.replace("A room", "A hall of one test"))
    write_file("Rooms.md", ROOMS.replace("A room", "A room of one test"))
    pages = ("Halls.md", "Rooms.md")
    minidoc("generate", *pages, "--output", "sdk")
    assert len(formatted) == 3
    write_file("Rooms.md", ROOMS.replace("A room", "A room of another test"))
    minidoc("generate", *pages, "--output", "sdk")
    # The page's module, and the package's `__init__.py`.
    assert len(formatted) == 5
