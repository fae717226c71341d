"""Entry point: picks the command and turns its outcome into an exit code."""

from __future__ import annotations

import argparse
import gc
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial

from minidoc.cli.arguments import REPORTS, parser
from minidoc.cli.output import write
from minidoc.cli.quick import BROKEN_PIPE, forget_output

# What a shell reports for a program that this signal ended.
_INTERRUPTED = 128 + 2

_FETCH_LIBRARIES = frozenset({"httpx2", "rich"})
_MISSING = (
    "minidoc {command} needs a library that is not installed ({name}):"
    " pip install 'minidoc-sdk[fetch]'"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is well, 1 for drift, 2 for bad input or usage, and for a question
        that an error of our own left open.
    """
    line = tuple(sys.argv[1:] if arguments is None else arguments)
    top = parser(line)
    parsed = top.parse_args(line)
    parsed.line = line
    if parsed.command == "generate" and parsed.watch and parsed.format == "json":
        top.error("--watch is for people: it does not go with --format json")
    if parsed.command == "vendor":
        _require_sense(top, parsed)
    if parsed.command == "serve" or getattr(parsed, "watch", False):
        gc.enable()
    try:
        code = _command(parsed.command)(parsed)
        # Here, where a reader that has gone away is still ours to handle.
        sys.stdout.flush()
    except BrokenPipeError:
        forget_output()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        write("interrupted; nothing was half-written", sys.stderr)
        return _INTERRUPTED
    except Exception:  # noqa: BLE001 - an exit code of 1 would say that there is drift
        write(traceback.format_exc(), sys.stderr)
        write("this is a mistake in minidoc; please report it", sys.stderr)
        return 2
    return code


def _require_sense(top: argparse.ArgumentParser, parsed: argparse.Namespace) -> None:
    """End with a message when options of `vendor` contradict each other."""
    if parsed.bytes and not parsed.check:
        top.error("--bytes is a way to compare: it goes with --check")
    if parsed.force and parsed.check:
        top.error("--force is a way to write: it does not go with --check")
    if parsed.format in REPORTS and not parsed.check:
        top.error(f"--format {parsed.format} reports a comparison: it needs --check")


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """Load what a command needs and nothing else: the emulator reads no pages."""
    if name in {"generate", "check"}:
        from minidoc.cli.package import check_command, generate_command

        return generate_command if name == "generate" else check_command
    if name == "serve":
        from minidoc.cli.serve import serve_command

        return serve_command
    if name == "diff":
        from minidoc.cli.diff import diff_command

        return diff_command
    if name == "vendor":
        from minidoc.cli.vendor import vendor_command

        return vendor_command
    if name in {"fetch", "init"}:
        return partial(_with_libraries, name)
    if name == "release":
        from minidoc.cli.release import release_command

        return release_command
    from minidoc.cli.commands import COMMANDS

    return COMMANDS[name]


def _with_libraries(name: str, arguments: argparse.Namespace) -> int:
    """Run a command that may ask the network, or say what it lacks for that."""
    try:
        if name == "fetch":
            from minidoc.cli.fetch import fetch_command

            return fetch_command(arguments)
        from minidoc.cli.init import init_command

        return init_command(arguments)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _FETCH_LIBRARIES:
            raise
        write(_MISSING.format(command=name, name=missing), sys.stderr)
        return 2
