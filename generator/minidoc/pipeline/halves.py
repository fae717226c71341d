"""A large run in two processes, where there is a second processor for it.

In: work that both do half of. Out: what each has to tell the other. Whoever is alone
does everything: so it is with little work, elsewhere than on Linux, and when the other
one has died.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_LENGTH = 8

# Below that a second process takes longer to begin than it saves.
_WORTH_IT = 8


@dataclass(slots=True)
class Half:
    """One of two processes, or the only one.

    Attributes:
        number: 0 for the one that goes on with the result, 1 for the one that ends.
        is_alone: There is no other one.
    """

    number: int
    is_alone: bool
    _hears: int = -1
    _tells: int = -1

    def has(self, number: int) -> bool:
        """Tell whether something with that number is for this one."""
        return self.is_alone or number % 2 == self.number

    def exchange(self, text: str) -> str:
        """Tell the other one a text and return its own; an empty one if it is gone."""
        if self.is_alone:
            return ""
        # One after the other: neither waits for a reader that is writing.
        if self.number:
            self._tell(text)
            return self._hear()
        heard = self._hear()
        self._tell(text)
        return heard

    def _tell(self, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        with suppress(BrokenPipeError), open(self._tells, "wb", closefd=False) as pipe:
            pipe.write(len(data).to_bytes(_LENGTH, "big"))
            pipe.write(data)

    def _hear(self) -> str:
        size = int.from_bytes(self._read(_LENGTH), "big")
        return self._read(size).decode("utf-8", "surrogatepass")

    def _read(self, size: int) -> bytes:
        """Read so many bytes, none if there are fewer: the other one has died."""
        found = bytearray()
        while len(found) < size:
            some = os.read(self._hears, size - len(found))
            if not some:
                return b""
            found += some
        return bytes(found)


@contextmanager
def in_halves(size: int, *, is_shared: bool) -> Generator[Half]:
    """Run a block in two processes; behind it there is one again.

    What the second one makes has to be where the first one finds it: nothing else of it
    is left. Leaving the block early, by an exception too, ends both.

    Args:
        size: How many things there are to do.
        is_shared: What one process keeps, the other one finds.
    """
    if size < _WORTH_IT or not is_shared or not _can_fork():
        yield Half(0, True)
        return
    one, other = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        _close(one[0], other[1])
        try:
            yield Half(1, False, _hears=other[0], _tells=one[1])
        finally:
            # Nothing of the caller's may run twice: no text that is still in a buffer,
            # no handler, no `finally` further up.
            os._exit(0)
    _close(one[1], other[0])
    try:
        yield Half(0, False, _hears=one[0], _tells=other[1])
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        _close(one[0], other[1])
        _wait(child)


def _wait(child: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(child, 0)


def _close(*handles: int) -> None:
    for handle in handles:
        os.close(handle)


def _can_fork() -> bool:
    """Tell whether it is safe and worth it: Linux, one thread, several processors."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1
