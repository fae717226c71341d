"""Forks: what a child inherits belongs to its parent, and has ended in the child.

Of the parent's threads only the one that forks lives on in the child. What another one
was about to do never comes, and a lock that it held would never be released.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Inheritable(Protocol):
    """What a child gets a copy of."""

    def after_fork(self) -> None:
        """Make the copy usable, or end it; nothing else runs in the child yet."""


_inheritable: WeakSet[Inheritable] = WeakSet()


def remember(each: Inheritable) -> None:
    """Tell `each` when it finds itself in the child of a fork, if it still exists."""
    _inheritable.add(each)


def _after_fork() -> None:
    for each in tuple(_inheritable):
        each.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_after_fork)
