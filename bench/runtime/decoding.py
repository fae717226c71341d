"""The generated, checking decoder against the same checks written by hand."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench.figure import Figure
from bench.runtime.by_hand import user_by_hand
from bench.runtime.canned import USER
from bench.runtime.rounds import alternate
from talkjs import UserSnapshot

_COUNT = 5_000
_ROUNDS = 5


def figures(repeat: int) -> list[Figure]:
    """Measure it."""
    pair = alternate(
        lambda: _seconds(UserSnapshot.from_json),
        lambda: _seconds(user_by_hand),
        repeat * _ROUNDS,
    )
    what = "generated decoder of a user, against the same checks written by hand"
    return [Figure("decode.user", what, *pair, "s", "at most", 1.3)]


def _seconds(decode: Callable[[Any], UserSnapshot]) -> float:
    """Return the seconds that one user takes."""
    began = perf_counter()
    for _ in range(_COUNT):
        decode(USER)
    return (perf_counter() - began) / _COUNT
