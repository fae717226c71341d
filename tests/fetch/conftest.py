"""A site to fetch from, and a project that is fetched into."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from fetch_site import Site, running


@pytest.fixture
def site() -> Generator[Site]:
    """A documentation site on this machine."""
    with running() as started:
        yield started
