"""The command line: arguments, printing, exit codes. The only place that prints."""

from minidoc.cli.main import main

__all__ = ["main"]
