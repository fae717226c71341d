"""The examples as processes: what they print, how they end, and that they are gone."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, TypeAlias

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = REPOSITORY / "examples"
LIMIT = 30.0

Env: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Running:
    """A program that goes on until it is told to end."""

    process: subprocess.Popen[str]

    @property
    def goes_on(self) -> bool:
        """Whether it, or something that it started, is there."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def line(self) -> str:
        """Return the next line of its standard output."""
        return _line(self.process, self.process.stdout)

    def error_with(self, text: str) -> str:
        """Return the first line of its standard error that has a text in it."""
        while True:
            line = _line(self.process, self.process.stderr)
            if text in line:
                return line
            assert line, f"it ended without {text!r}"

    def end(self, number: int) -> tuple[int, str, str]:
        """Send a signal; return the exit code and what it still printed."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=LIMIT)
        return self.process.returncode, out, err


def _line(process: subprocess.Popen[str], stream: IO[str] | None) -> str:
    """Read a line; a program that prints none is ended, which gives an empty one."""
    assert stream is not None
    alarm = Timer(LIMIT, process.kill)
    alarm.start()
    try:
        return stream.readline()
    finally:
        alarm.cancel()


def run(*command: str | Path, env: Env, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of Python to its end; nothing that it started goes on then."""
    with running(*command, env=env, cwd=cwd) as program:
        process = program.process
        out, err = process.communicate(timeout=LIMIT)
        assert not program.goes_on
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@contextmanager
def running(*command: str | Path, env: Env, cwd: Path) -> Generator[Running]:
    """Start a program of Python; it and all that it started have ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield Running(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
