"""What the tests of the examples share: emulators, and how an example finds them."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from running import REPOSITORY, Env
from serving import Served, served

from minidoc.emulator.testing import Emulator


@pytest.fixture
def env(talkjs_emulator: Emulator, clean_env: dict[str, str]) -> Env:
    """An environment in which an example finds the SDK and the test's own app."""
    return clean_env | {
        "PYTHONPATH": str(REPOSITORY / "generated"),
        "TALKJS_EMULATOR_HOST": talkjs_emulator.host,
        "TALKJS_APP_ID": talkjs_emulator.app_id,
        "TALKJS_SECRET": talkjs_emulator.secret,
    }


@pytest.fixture
def open_emulator(clean_env: dict[str, str], tmp_path: Path) -> Generator[Served]:
    """An emulator without a secret, as a process: who has no token gets one."""
    with served(env=clean_env, cwd=tmp_path) as server:
        yield server


@pytest.fixture
def open_env(open_emulator: Served, clean_env: dict[str, str]) -> Env:
    """An environment in which an example finds the SDK and that emulator."""
    return clean_env | {
        "PYTHONPATH": str(REPOSITORY / "generated"),
        "TALKJS_EMULATOR_HOST": open_emulator.host,
    }
