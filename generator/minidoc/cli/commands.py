"""The commands: each reads its input, runs the pipeline, prints, gives an exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from minidoc import __version__
from minidoc.cli.arguments import REPORTS
from minidoc.cli.formats import print_report, repository_root
from minidoc.cli.inputs import Inputs, Target, read_inputs, read_target
from minidoc.cli.output import (
    diagnostics_json,
    print_diagnostics,
    print_json,
    stops,
    write,
    write_data,
    write_diff,
)
from minidoc.cli.seen import Seen
from minidoc.cli.watch import Templates, look_at_inputs, watch
from minidoc.diagnostics import Diagnostic, GenerationError, has_errors
from minidoc.diagnostics.catalog import explain
from minidoc.ir.codec import json_schema, to_json
from minidoc.ir.overlay import suggest
from minidoc.pipeline import Generated, Modelled, forget, generate, model
from minidoc.release.state import BESIDE
from minidoc.report.outcome import Outcome
from minidoc.tree import (
    MANIFEST,
    Comparison,
    WriteReport,
    compare,
    compare_files,
    finish_killed,
    write as write_tree,
    write_files,
)

FINE, DRIFT, BAD = 0, 1, 2


def generate_command(arguments: argparse.Namespace) -> int:
    """Write the package, under `--watch` again and again."""
    if not arguments.watch:
        return _run(arguments, _generate)
    note = "watching pages, overlay and templates; Ctrl-C ends it"
    write(note, sys.stderr)
    templates = Templates(forget)
    watch(
        partial(_again, arguments),
        lambda: (*look_at_inputs(arguments), *templates.look()),
    )
    return FINE


def _again(arguments: argparse.Namespace) -> None:
    """Run, and outlive whatever a half-edited template does to it."""
    try:
        _run(arguments, _generate)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - the next save may put it right
        write(traceback.format_exc(), sys.stderr)
        write("nothing was written; the next change is awaited", sys.stderr)
    sys.stderr.flush()


def check_command(arguments: argparse.Namespace) -> int:
    """Compare the package on disk with what the pages give."""
    run = _Run(arguments)
    code = _run(arguments, _check, run)
    if arguments.html is None:
        return code
    from minidoc.cli.html import write_html

    try:
        write_html(Path(arguments.html), run.seen, is_strict=arguments.strict)
    except GenerationError as error:
        print_diagnostics(error.diagnostics, run.sources)
        return BAD
    return code


def ir_command(arguments: argparse.Namespace) -> int:
    """Print the API model."""
    run = _Run(arguments)
    modelled = _modelled(run)
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
    modelled = _modelled(_Run(arguments))
    if modelled is None:
        return BAD
    write_data(suggest(modelled.api))
    return FINE


class _Run:
    """One run: remembers the sources, so that an early error can show its lines."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.seen = Seen()
        self.sources = self.seen.sources

    def read(self) -> Inputs:
        self.seen.inputs = read_inputs(self.arguments, self.sources)
        return self.seen.inputs


def _modelled(run: _Run) -> Modelled | None:
    """Read the API model; None after printing what is wrong with the input."""
    try:
        return _model(run.read())
    except GenerationError as error:
        print_diagnostics(error.diagnostics, run.sources)
        return None


def _model(inputs: Inputs) -> Modelled:
    """Read the API model; what is said of the files themselves comes with it."""
    try:
        modelled = model(inputs.pages, inputs.overlay)
    except GenerationError as error:
        raise GenerationError((*inputs.found, *error.diagnostics)) from error
    return replace(modelled, diagnostics=(*inputs.found, *modelled.diagnostics))


_Finish = Callable[[argparse.Namespace, _Run, Target, Generated], int]


def _run(
    arguments: argparse.Namespace, finish: _Finish, run: _Run | None = None
) -> int:
    """Generate in memory, then let `finish` write or compare."""
    run = run or _Run(arguments)
    seen = run.seen
    try:
        inputs = run.read()
        target = seen.target = read_target(arguments, inputs.config)
        modelled = seen.modelled = _model(inputs)
        made = generate(modelled, target.package, target.distribution)
        seen.diagnostics = made.diagnostics
        if stops(made.diagnostics, arguments.strict):
            raise GenerationError(made.diagnostics)
        return finish(arguments, run, target, made)
    except GenerationError as error:
        seen.diagnostics = error.diagnostics
        _report_failure(arguments, error.diagnostics, run)
        return BAD


def _report_failure(
    arguments: argparse.Namespace, diagnostics: tuple[Diagnostic, ...], run: _Run
) -> None:
    if arguments.format in REPORTS:
        _report_check(arguments, run, diagnostics)
    elif arguments.format == "json":
        entries = diagnostics_json(diagnostics, run.sources)
        print_json(_json_of_failure(arguments.command, entries))
    else:
        print_diagnostics(diagnostics, run.sources)
        if not has_errors(diagnostics):
            write("--strict: the warnings count as errors", sys.stderr)


def _json_of_failure(command: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    if command == "check":
        return {"in_sync": False, "files": [], "diagnostics": entries}
    return {"written": [], "removed": [], "unchanged": [], "diagnostics": entries}


def _generate(
    arguments: argparse.Namespace, run: _Run, target: Target, made: Generated
) -> int:
    if target.beside is not None:
        finish_killed(target.beside, target.inside, BESIDE)
    report = write_tree(made.files, target.folder, version=__version__)
    reports = [(target.folder, report)]
    if target.beside is not None:
        reports.append((target.beside, write_files(made.distribution, target.beside)))
    if arguments.format == "json":
        print_json(_json_of_reports(reports, target, made, run))
        return FINE
    print_diagnostics(made.diagnostics, run.sources)
    for folder, each in reports:
        write(_summary(folder, each), sys.stdout)
        for path in each.removed:
            write(f"removed: {(folder / path).as_posix()}", sys.stdout)
    return FINE


def _summary(folder: Path, report: WriteReport) -> str:
    counts = (
        f"{len(report.written)} written, {len(report.removed)} removed,"
        f" {len(report.unchanged)} unchanged"
    )
    return f"{folder.as_posix()}: {counts}"


def _json_of_reports(
    reports: list[tuple[Path, WriteReport]], target: Target, made: Generated, run: _Run
) -> dict[str, Any]:
    result: dict[str, Any] = {"written": [], "removed": [], "unchanged": []}
    for folder, report in reports:
        for name in ("written", "removed", "unchanged"):
            paths = getattr(report, name)
            result[name] += [_relative(folder, path, target) for path in paths]
    result["diagnostics"] = diagnostics_json(made.diagnostics, run.sources)
    return result


def _check(
    arguments: argparse.Namespace, run: _Run, target: Target, made: Generated
) -> int:
    found = [(target.folder, compare(made.files, target.folder, version=__version__))]
    if target.beside is not None:
        found.append((target.beside, compare_files(made.distribution, target.beside)))
    run.seen.drift = tuple(found)
    in_sync = all(each.in_sync for _, each in found)
    if arguments.format == "json":
        print_json(_json_of_check(found, in_sync, target, made, run))
    elif arguments.format in REPORTS:
        names = (*made.files, MANIFEST)
        compared = tuple(target.folder / name for name in names)
        if target.beside is not None:
            compared += tuple(target.beside / name for name in made.distribution)
        _report_check(arguments, run, made.diagnostics, tuple(found), compared)
    else:
        print_diagnostics(made.diagnostics, run.sources)
        _print_check(found, in_sync)
    return FINE if in_sync else DRIFT


def _report_check(
    arguments: argparse.Namespace,
    run: _Run,
    diagnostics: tuple[Diagnostic, ...],
    drift: tuple[tuple[Path, Comparison], ...] = (),
    compared: tuple[Path, ...] = (),
) -> None:
    """Print what was found in one of the forms that CI systems read."""
    outcome = Outcome(
        command="check",
        root=repository_root(),
        diagnostics=diagnostics,
        sources=run.sources,
        drift=drift,
        compared=compared,
        is_strict=arguments.strict,
    )
    print_report(arguments.format, outcome)


def _json_of_check(
    found: list[tuple[Path, Comparison]],
    in_sync: bool,
    target: Target,
    made: Generated,
    run: _Run,
) -> dict[str, Any]:
    files = [
        {"path": _relative(folder, each.path, target), "status": each.status.value}
        for folder, comparison in found
        for each in comparison.differences
    ]
    diagnostics = diagnostics_json(made.diagnostics, run.sources)
    return {"in_sync": in_sync, "files": files, "diagnostics": diagnostics}


def _print_check(found: list[tuple[Path, Comparison]], in_sync: bool) -> None:
    for folder, comparison in found:
        for each in comparison.differences:
            write(f"{each.status.value}: {(folder / each.path).as_posix()}", sys.stdout)
    for _, comparison in found:
        diff = comparison.diff()
        if diff:
            write_diff(diff)
    if in_sync:
        places = " and ".join(folder.as_posix() for folder, _ in found)
        write(f"in step with the pages: {places}", sys.stdout)
    else:
        note = "run `minidoc generate` with the same arguments to bring it in step"
        write(note, sys.stderr)


def _relative(folder: Path, path: str, target: Target) -> str:
    """Name a file relative to the package's folder: `../` for what is beside it."""
    whole = (folder / path).resolve()
    return Path(os.path.relpath(whole, target.folder.resolve())).as_posix()


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "generate": generate_command,
    "check": check_command,
    "ir": ir_command,
    "schema": schema_command,
    "explain": explain_command,
    "overlay": suggest_command,
}
