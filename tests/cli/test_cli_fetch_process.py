"""`minidoc fetch` as a process: killed while it replaces, interrupted, in a pipe."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from cli_project import Minidoc, WriteFile
from fetch_site import Request, Site, page, running, silent

# Counts what is asked of the system from the moment the folder is locked, and is killed
# at the n-th step.
KILLED = """\
import os, signal, sys
left = int(sys.argv[1])
begun = False
def hook(event, arguments):
    global left, begun
    if event == "open" and str(arguments[0]).endswith(".spec.minidoc-lock"):
        begun = True
    if begun and (event == "open" or event.startswith(("os.", "shutil.", "fcntl."))):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from minidoc.cli import main
sys.exit(main(["fetch"]))
"""


@pytest.fixture
def site() -> Generator[Site]:
    """A site with three pages."""
    with running() as started:
        for name in ("Room", "Hall", "Door"):
            started.serve(f"/{name}s.md", page(started.url(f"/{name}s"), name))
        yield started


def fill(folder: Path, site: Site) -> dict[str, str]:
    """Make a project with older pages; returns what its spec/ has."""
    spec = folder / "spec"
    spec.mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.minidoc]\npages = ["spec/*.md"]\n')
    for name in ("Room", "Hall", "Door"):
        text = page(site.url(f"/{name}s"), name, "Old.")
        (spec / f"{name}s.md").write_text(text)
    (spec / "overlay.toml").write_text("# mine\n")
    return spec_of(folder)


def spec_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "spec").iterdir()}


def start(folder: Path, env: dict[str, str], *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two renames are needed")
def test_kill_while_the_pages_are_replaced(
    tmp_path: Path,
    site: Site,
    clean_env: dict[str, str],
    minidoc: Minidoc,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reference = tmp_path / "reference"
    fill(reference, site)
    monkeypatch.chdir(reference)
    assert minidoc("fetch").code == 0
    after = spec_of(reference)
    ends: list[bool] = []
    for step in range(1, 400, 6):
        folder = tmp_path / str(step)
        before = fill(folder, site)
        process = start(folder, clean_env, "-c", KILLED, str(step))
        process.communicate(timeout=60)
        assert spec_of(folder) in (before, after)
        ends.append(spec_of(folder) == after)
        monkeypatch.chdir(folder)
        assert minidoc("fetch").code == 0
        assert spec_of(folder) == after
        assert {path.name for path in folder.iterdir()} == {
            "spec", "pyproject.toml", ".minidoc",
        }  # fmt: skip
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
    assert len(ends) > 5
    assert set(ends) == {False, True}


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_an_interrupt_while_a_page_is_awaited(
    tmp_path: Path, site: Site, clean_env: dict[str, str]
) -> None:
    before = fill(tmp_path, site)
    asked = threading.Event()

    def waiting(connection: socket.socket, request: Request, here: Site) -> None:
        asked.set()
        silent(connection, request, here)

    site.replies["/Halls.md"] = waiting
    process = start(tmp_path, clean_env, "-m", "minidoc", "fetch")
    try:
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert (out, err) == ("", "interrupted; nothing was half-written\n")
    assert spec_of(tmp_path) == before


def test_no_bar_in_a_pipe(
    tmp_path: Path, site: Site, clean_env: dict[str, str], write_file: WriteFile
) -> None:
    fill(tmp_path, site)
    process = start(tmp_path, clean_env, "-m", "minidoc", "fetch")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.endswith("spec: 0 new, 3 changed, 0 unchanged\n")
    assert err == "run `minidoc generate` to bring the package in step\n"
