"""The end of the interpreter: connections are closed, nothing is waited for long."""

from __future__ import annotations

import atexit
from typing import Protocol
from weakref import WeakSet


class _Closable(Protocol):
    def close(self, within: float) -> None: ...


_open: WeakSet[_Closable] = WeakSet()
_WITHIN = 0.6


def remember(driver: _Closable) -> None:
    """Close `driver` when the interpreter ends, if it still exists then."""
    _open.add(driver)


def _close_all() -> None:
    for driver in tuple(_open):
        driver.close(_WITHIN / max(1, len(_open)))


atexit.register(_close_all)
