"""Faults at every single step of a run towards the system.

Each such step of the interpreter raises an audit event; a forked child counts them, and
is killed (or refused) at the n-th.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable

from minidoc.diagnostics import Code, GenerationError

# Only what asks the system for something; `exec` and `import` would be noise.
STEPS = {
    "open",
    "fcntl.flock",
    "os.chmod",
    "os.link",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.symlink",
    "os.utime",
    "shutil.rmtree",
    "ctypes.dlsym",
}

GOT_THROUGH, REFUSED, OTHERWISE = 0, 3, 4


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupt() -> None:
    raise KeyboardInterrupt


def child(run: Callable[[], object], step: int, fault: Callable[[], None]) -> int:
    """Run in a fork with a fault at the given step; return how the fork ended."""
    pid = os.fork()
    if not pid:
        code = OTHERWISE
        try:
            code = _faulty(run, step, fault)
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _faulty(run: Callable[[], object], step: int, fault: Callable[[], None]) -> int:
    left = step

    def hook(event: str, _: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == 0:
                fault()

    sys.addaudithook(hook)
    try:
        run()
    except GenerationError as error:
        codes = {found.code for found in error.diagnostics}
        expected = codes <= {Code.CANNOT_WRITE, Code.CANNOT_READ}
        return REFUSED if expected else OTHERWISE
    except KeyboardInterrupt:
        return REFUSED
    # A fault that was got over (a link that became a copy) is no end of the row.
    return GOT_THROUGH if left > 0 else REFUSED
