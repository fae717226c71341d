"""Runs `minidoc` in this process, and writes down how many calls that took.

    python counting.py FILE [ARGUMENT...]

Calls of Python and of built-in functions, imports included: work, not time. With one
hash seed the number hardly moves, whatever else the machine does. It counts on one
processor, where no second process takes half of the work.
"""

from __future__ import annotations

import cProfile
import os
import sys
from pathlib import Path


def count(*arguments: str) -> int:
    """Run the command, and return the number of calls."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    profiler = cProfile.Profile()
    profiler.enable()
    try:
        from minidoc.cli import main

        code = main(arguments)
    finally:
        profiler.disable()
    assert code == 0, f"minidoc {' '.join(arguments)} ended with {code}"
    return sum(entry.callcount for entry in profiler.getstats())


if __name__ == "__main__":
    target, *rest = sys.argv[1:]
    Path(target).write_text(str(count(*rest)), encoding="utf-8")
