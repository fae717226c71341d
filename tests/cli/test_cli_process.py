"""The command as a process: terminals, pipes, signals, encodings, odd names."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from cli_project import BROKEN, FRONT, ROOMS, WARNED, Minidoc, WriteFile
from fetch_site import page, running

from minidoc.cli import dispatch, main, process, run
from minidoc.cli.arguments import parser

Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

COMMAND = [sys.executable, "-m", "minidoc"]
RED = "\x1b[1;31m"
YELLOW = "\x1b[1;33m"


def _on_a_terminal(
    *arguments: str, cwd: Path, env: Mapping[str, str]
) -> tuple[int, str, bytes]:
    """Run it with standard error on a terminal; gives the exit code, out and err."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
        ) as process:
            os.close(theirs)
            shown = b"".join(iter(lambda: _read(ours), b""))
            out, _ = process.communicate(timeout=60)
    finally:
        os.close(ours)
    return process.returncode, out, shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # Linux says EIO when the other side is closed.
        return b""


@pytest.mark.parametrize(
    ("setting", "is_colored"), [(None, True), ("", True), ("0", False)]
)
def test_color_on_a_terminal(
    setting: str | None,
    is_colored: bool,
    tmp_path: Path,
    write_file: WriteFile,
    clean_env: dict[str, str],
) -> None:
    """NO_COLOR counts when it is there and not empty, whatever it says."""
    write_file("Rooms.md", WARNED)
    env = {name: value for name, value in clean_env.items() if name != "NO_COLOR"}
    if setting is not None:
        env["NO_COLOR"] = setting
    code, out, shown = _on_a_terminal(
        "generate", "Rooms.md", "--output", "sdk", cwd=tmp_path, env=env
    )
    assert code == 0
    assert b"undeclared-type" in shown
    assert (YELLOW.encode() in shown) == is_colored
    assert (b"\x1b" in shown) == is_colored
    assert "\x1b" not in out


def test_a_bar_on_a_terminal(
    tmp_path: Path, write_file: WriteFile, clean_env: dict[str, str]
) -> None:
    """How far a fetch is; gone at the end, and no colour where none is wanted."""
    with running() as site:
        for name in ("Room", "Hall"):
            site.serve(f"/{name}s.md", page(site.url(f"/{name}s"), name))
        addresses = [site.url("/Rooms"), site.url("/Halls")]
        settings = f'pages = ["spec/*.md"]\nfetch = {json.dumps(addresses)}\n'
        write_file("pyproject.toml", f"[tool.minidoc]\n{settings}")
        env = clean_env | {"TERM": "xterm"}
        code, out, shown = _on_a_terminal("fetch", cwd=tmp_path, env=env)
    assert code == 0
    assert "fetching" not in out
    assert b"fetching" in shown
    assert b"0/2" in shown
    assert b"\x1b[3" not in shown


def test_no_color_in_a_pipe(
    tmp_path: Path, write_file: WriteFile, run_minidoc: Run
) -> None:
    write_file("Rooms.md", WARNED)
    done = run_minidoc(
        *("generate", "Rooms.md", "--output", "sdk"), cwd=tmp_path, env={"NO_COLOR": ""}
    )
    assert "undeclared-type" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout


def test_a_page_cannot_act_on_a_terminal(
    tmp_path: Path, write_file: WriteFile, clean_env: dict[str, str]
) -> None:
    """A page that would clear the screen, in a message, a source line and a name."""
    write_file(
        "Rooms.md", FRONT + "## A\nclass A {\nfinal \x1b]0;owned\x07\x1b[2J a;\n}\n"
    )
    code, _, shown = _on_a_terminal(
        "generate", "Rooms.md", "--output", "sdk", cwd=tmp_path, env=clean_env
    )
    assert code == 2
    assert b"error[" in shown
    assert b"\x1b" not in shown
    assert b"\x07" not in shown


@pytest.mark.usefixtures("rooms")
def test_a_reader_that_goes_away(tmp_path: Path, clean_env: dict[str, str]) -> None:
    """As with `| head`: no traceback, and no success either."""
    process = subprocess.Popen(
        [*COMMAND, "schema"],
        cwd=tmp_path,
        env=clean_env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    # Closed before anything can have been written: the first write already fails.
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), errors) == (128 + signal.SIGPIPE, b"")


def test_an_interrupt(
    minidoc: Minidoc, rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "renew", interrupted)
    ran = minidoc("generate", rooms.name, "--output", "sdk")
    assert ran.code == 130
    assert ran.err == "interrupted; nothing was half-written\n"
    assert not (rooms.parent / "sdk").exists()


def test_a_mistake_of_ours_is_no_drift(
    minidoc: Minidoc, rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(run, "renew", broken)
    ran = minidoc("check", rooms.name, "--output", "sdk")
    assert ran.code == 2
    assert "ZeroDivisionError: of ours" in ran.err
    assert ran.err.endswith("this is a mistake in minidoc; please report it\n")


def test_a_narrow_encoding(
    tmp_path: Path, write_file: WriteFile, clean_env: dict[str, str]
) -> None:
    """What the encoding lacks is escaped; the package on disk is UTF-8 anyway."""
    write_file(
        "Cafés.md", ROOMS.replace("A room", "Ein Café ☕ 🎉").replace("Room", "Café")
    )
    env = clean_env | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            encoding="ascii",
            timeout=60,
            check=False,
        )

    done = run("generate", "Cafés.md", "--output", "sdk")
    assert done.returncode == 0, done.stderr
    assert "class CaféSnapshot" in (tmp_path / "sdk/cafés.py").read_text("utf-8")
    model = json.loads(run("ir", "Cafés.md").stdout)
    assert model["pages"][0]["name"] == "Cafés.md"
    assert "Ein Café ☕ 🎉" in json.dumps(model, ensure_ascii=False)
    assert tomllib.loads(run("overlay", "suggest", "Cafés.md").stdout) == {}
    (tmp_path / "sdk/cafés.py").unlink()
    drift = run("check", "Cafés.md", "--output", "sdk")
    assert drift.returncode == 1
    assert "Traceback" not in drift.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text(tmp_path: Path, clean_env: dict[str, str]) -> None:
    name = os.fsencode(tmp_path) + b"/Caf\xe9.md"
    with open(name, "wb") as file:
        file.write(ROOMS.encode())
    for more in ([], ["--format", "json"]):
        done = subprocess.run(
            [*COMMAND, "generate", b"Caf\xe9.md", "--output", "sdk", *more],
            cwd=tmp_path,
            env=clean_env,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert b"invalid-name" in done.stdout + done.stderr


def test_a_folder_that_is_gone(tmp_path: Path, clean_env: dict[str, str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = (
        "import os, sys; os.rmdir(os.getcwd());"
        "from minidoc.cli import main; sys.exit(main(['schema']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=gone,
        env=clean_env,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0


def test_module_and_script_are_the_same_command(
    run_minidoc: Run, tmp_path: Path
) -> None:
    from minidoc import __version__

    done = run_minidoc("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"minidoc {__version__}\n")
    usage = run_minidoc("generate", "--nonsense", cwd=tmp_path)
    assert usage.returncode == 2
    assert usage.stderr.startswith("usage: minidoc ")


@pytest.mark.parametrize(
    "command",
    ["generate", "check", "fetch", "init", "ir", "schema", "explain", "overlay"],
)
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"usage: minidoc {command}" in capsys.readouterr().out


@contextmanager
def _watching(
    folder: Path, env: Mapping[str, str], *arguments: str
) -> Generator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*COMMAND, "generate", *arguments, "--watch"],
        cwd=folder,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def _until(process: subprocess.Popen[str], text: str) -> str:
    """Read lines up to one with the text; the end of the output is a failure."""
    assert process.stdout is not None
    for line in process.stdout:
        if text in line:
            return line
    raise AssertionError(f"it ended before it said {text!r}")


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_watch(tmp_path: Path, write_file: WriteFile, clean_env: Any) -> None:
    """A change, an error, its repair, an interrupt; every step waits for an answer."""
    page = write_file("Rooms.md", ROOMS)
    with _watching(tmp_path, clean_env, "Rooms.md", "--output", "sdk") as process:
        _until(process, " 0 removed, 0 unchanged")
        page.write_text(WARNED, encoding="utf-8")
        _until(process, "undeclared-type")
        _until(process, "sdk: ")
        page.unlink()
        _until(process, "cannot-read")
        page.write_text(ROOMS, encoding="utf-8")
        assert "1 removed" in _until(process, "sdk: ")
        # An editor that replaces the file; then a page that does not parse.
        new = write_file("Rooms.md.new", ROOMS.replace("A room", "A hall"))
        new.replace(page)
        assert "3 written" in _until(process, "sdk: ")
        page.write_text(BROKEN, encoding="utf-8")
        _until(process, "syntax-error")
        page.write_text(ROOMS, encoding="utf-8")
        _until(process, "sdk: ")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize(
    ("line", "is_collecting"),
    [(["serve"], True), (["generate", "--watch"], True), (["generate"], False),
     (["diff", "a", "b"], False)],
)  # fmt: skip
def test_only_what_goes_on_collects_garbage(
    line: list[str], is_collecting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def command(_: object) -> int:
        seen.append(gc.isenabled())
        return 0

    def found(name: str) -> Callable[[object], int]:
        assert name == line[0]
        return command

    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(dispatch, "_command", found)
    monkeypatch.setattr(sys, "argv", ["minidoc", *line])
    monkeypatch.setattr("minidoc.cli._leave", leave)
    try:
        with suppress(SystemExit):
            assert process() == 0
        assert seen == [is_collecting]
    finally:
        gc.unfreeze()
        gc.enable()


COMMANDS = [
    "generate",
    "check",
    "vendor",
    "fetch",
    "init",
    "ir",
    "schema",
    "explain",
    "overlay",
    "diff",
    "release",
    "serve",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_parsed_without_the_others(command: str) -> None:
    alone, whole = parser([command, "--help"]), parser()
    assert _help_of(alone, command) == _help_of(whole, command)
    assert alone.format_usage() == whole.format_usage()


@pytest.mark.parametrize("line", [[], ["--help"], ["nothing"], ["--version", "ir"]])
def test_all_commands_are_there_to_be_named(line: list[str]) -> None:
    shown = parser(line).format_help()
    assert shown == parser().format_help()
    assert all(f"\n    {command} " in shown for command in COMMANDS)


def _help_of(top: argparse.ArgumentParser, command: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit):
        top.parse_args([command, "--help"])
    return out.getvalue()
