"""The generated distribution is one that pip builds, and that works where it lands."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from syrupy.assertion import SnapshotAssertion

PROBE = """
import importlib.metadata, inspect, pathlib, typing
import talkjs
assert pathlib.Path(talkjs.__file__).is_relative_to(pathlib.Path.cwd()), talkjs.__file__
assert talkjs.UserRef.__module__ == "talkjs.users"
assert set(talkjs.__all__) <= set(dir(talkjs))
assert all(hasattr(talkjs, name) for name in talkjs.__all__)
user = talkjs.UserSnapshot.from_json(
    {"id": "ada", "name": "Ada", "custom": {}, "role": "default"}
)
assert talkjs.UserSnapshot.from_json(user.to_json()) == user
try:
    talkjs.UserReff
except AttributeError as error:
    print(error)
print(importlib.metadata.version("talkjs-data-api"))
"""


def _run(
    *command: str | Path, cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_it_builds_installs_and_imports(
    repository: Path, tmp_path: Path, clean_env: dict[str, str]
) -> None:
    pip = (sys.executable, "-m", "pip", "--isolated")
    built = _run(
        *(*pip, "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index"),
        *("--wheel-dir", tmp_path, repository / "generated"),
        cwd=tmp_path,
        env=clean_env,
    )
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("talkjs_data_api-*.whl")
    made = repository / "generated/talkjs"
    with ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if name.startswith("talkjs/")}
        metadata = archive.read(f"{wheel.name.rsplit('-', 3)[0]}.dist-info/METADATA")
    assert carried >= {
        f"talkjs/{path.relative_to(made).as_posix()}"
        for path in made.rglob("*")
        if path.suffix in (".py", ".typed") and "__pycache__" not in path.parts
    }
    assert b"unofficial" in metadata.lower()

    place = tmp_path / "environment"
    venv.create(place, with_pip=False)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = _run(
        *(*pip, "--python", python, "install", "--quiet", "--no-deps", "--no-index"),
        wheel,
        cwd=tmp_path,
        env=clean_env,
    )
    assert done.returncode == 0, done.stderr
    # Nothing but the package and the standard library is there.
    probed = _run(python, "-W", "error", "-c", PROBE, cwd=tmp_path, env=clean_env)
    assert probed.returncode == 0, probed.stderr
    message, version = probed.stdout.splitlines()
    assert "UserReff" in message
    assert version in wheel.name


@pytest.mark.parametrize("name", ["UserRef.set", "get_talk_session"])
def test_help(
    name: str, repository: Path, clean_env: dict[str, str], snapshot: SnapshotAssertion
) -> None:
    """What `help()` shows to somebody at a prompt."""
    done = _run(
        *(sys.executable, "-m", "pydoc", f"talkjs.{name}"),
        cwd=repository / "generated",
        env=clean_env | {"PAGER": "cat", "COLUMNS": "80"},
    )
    assert done.returncode == 0
    # The head differs between versions of Python.
    signature, _, text = done.stdout.partition(":\n\n")[2].partition("\n")
    assert signature.startswith(f"talkjs.{name} = ")
    assert "\x08" not in text
    assert text == snapshot
