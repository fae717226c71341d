"""The command in this process, until its n-th step that changes something on disk.

Run as `faulty_command.py FAULT STEP TALLY ARGUMENT...`. A step is an audit event or a
sync; before it happens the fault does. TALLY gets the number of steps of a whole run.
"""

from __future__ import annotations

import atexit
import errno
import os
import resource
import runpy
import signal
import sys
from collections.abc import Callable
from pathlib import Path

CHANGES = {
    "ctypes.dlsym",  # the exchange of two folders is about to be called
    "fcntl.flock",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "os.utime",
}
NEEDS_SPACE = {"open", "os.fsync", "os.link", "os.mkdir", "os.symlink"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

steps = 0


def kill(step: int, event: str) -> None:
    """Die before the n-th step."""
    if steps == step:
        os.kill(os.getpid(), signal.SIGKILL)


def full(step: int, event: str) -> None:
    """Have no room from the n-th step on."""
    if steps >= step and event in NEEDS_SPACE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def link(step: int, event: str) -> None:
    """Let somebody put a link in the place of something before the n-th step."""
    if steps == step:
        # Not counted: somebody else does it.
        place, aside, goal = os.environ["FAULTY_LINK"].split(os.pathsep)
        if os.path.lexists(place):
            os.rename(place, aside)
            os.symlink(goal, place)


FAULTS: dict[str, Callable[[int, str], None]] = {
    "kill": kill,
    "full": full,
    "link": link,
    "none": lambda step, event: None,
}


def watch(fault: Callable[[int, str], None], step: int) -> None:
    """Count the steps from now on, and meet the fault."""

    def meet(event: str) -> None:
        global steps  # noqa: PLW0603 - a hook has no other place for it
        steps += 1
        fault(step, event)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES or (event == "open" and _writes(arguments)):
            meet(event)

    fsync = os.fsync

    def syncing(handle: int) -> None:
        meet("os.fsync")
        fsync(handle)

    setattr(os, "fsync", syncing)  # noqa: B010 - its type says that nothing may be
    sys.addaudithook(hook)


def _writes(arguments: tuple[object, ...]) -> bool:
    _, _, flags = arguments
    return isinstance(flags, int) and bool(flags & WRITES)


def die_while_writing(size: int) -> None:
    """Die in the middle of the write that makes a file larger than that."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main() -> None:
    """Run the command."""
    fault, number, tally, *arguments = sys.argv[1:]
    if fault == "write":
        die_while_writing(int(number))
    else:
        if fault == "none":
            atexit.register(lambda: Path(tally).write_text(str(steps)))
        watch(FAULTS[fault], int(number))
    # As `python -m minidoc` has it: the name of a run's record depends on it.
    sys.path[0] = str(Path.cwd())
    sys.argv = ["minidoc", *arguments]
    runpy.run_module("minidoc", run_name="__main__", alter_sys=True)


main()
