"""The command line: arguments, printing, exit codes. The only place that prints."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def process() -> int:
    """Run one command as all that this process does.

    Nothing is searched for garbage: it ends soon, and then all memory is free. What
    goes on for longer turns the search on again.
    """
    gc.disable()
    code = main()
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
