"""What all tests share: the checkout, hypothesis' profiles, and the command itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import pytest
from hypothesis import settings

from minidoc.cli import main

REPOSITORY = Path(__file__).resolve().parents[1]

# A shell that runs tests in the background makes them ignore Ctrl-C, and whatever they
# start as well; some tests send it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every run, and no deadline that a busy machine could miss. New
# ones: HYPOTHESIS_PROFILE=explore.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A proxy that nobody listens on: whoever opens a connection fails at once.
NO_NETWORK = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "all_proxy": "http://127.0.0.1:9",
    "no_proxy": "",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let faults be replayed, and run as often as somebody wants."""
    group = parser.getgroup("minidoc")
    group.addoption(
        "--seeds", type=int, metavar="N", help="run tests with a seed N times each"
    )
    group.addoption(
        "--seed", type=int, metavar="K", help="run them with this seed only"
    )
    group.addoption(
        "--tally", metavar="FILE", help="write how often each fault ran, as JSON"
    )
    group.addoption(
        "--full", action="store_true", help="run what is scaled down at its full size"
    )
    group.addoption(
        "--examples", type=int, metavar="N", help="make N hostile projects, by --seed"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Count faults, if that is asked for; of several processes the first does."""
    path = config.getoption("--tally")
    if path is not None and not hasattr(config, "workerinput"):
        from tally import Tally

        config.pluginmanager.register(Tally(Path(path)))


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Whether tests that have a small and a full size run at the full one."""
    return bool(pytestconfig.getoption("--full"))


@pytest.hookimpl(trylast=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test with a `seed` two of them, one with a `turn` one, or as asked."""
    one = metafunc.config.getoption("--seed")
    count = metafunc.config.getoption("--seeds")
    for name, default in (("seed", 2), ("turn", 1)):
        if name in metafunc.fixturenames and name not in _given(metafunc):
            many = range(1, (count or default) + 1)
            metafunc.parametrize(name, many if one is None else [one])


def _given(metafunc: pytest.Metafunc) -> set[str]:
    """What a test has values of its own for."""
    given: set[str] = set()
    for mark in metafunc.definition.iter_markers("parametrize"):
        names = mark.args[0]
        given.update(names.split(",") if isinstance(names, str) else names)
    return given


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say how to run a failed test again with its seed."""
    report = yield
    call = getattr(item, "callspec", None)
    seed = None if call is None else call.params.get("seed", call.params.get("turn"))
    if report.failed and seed is not None:
        command = f"python -m pytest --seed {seed} '{item.nodeid}'"
        report.sections.append((f"seed {seed}", f"Run it again: {command}"))
    return report


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Keep the user's own cache out of the tests, and the tests out of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class RunMinidoc(Protocol):
    """Runs `minidoc` as a process of its own."""

    def __call__(
        self, *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run it in a folder; `env` is added to a small, quiet environment."""
        ...


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def clean_env() -> dict[str, str]:
    """An environment without colour, settings of the user, or a way to the network."""
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ
    }
    return (
        kept | NO_NETWORK | {"NO_COLOR": "1", "PYTHONUTF8": "1", "HOME": "/nonexistent"}
    )


@pytest.fixture(scope="session")
def run_minidoc(clean_env: dict[str, str]) -> RunMinidoc:
    """The command of the checkout, in a subprocess; output comes back as text."""

    def run(
        *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "minidoc", *map(str, arguments)],
            cwd=cwd,
            env=clean_env | dict(env or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@dataclass(frozen=True)
class Ran:
    """What a run of the command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Minidoc: TypeAlias = Callable[..., Ran]


@pytest.fixture
def minidoc(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Minidoc:
    """The command in this process, in the test's own folder: no second of start-up."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            # What argparse does for wrong usage.
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
