"""What the tests of faults on disk share: scenes that are ready."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from disk_scenes import SCENES, Ready, Theatre
from fetch_site import running


@pytest.fixture(scope="session")
def theatre(
    tmp_path_factory: pytest.TempPathFactory, clean_env: dict[str, str]
) -> Generator[Theatre]:
    """All scenes, each made when it is first asked for."""
    with running() as site:
        yield Theatre(tmp_path_factory.mktemp("scenes"), clean_env, site)


SAMPLE = ("generate-fewer", "vendor-again", "fetch-more")
ONE = ("generate-fewer",)
# What meets each command in every run of the tests.
ALWAYS = ("test_a_kill",)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play every scene where somebody asks for many runs, else one of each command."""
    if "scene" in metafunc.fixturenames:
        given = (metafunc.config.getoption(name) for name in ("--seeds", "--seed"))
        few = SAMPLE if metafunc.function.__name__ in ALWAYS else ONE
        names = SCENES if any(given) else few
        metafunc.parametrize("scene", names, indirect=True)


@pytest.fixture
def scene(request: pytest.FixtureRequest, theatre: Theatre) -> Ready:
    """The scene of a test, made ready."""
    return theatre.scene(str(request.param))
