"""Which event loop, and which process, a session belongs to."""

from __future__ import annotations

import asyncio

from .errors import WrongLoopError
from .process import Process


class LoopGuard:
    """Binds to the event loop that is running when it is first asked."""

    __slots__ = ("_process", "loop")

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        """The loop, once there is one."""
        self._process = Process()

    @property
    def is_alive(self) -> bool:
        """Whether what belongs to it can still be used."""
        is_closed = self.loop is not None and self.loop.is_closed()
        return not is_closed and self._process.is_current

    @property
    def running(self) -> asyncio.AbstractEventLoop:
        """The loop; there is one, for something runs in it."""
        assert self.loop is not None
        return self.loop

    def enter(self) -> asyncio.AbstractEventLoop:
        """Return the loop.

        Raises:
            WrongLoopError: If another one is running, or none.
            ForkedProcessError: If this is another process.
        """
        self._process.enter()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise WrongLoopError("there is no running event loop") from None
        if self.loop is None:
            self.loop = loop
        elif self.loop is not loop:
            raise WrongLoopError("this session belongs to another event loop")
        return loop
