"""Part of the work in a second process, where there is a second processor for it.

In: work whose results go where this process finds them. Out: a way to wait for it. What
the other one does not get done is simply not there; nobody may rely on it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def begin_beside(work: Callable[[], object]) -> Callable[[], None] | None:
    """Let a copy of this process do some work, and go on.

    Returns:
        A function that waits until it has ended; None if it was not begun.
    """
    if not _can_fork():
        return None
    child = os.fork()
    if child:
        return lambda: _wait(child)
    # Whatever happens here, nothing of the caller's may run twice: no output that is
    # still in a buffer, no handler, no `finally` of a test.
    try:
        work()
    finally:
        os._exit(0)


def _wait(child: int) -> None:
    try:
        os.waitpid(child, 0)
    except ChildProcessError:
        # Somebody has waited for all children.
        return


def _can_fork() -> bool:
    """Tell whether it is safe and worth it: Linux, one thread, several processors."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1
