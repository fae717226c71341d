"""What a driver is told of the time at which the protocol wants to be called."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Protocol


class Sleeper(Protocol):
    """What says when it wants to be called: the generator's protocol, or a copy."""

    def wake_at(self) -> float | None:
        """Return when to call it next, if nothing happens before."""
        ...


@dataclass
class Due:
    """When something is due, before and after what happens between."""

    before: float
    after: float = inf
    is_sooner: bool = True
    """What the protocol says of it."""


@contextmanager
def woken_in_time(protocol: Sleeper) -> Generator[Due]:
    """See that whoever is not told of an earlier time does not wake up too late."""
    due = Due(_wake_at(protocol))
    yield due
    due.after = _wake_at(protocol)
    assert due.is_sooner or due.after >= due.before


def _wake_at(protocol: Sleeper) -> float:
    at = protocol.wake_at()
    return inf if at is None else at
