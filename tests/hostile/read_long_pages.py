"""Reads long pages of each kind: `python tests/hostile/read_long_pages.py [KIND...]`.

One of 1 MiB, which may be refused for its size, and the longest one that is not. Each
in a process of its own, all stages. More than 2 seconds of processor time or more
than 200 MiB on top of what was there before is told, and the exit code is 1.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from long_inputs import LONG, page_of

from minidoc.diagnostics import GenerationError
from minidoc.pages import page_from_text
from minidoc.pipeline import generate, model
from minidoc.syntax.limits import MARKS, MAX_LINES, MAX_MARKS

SIZE = 1024 * 1024
SECONDS = 2.0
MEGABYTES = 200
# Whoever takes this long is stopped.
STOPPED = 60


def longest(kind: str) -> int:
    """Return about the most bytes of which a page of a kind is not refused at once."""
    size = SIZE
    while True:
        text = page_of(kind, size)
        marks = sum(map(text.count, MARKS))
        if text.count("\n") <= MAX_LINES and marks <= MAX_MARKS:
            return size
        size = size * 15 // 16


def is_modest(kind: str, size: int) -> bool:
    """Read a page of a kind, and tell whether that stays within both limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (STOPPED, STOPPED))
    page = page_from_text("Page.md", page_of(kind, size))
    memory, start = peak(), time.process_time()
    with suppress(GenerationError):
        generate(model([page]), "long")
    took, grown = time.process_time() - start, peak() - memory
    is_within = took <= SECONDS and grown <= MEGABYTES
    mark = "  " if is_within else "! "
    print(f"{mark}{kind:36} {size:8} {took:5.2f} s {grown:4.0f} MiB", flush=True)
    return is_within


def peak() -> float:
    """Return the most memory that this process has had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(kind: str, size: int) -> bool:
    """Do it in a process of its own, so that each begins with the same memory."""
    child = os.fork()
    if not child:
        done = 1
        try:
            done = not is_modest(kind, size)
        finally:
            os._exit(done)
    _, status = os.waitpid(child, 0)
    return status == 0


def main(chosen: Sequence[str]) -> int:
    """Read a page of each of the kinds, or of every kind."""
    generate(model([page_from_text("Page.md", page_of("fields", 100))]), "long")
    immodest = [
        (kind, size)
        for kind in chosen or LONG
        for size in sorted({SIZE, longest(kind)})
        if not apart(kind, size)
    ]
    print(f"{len(chosen or LONG)} kinds, beyond the limits: {immodest or 'none'}")
    return bool(immodest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
