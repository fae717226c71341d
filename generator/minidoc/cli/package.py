"""`minidoc generate` and `minidoc check`: package and pages, brought in step."""

from __future__ import annotations

import argparse
import sys
import traceback
from functools import partial
from pathlib import Path

from minidoc import __version__
from minidoc.cli.arguments import REPORTS
from minidoc.cli.output import print_diagnostics, write
from minidoc.cli.run import BAD, Run
from minidoc.cli.said import Compared, Said, Written, say_compared, say_written
from minidoc.diagnostics import GenerationError
from minidoc.pipeline import Generated, forget
from minidoc.release.state import BESIDE
from minidoc.tree import (
    MANIFEST,
    compare,
    compare_files,
    finish_killed,
    write as write_tree,
    write_files,
)

FINE, DRIFT = 0, 1


def generate_command(arguments: argparse.Namespace) -> int:
    """Write the package, under `--watch` again and again."""
    if not arguments.watch:
        return _generate(arguments)
    from minidoc.cli.watch import Templates, look_at_inputs, watch

    note = "watching pages, overlay and templates; Ctrl-C ends it"
    write(note, sys.stderr)
    templates = Templates(forget)
    watch(
        partial(_again, arguments),
        lambda: (*look_at_inputs(arguments), *templates.look()),
    )
    return FINE


def check_command(arguments: argparse.Namespace) -> int:
    """Compare the package on disk with what the pages give."""
    run = Run(arguments)
    code = _check(run)
    if arguments.html is None:
        return code
    from minidoc.cli.html import write_html

    try:
        write_html(Path(arguments.html), run.seen, is_strict=arguments.strict)
    except GenerationError as error:
        print_diagnostics(error.diagnostics, run.sources)
        return BAD
    return code


def _again(arguments: argparse.Namespace) -> None:
    """Run, and outlive whatever a half-edited template does to it."""
    try:
        _generate(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - the next save may put it right
        write(traceback.format_exc(), sys.stderr)
        write("nothing was written; the next change is awaited", sys.stderr)
    sys.stderr.flush()


def _generate(arguments: argparse.Namespace) -> int:
    run = Run(arguments)
    try:
        made = run.make()
        reports = _write(run, made)
    except GenerationError as error:
        return run.fail(error.diagnostics)
    as_json = arguments.format == "json"
    _print(say_written(run.seen, reports, as_json=as_json))
    run.recorder.keep(run.seen, made)
    return FINE


def _write(run: Run, made: Generated) -> Written:
    target = run.target
    if target.beside is not None:
        finish_killed(target.beside, target.inside, BESIDE)
    report = write_tree(made.files, target.folder, version=__version__)
    reports = [(target.folder, report)]
    if target.beside is not None:
        reports.append((target.beside, write_files(made.distribution, target.beside)))
    return reports


def _check(run: Run) -> int:
    arguments = run.arguments
    try:
        made = run.make()
        found = _compare(run, made)
    except GenerationError as error:
        return run.fail(error.diagnostics)
    run.seen.drift = tuple(found)
    in_sync = all(each.in_sync for _, each in found)
    if arguments.format in REPORTS:
        # Late, as everything is that most runs do not need.
        from minidoc.cli.formats import print_check

        names = (*made.files, MANIFEST)
        compared = tuple(run.target.folder / name for name in names)
        if run.target.beside is not None:
            compared += tuple(run.target.beside / name for name in made.distribution)
        is_strict = arguments.strict
        print_check(arguments.format, run.seen, compared, is_strict=is_strict)
    else:
        _print(say_compared(run.seen, found, as_json=arguments.format == "json"))
    if in_sync:
        run.recorder.keep(run.seen, made)
    return FINE if in_sync else DRIFT


def _compare(run: Run, made: Generated) -> Compared:
    target = run.target
    found = [(target.folder, compare(made.files, target.folder, version=__version__))]
    if target.beside is not None:
        found.append((target.beside, compare_files(made.distribution, target.beside)))
    return found


def _print(said: Said) -> None:
    for text, stream in ((said.err, sys.stderr), (said.out, sys.stdout)):
        if text:
            write(text, stream)
