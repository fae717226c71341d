"""Environments to measure in: minidoc as an installed wheel, and the peers.

Both are kept below `bench/.cache`, and made anew when what they consist of has changed.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CACHE = REPOSITORY / "bench" / ".cache"
PEERS = REPOSITORY / "bench" / "peers" / "requirements.txt"
_LOCK = REPOSITORY / "requirements" / "run.txt"
# What the wheel is built from; see `tool.hatch.build` in pyproject.toml.
_SOURCES = ("generator", "grammar", "templates", "spec", "generated")
_PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment whose bytecode is compiled."""

    folder: Path

    def program(self, name: str) -> str:
        """Return the path of a program that is installed there."""
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        return str(self.folder / scripts / name)

    @property
    def python(self) -> str:
        """Its interpreter."""
        return self.program("python")


def minidoc_environment() -> Environment:
    """Return an environment with the wheel of this checkout, and what it needs."""
    made = _environment("minidoc", [_LOCK], ["--require-hashes", "-r", str(_LOCK)])
    stamp, digest = made.folder / "wheel.sha256", digest_of(_sources())
    if not _is_stamped(stamp, digest):
        with tempfile.TemporaryDirectory() as place:
            command = ("wheel", "--quiet", "--no-build-isolation", "--no-deps")
            _run(*_PIP, *command, "--wheel-dir", place, str(REPOSITORY))
            [wheel] = Path(place).glob("*.whl")
            _install(made, "--no-deps", "--force-reinstall", str(wheel))
        stamp.write_text(digest, encoding="utf-8")
    return made


def peers_environment() -> Environment:
    """Return an environment with the peers, at the versions that are written down."""
    return _environment("peers", [PEERS], ["-r", str(PEERS)])


def digest_of(files: Iterable[Path]) -> str:
    """Return one hash over names and contents."""
    found = hashlib.sha256(sys.version.encode())
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        found.update(f"{file.relative_to(REPOSITORY)} {content}\n".encode())
    return found.hexdigest()


def _sources() -> list[Path]:
    found = [REPOSITORY / "pyproject.toml"]
    for name in _SOURCES:
        found += (each for each in (REPOSITORY / name).rglob("*") if each.is_file())
    return sorted(each for each in found if "__pycache__" not in each.parts)


def _environment(name: str, files: Iterable[Path], wanted: list[str]) -> Environment:
    made = Environment(CACHE / name)
    stamp, digest = made.folder / "libraries.sha256", digest_of(files)
    if not _is_stamped(stamp, digest):
        venv.create(made.folder, clear=True, with_pip=False, symlinks=True)
        _install(made, *wanted)
        stamp.write_text(digest, encoding="utf-8")
    return made


def _install(environment: Environment, *wanted: str) -> None:
    # Twice quiet: an index that is not there is not worth a line for each library.
    quiet = ("--quiet", "--quiet")
    _run(*_PIP, "--python", environment.python, "install", *quiet, *wanted)


def _is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
