"""The command line: arguments, printing, exit codes. The only place that prints."""

from __future__ import annotations

import atexit
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

# Commands that end with whole models in memory, and with nothing to be tidied up.
_WITH_MODELS = frozenset({"check", "diff", "generate"})


def process() -> int:
    """Run one command as all that this process does.

    Nothing is searched for garbage: it ends soon, and then all memory is free. What
    goes on for longer turns the search on again.
    """
    gc.disable()
    code = main()
    if sys.argv[1] in _WITH_MODELS:
        _leave(code)
    gc.freeze()
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: `cli.dispatch` says what comes back.

    Where nothing has changed since the last run, nothing that a run needs is imported.
    """
    from minidoc.cli.quick import run_quickly

    line = sys.argv[1:] if arguments is None else arguments
    code = run_quickly(line)
    if code is not None:
        return code
    from minidoc.cli.dispatch import main as run

    return run(line)


def _leave(code: int) -> NoReturn:
    """End the process without freeing, one by one, what ends with it anyway.

    For a hundred pages that takes a tenth of a second. Whoever waits for the end of the
    interpreter is told first.
    """
    # There is no public way to call them.
    atexit._run_exitfuncs()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 - contextlib is not worth its import here
            stream.flush()
        except OSError:
            # Nobody reads it any more.
            pass
    os._exit(code)
