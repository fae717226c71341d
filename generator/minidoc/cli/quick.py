"""A run that changes nothing, said without importing what a run needs."""

from __future__ import annotations

import os
import sys

from minidoc.unchanged.replay import replay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

BROKEN_PIPE = 128 + 13
"""What a shell reports for a program that nobody reads from any more."""


def run_quickly(arguments: Sequence[str]) -> int | None:
    """Print what there is to say if nothing has changed since the last run.

    Returns:
        The exit code; None if the run has to be made.
    """
    said = replay(arguments, streams())
    if said is None:
        return None
    _, out, err = said
    try:
        sys.stderr.write(err)
        sys.stdout.write(out)
        # Here, where a reader that has gone away is still ours to handle.
        sys.stdout.flush()
    except BrokenPipeError:
        forget_output()
        return BROKEN_PIPE
    return 0


def streams() -> list[str]:
    """Return what decides how output looks."""
    both = (sys.stdout, sys.stderr)
    looks = [f"{stream.encoding} {stream.isatty()}" for stream in both]
    return [os.environ.get("NO_COLOR", ""), *looks]


def forget_output() -> None:
    """Keep the interpreter from complaining about unwritten output when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
