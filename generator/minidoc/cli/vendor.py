"""`minidoc vendor`: the package in another repository, put there or compared."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minidoc.cli.arguments import REPORTS
from minidoc.cli.formats import print_report, repository_root
from minidoc.cli.inputs import Inputs, read_inputs
from minidoc.cli.output import (
    diagnostics_json,
    path_text,
    print_diagnostics,
    print_json,
    stops,
    write,
    write_diff,
)
from minidoc.config import Config, load_config
from minidoc.diagnostics import Code, Diagnostic, GenerationError, has_errors
from minidoc.pipeline import generate, model
from minidoc.report.outcome import Outcome
from minidoc.tree import Comparison, WriteReport
from minidoc.values import frozen
from minidoc.vendor import (
    CARRIED,
    ChangedByHandError,
    Contents,
    Origin,
    carried,
    check,
    contents_of,
    host_of,
    made,
    place_of,
    put,
    readable,
    recorded_name,
    settings_text,
)

FINE, DRIFT, BAD = 0, 1, 2


@frozen
class _Job:
    """One run: what goes where, and what was found on the way there."""

    arguments: argparse.Namespace
    contents: Contents
    folder: Path
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, tuple[str, str]]

    def outcome(self, comparison: Comparison) -> Outcome:
        """Describe a comparison for the forms that CI systems read."""
        names = (*self.contents.files, self.contents.manifest.name)
        return Outcome(
            command="vendor --check",
            root=repository_root(),
            diagnostics=self.diagnostics,
            sources=self.sources,
            drift=((self.folder, comparison),),
            compared=tuple(self.folder / name for name in names),
            is_strict=self.arguments.strict,
        )


def vendor_command(arguments: argparse.Namespace) -> int:
    """Put the package into another repository, or compare with what is there."""
    sources: dict[str, tuple[str, str]] = {}
    try:
        job = _job(arguments, sources)
        return _check(job) if arguments.check else _put(job)
    except GenerationError as error:
        _report_failure(arguments, error.diagnostics, sources)
        return BAD


def _job(arguments: argparse.Namespace, sources: dict[str, tuple[str, str]]) -> _Job:
    config = load_config(Path.cwd())
    dest = Path(arguments.dest)
    own = bool(arguments.pages or config.pages)
    if arguments.overlay and not own:
        message = "an overlay is given, and no pages that it could apply to"
        hint = "give the pages as well; the carried package has its own overlay applied"
        raise GenerationError([Diagnostic(Code.INVALID_CONFIG, message, None, hint)])
    package = arguments.package or recorded_name(dest) or _default(arguments, config)
    folder = place_of(dest, package)
    if own:
        inputs = read_inputs(arguments, sources)
        origin, found = _from_pages(arguments, inputs, package)
    else:
        origin, found = carried(), ()
    contents = contents_of(origin, package)
    return _Job(arguments, contents, folder, found, sources)


def _default(arguments: argparse.Namespace, config: Config) -> str:
    if arguments.pages:
        return Path(arguments.dest).absolute().name
    output = config.path("output")
    name = config.text("package", output.name if output else "")
    return (name or Path(arguments.dest).absolute().name) if config.pages else CARRIED


def _from_pages(
    arguments: argparse.Namespace, inputs: Inputs, package: str
) -> tuple[Origin, tuple[Diagnostic, ...]]:
    modelled = model(inputs.pages, inputs.overlay)
    generated = generate(modelled, package)
    if stops(generated.diagnostics, arguments.strict):
        raise GenerationError(generated.diagnostics)
    name = inputs.config.text("distribution-name")
    version = inputs.config.text("distribution-version", "0.1.0")
    # Pages or an overlay from the command line make another package than that.
    is_configured = not (arguments.pages or arguments.overlay)
    distribution = f"{name} {version}" if name and is_configured else ""
    origin = made(modelled, generated, inputs.overlay, distribution)
    return origin, generated.diagnostics


def _put(job: _Job) -> int:
    try:
        report = put(job.contents, job.folder, force=job.arguments.force)
    except ChangedByHandError as error:
        return _refuse(job, error.comparison)
    if job.arguments.format == "json":
        print_json(_json_of_put(job, report))
        return FINE
    print_diagnostics(job.diagnostics, job.sources)
    counts = (
        f"{len(report.written)} written, {len(report.removed)} removed,"
        f" {len(report.unchanged)} unchanged"
    )
    where = path_text(job.folder)
    write(f"{where}: {job.contents.package}, {counts}", sys.stdout)
    for path in report.removed:
        write(f"removed: {path_text(job.folder / path)}", sys.stdout)
    host = host_of(job.folder)
    lines = settings_text(job.contents.package, job.folder, host)
    file = path_text(Path(os.path.relpath(host), "pyproject.toml"))
    write(f"\nLines for {file}:\n", sys.stdout)
    write(lines, sys.stdout)
    return FINE


def _refuse(job: _Job, changed: Comparison) -> int:
    paths = [each.path for each in changed.differences]
    if job.arguments.format == "json":
        report = WriteReport((), (), ())
        print_json(_json_of_put(job, report) | {"changed_by_hand": paths})
        return DRIFT
    print_diagnostics(job.diagnostics, job.sources)
    for path in paths:
        write(f"changed by hand: {path_text(job.folder / path)}", sys.stdout)
    write_diff(readable(changed).diff())
    note = (
        "nothing was written: move the changes to modules of your own, or overwrite"
        f" them with --force (minidoc explain {Code.CHANGED_BY_HAND.value})"
    )
    write(note, sys.stderr)
    return DRIFT


def _json_of_put(job: _Job, report: WriteReport) -> dict[str, Any]:
    return {
        "folder": job.folder.as_posix(),
        "package": job.contents.package,
        "written": list(report.written),
        "removed": list(report.removed),
        "unchanged": list(report.unchanged),
        "changed_by_hand": [],
        "diagnostics": diagnostics_json(job.diagnostics, job.sources),
    }


def _check(job: _Job) -> int:
    found = check(job.contents, job.folder, exact=job.arguments.bytes)
    form = job.arguments.format
    if form in REPORTS:
        print_report(form, job.outcome(found))
    elif form == "json":
        diagnostics = diagnostics_json(job.diagnostics, job.sources)
        print_json(_json_of_check(found, diagnostics))
    else:
        print_diagnostics(job.diagnostics, job.sources)
        _print_check(job, found)
    return FINE if found.in_sync else DRIFT


def _json_of_check(
    found: Comparison, diagnostics: list[dict[str, Any]]
) -> dict[str, Any]:
    differences = found.differences
    files = [{"path": each.path, "status": each.status.value} for each in differences]
    return {"in_sync": found.in_sync, "files": files, "diagnostics": diagnostics}


def _print_check(job: _Job, found: Comparison) -> None:
    where = path_text(job.folder)
    if found.in_sync:
        write(f"in step: {where} ({job.contents.package})", sys.stdout)
        return
    for each in found.differences:
        write(f"{each.status.value}: {path_text(job.folder / each.path)}", sys.stdout)
    diff = (found if job.arguments.bytes else readable(found)).diff()
    if diff:
        write_diff(diff)
    note = "run `minidoc vendor` with the same arguments to bring it in step"
    write(note, sys.stderr)


def _report_failure(
    arguments: argparse.Namespace,
    diagnostics: tuple[Diagnostic, ...],
    sources: Mapping[str, tuple[str, str]],
) -> None:
    form = arguments.format
    if form in REPORTS:
        outcome = Outcome(
            "vendor --check",
            repository_root(),
            diagnostics,
            sources,
            is_strict=arguments.strict,
        )
        print_report(form, outcome)
    elif form == "json":
        entries = diagnostics_json(diagnostics, sources)
        if arguments.check:
            print_json({"in_sync": False, "files": [], "diagnostics": entries})
        else:
            print_json({"written": [], "removed": [], "diagnostics": entries})
    else:
        print_diagnostics(diagnostics, sources)
        if not has_errors(diagnostics):
            write("--strict: the warnings count as errors", sys.stderr)
