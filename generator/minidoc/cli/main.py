"""Entry point: picks the command and turns its outcome into an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence

from minidoc.cli.arguments import parser
from minidoc.cli.output import write

# What a shell reports for a program that these signals ended.
_INTERRUPTED = 128 + 2
_BROKEN_PIPE = 128 + 13


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is well, 1 for drift, 2 for bad input or usage, and for a question
        that an error of our own left open.
    """
    top = parser()
    parsed = top.parse_args(arguments)
    if parsed.command == "generate" and parsed.watch and parsed.format == "json":
        top.error("--watch is for people: it does not go with --format json")
    try:
        code = _command(parsed.command)(parsed)
        # Here, where a reader that has gone away is still ours to handle.
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        write("interrupted; nothing was half-written", sys.stderr)
        return _INTERRUPTED
    except Exception:  # noqa: BLE001 - an exit code of 1 would say that there is drift
        write(traceback.format_exc(), sys.stderr)
        write("this is a mistake in minidoc; please report it", sys.stderr)
        return 2
    return code


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """Load what a command needs and nothing else: the emulator reads no pages."""
    if name == "serve":
        from minidoc.cli.serve import serve_command

        return serve_command
    if name == "diff":
        from minidoc.cli.diff import diff_command

        return diff_command
    if name == "release":
        from minidoc.cli.release import release_command

        return release_command
    from minidoc.cli.commands import COMMANDS

    return COMMANDS[name]


def _forget_output() -> None:
    """Keep the interpreter from complaining about unwritten output when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
