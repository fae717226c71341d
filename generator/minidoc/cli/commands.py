"""The commands that print: the API model, its schema, explanations, suggestions."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

from minidoc.cli.output import print_diagnostics, stops, write, write_data
from minidoc.cli.run import BAD, Run, modelled_or_nothing
from minidoc.diagnostics.catalog import explain
from minidoc.ir.codec import json_schema, to_json
from minidoc.ir.overlay.suggest import suggest

FINE = 0


def ir_command(arguments: argparse.Namespace) -> int:
    """Print the API model."""
    run = Run(arguments)
    modelled = modelled_or_nothing(run)
    if modelled is None:
        return BAD
    print_diagnostics(modelled.diagnostics, run.sources)
    if stops(modelled.diagnostics, arguments.strict):
        write("--strict: the warnings count as errors", sys.stderr)
        return BAD
    write_data(to_json(modelled.api))
    return FINE


def schema_command(_: argparse.Namespace) -> int:
    """Print the JSON Schema of the API model."""
    write_data(json.dumps(json_schema(), indent=2))
    return FINE


def explain_command(arguments: argparse.Namespace) -> int:
    """Say what a diagnostic or a change means."""
    from minidoc.changes.catalog import explain_change
    from minidoc.changes.codes import ChangeCode

    changes = [code.value for code in ChangeCode]
    if arguments.code in changes:
        write(explain_change(arguments.code), sys.stdout)
        return FINE
    try:
        write(explain(arguments.code, changes), sys.stdout)
    except KeyError as error:
        write(f"minidoc explain: {error.args[0]}", sys.stderr)
        return BAD
    return FINE


def suggest_command(arguments: argparse.Namespace) -> int:
    """Print overlay entries for what is unbound or undeclared."""
    modelled = modelled_or_nothing(Run(arguments))
    if modelled is None:
        return BAD
    write_data(suggest(modelled.api))
    return FINE


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "ir": ir_command,
    "schema": schema_command,
    "explain": explain_command,
    "overlay": suggest_command,
}
