"""Starts one program, waits for it, and prints what it took: seconds, MiB, exit code.

    python -I -S launch.py ERRORS FOLDER PROGRAM [ARGUMENT...]

A process of its own, as small as Python gets: the system counts the memory of whoever
starts a program as that program's own peak. ERRORS takes the standard error.
"""

from __future__ import annotations

import os
import sys
from time import perf_counter

# Linux counts in KiB, macOS in bytes.
_UNITS = 1024 * 1024 if sys.platform == "darwin" else 1024


def launch(errors: str, folder: str, *command: str) -> tuple[float, float, int]:
    """Run a program, whose output is of no interest, from its start to its end."""
    os.chdir(folder)
    written = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, errors, written, 0o600),
    ]
    started = perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(pid, 0)
    seconds = perf_counter() - started
    return seconds, usage.ru_maxrss / _UNITS, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    print(*launch(*sys.argv[1:]))
