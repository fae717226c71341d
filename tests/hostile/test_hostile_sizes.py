"""Reading takes calls in proportion to a page's length, whatever the page repeats.

No time is taken: calls are counted, of functions in Python and in C. What patterns take
is measured by `read_long_pages.py`, over a MiB of each kind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

import pytest
from long_inputs import LONG, page_of

from minidoc.diagnostics import GenerationError
from minidoc.pages import page_from_text
from minidoc.pipeline import generate, model

SIZE = 700
# What does not grow with the page, and what two sizes may differ by.
SLACK = 400


def calls_of(work: Callable[[], object]) -> int:
    """Count the calls that some work makes."""
    count = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        del frame, argument
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def read(kind: str, size: int) -> None:
    """Run all stages over a page."""
    with suppress(GenerationError):
        generate(model([page_from_text("Page.md", page_of(kind, size))]), "long")


@pytest.mark.parametrize("kind", LONG)
def test_calls_grow_with_the_page(kind: str) -> None:
    read(kind, SIZE)  # what is loaded once
    one, two, four = (calls_of(partial(read, kind, n * SIZE)) for n in (1, 2, 4))
    first, second = two - one, four - two
    assert second <= 2.3 * first + SLACK, (one, two, four)
