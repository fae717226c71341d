"""What the templates render is laid out as black lays it out, whatever is in it."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from random_modules import modules, packages

from minidoc.formatting import format_python
from minidoc.layout import UncertainError, lay_out
from minidoc.python.model import PyModule, PyPackage
from minidoc.render import render_init, render_module

MANY = settings(
    max_examples=max(150, settings().max_examples),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
def test_random_modules() -> None:
    counts: Counter[bool] = Counter()

    @MANY
    @given(modules)
    def check(module: PyModule) -> None:
        counts[agrees(render_module(module))] += 1

    check()
    # Black is asked for a whole file; these hold dozens of lines far beyond the usual.
    assert counts[True] > 45, counts


@pytest.mark.slow
def test_random_packages() -> None:
    counts: Counter[bool] = Counter()

    @MANY
    @given(packages)
    def check(package: PyPackage) -> None:
        counts[agrees(render_init(package))] += 1

    check()
    assert counts[True] > 5 * counts[False]


def agrees(rendered: str) -> bool:
    """Compare a file with what black makes of it; False if it would be asked."""
    ast.parse(rendered)
    try:
        made = lay_out(rendered)
    except UncertainError:
        return False
    assert made == format_python(rendered)
    return True
