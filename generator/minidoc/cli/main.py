"""Entry point: picks the command and turns its outcome into an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from minidoc.cli import commands
from minidoc.cli.arguments import parser
from minidoc.cli.output import write

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "generate": commands.generate_command,
    "check": commands.check_command,
    "ir": commands.ir_command,
    "schema": commands.schema_command,
    "explain": commands.explain_command,
    "overlay": commands.suggest_command,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is well, 1 for drift, 2 for bad input or usage.
    """
    parsed = parser().parse_args(arguments)
    try:
        return COMMANDS[parsed.command](parsed)
    except BrokenPipeError:
        # Whoever read our output (`| head`) has seen enough.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        write("interrupted; nothing was half-written", sys.stderr)
        return 130
