"""How many hostile projects are made: 300 as a rule, or as many as are asked for."""

from __future__ import annotations

import pytest

SHARE = 1000


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the test its shares: how many examples each, and the seed they come from."""
    if "share" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--examples")
    seed = metafunc.config.getoption("--seed") or 0
    if wanted is None:
        metafunc.parametrize("share", [(300, None)], ids=["300"])
        return
    sizes = [SHARE] * (wanted // SHARE) + [wanted % SHARE] * bool(wanted % SHARE)
    shares = [(size, seed * 1_000_000 + number) for number, size in enumerate(sizes)]
    metafunc.parametrize("share", shares, ids=[f"{n}" for n in range(len(shares))])
