"""`minidoc serve` as a process, for the tests that need one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """A running process, and where it listens."""

    process: subprocess.Popen[str]
    host: str

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def end(self, number: int) -> tuple[int, str, str]:
        """Send a signal; return the exit code and what it still printed."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=10)
        return self.process.returncode, out, err


@contextmanager
def served(
    *arguments: str | Path, env: Mapping[str, str], cwd: Path
) -> Generator[Served]:
    """Start it on a free port; it has ended when this ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "minidoc", "serve", "--port", "0", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=dict(env),
        cwd=cwd,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on 127.0.0.1:"), (
            line + process.communicate()[1]
        )
        yield Served(process, line.removeprefix("listening on ").strip())
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
