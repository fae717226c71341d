"""The demo: what it prints, and that no emulator outlives it, whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from pathlib import Path

import pytest
from running import EXAMPLES, REPOSITORY, Env, run, running

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the demo reads and writes."""
    for name in ("examples", "generated", "spec"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=ignored)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def env(checkout: Path, clean_env: dict[str, str]) -> Env:
    return {**clean_env, "PYTHONPATH": str(checkout / "generated")}


def demo(checkout: Path) -> Path:
    return checkout / "examples" / "demo.py"


def port_in(text: str) -> int:
    [line] = [each for each in text.splitlines() if "listening on 127.0.0.1:" in each]
    return int(line.rpartition(":")[2])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_shows_both_quickstarts(checkout: Path, env: Env) -> None:
    users = checkout / "generated" / "talkjs" / "users.py"
    users.unlink()
    done = run(demo(checkout), env=env, cwd=checkout.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert users.is_file()
    assert "1 files written" in done.stdout
    assert done.stdout.count("Alice sees: Robert is offline") == len(
        ("quickstart.py", "quickstart_sync.py")
    )
    assert not is_open(port_in(done.stdout))
    # A newcomer reads all of it: the warnings are counted, not printed.
    assert "see them with `make check`" in done.stdout
    assert len(done.stdout.splitlines()) < 30


def test_a_page_that_is_wrong(checkout: Path, env: Env) -> None:
    (checkout / "spec" / "Users.md").write_bytes(b"nothing\n")
    done = run(demo(checkout), env=env, cwd=checkout)
    assert done.returncode == 1
    assert "Users.md:1:1: error[" in done.stderr
    assert done.stderr.endswith(
        "The demo stopped: the package could not be generated\n"
    )
    assert "listening" not in done.stdout


def test_an_example_that_fails(checkout: Path, env: Env) -> None:
    (checkout / "examples" / "quickstart.py").write_text("raise SystemExit(3)\n")
    done = run(demo(checkout), env=env, cwd=checkout)
    assert done.returncode == 1
    assert done.stderr == "The demo stopped: examples/quickstart.py failed\n"
    assert not is_open(port_in(done.stdout))


def test_an_emulator_that_does_not_start(checkout: Path, env: Env) -> None:
    broken = checkout / "broken"
    broken.mkdir()
    (broken / "uvicorn.py").write_text("raise ModuleNotFoundError(name='uvicorn')\n")
    path = f"{broken}{os.pathsep}{env['PYTHONPATH']}"
    done = run(demo(checkout), env={**env, "PYTHONPATH": path}, cwd=checkout)
    assert done.returncode == 1
    assert "pip install 'minidoc-sdk[emulator]'" in done.stderr
    assert done.stderr.endswith("The demo stopped: the emulator did not start\n")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_signal_in_the_middle(
    checkout: Path, env: Env, number: int, code: int
) -> None:
    (checkout / "examples" / "quickstart.py").write_text(
        "import signal\nprint('waiting', flush=True)\nsignal.pause()\n"
    )
    with running(demo(checkout), env=env, cwd=checkout) as process:
        lines = [process.line()]
        while not lines[-1].startswith("waiting"):
            lines.append(process.line())
            assert lines[-1]
        assert is_open(port_in("".join(lines)))
        ended, _, err = process.end(number)
        assert not process.goes_on
    assert ended == code
    assert "Traceback" not in err


def test_make_demo_runs_it(repository: Path) -> None:
    text = (repository / "Makefile").read_text(encoding="utf-8")
    assert "$(BIN)/python examples/demo.py" in text
    assert (EXAMPLES / "demo.py").is_file()
