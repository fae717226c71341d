"""`minidoc release`: the next version, its changelog, and names that are kept."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from minidoc import __version__
from minidoc.cli.inputs import (
    Inputs,
    Target,
    configured_version,
    read_inputs,
    read_target,
)
from minidoc.cli.output import path_text, print_diagnostics, stops, write
from minidoc.config import Config, load_config
from minidoc.diagnostics import Code, Diagnostic, GenerationError, has_errors
from minidoc.diagnostics.terminal import visible
from minidoc.pipeline import Generated, generate
from minidoc.python.code import Text
from minidoc.release.aliases import Project, appended
from minidoc.release.changelog import with_section
from minidoc.release.plan import Release, plan_release
from minidoc.release.state import (
    BESIDE,
    CHANGELOG,
    RELEASED,
    Released,
    read_released,
    released_text,
)
from minidoc.tree import (
    FileTree,
    Whole,
    finish_killed,
    read_file,
    replace_file,
    write_whole,
)
from minidoc.values import frozen
from minidoc.versions import Version, parse_version

FINE, BAD = 0, 2


@frozen
class _Run:
    """What is released, and where to."""

    inputs: Inputs
    target: Target
    beside: Path
    sources: dict[str, tuple[str, str]]

    @property
    def overlay(self) -> Path | None:
        """The overlay's file."""
        return self.inputs.config.path("overlay")


def release_command(arguments: argparse.Namespace) -> int:
    """Release what the pages give today, or say what would be released."""
    sources: dict[str, tuple[str, str]] = {}
    try:
        return _released(arguments, sources)
    except GenerationError as error:
        print_diagnostics(error.diagnostics, sources)
        if not has_errors(error.diagnostics):
            write("--strict: the warnings count as errors", sys.stderr)
        return BAD


def _released(
    arguments: argparse.Namespace, sources: dict[str, tuple[str, str]]
) -> int:
    run = _read(arguments, sources)
    last = read_released(read_file(run.beside, RELEASED))
    project = Project(run.inputs.pages, run.inputs.overlay, run.target.package)
    version = _configured(run.inputs.config)
    release = plan_release(project, last, version)
    _show_entries(run, release)
    made = _generated(run, release)
    found = (*made.diagnostics, *release.diagnostics)
    if stops(found, arguments.strict):
        raise GenerationError(found)
    print_diagnostics(found, sources)
    whole = _whole(run, release, made, arguments.date or "")
    _print(run, release, is_dry=arguments.dry_run)
    if arguments.dry_run:
        return FINE
    _append(run, release)
    report = write_whole(whole, run.beside, version=__version__)
    counts = (
        f"{len(report.written)} written, {len(report.removed)} removed,"
        f" {len(report.unchanged)} unchanged"
    )
    write(f"{path_text(run.beside)}: {counts}", sys.stdout)
    return FINE


def _read(arguments: argparse.Namespace, sources: dict[str, tuple[str, str]]) -> _Run:
    config = load_config(Path.cwd())
    if config.path("distribution") is None or config.path("output") is None:
        message = "there is no distribution to release"
        hint = "set 'distribution' and 'output' in [tool.minidoc] of pyproject.toml"
        raise GenerationError([Diagnostic(Code.INVALID_CONFIG, message, None, hint)])
    # First: what a killed run left is not to be taken for a state.
    inside = config.root / config.text("output")
    beside = config.root / config.text("distribution")
    if beside in inside.parents:
        finish_killed(beside, inside.relative_to(beside).as_posix(), BESIDE)
    inputs = read_inputs(arguments, sources)
    target = read_target(arguments, inputs.config)
    assert target.beside is not None, "the configured output goes with it"
    return _Run(inputs, target, target.beside, sources)


def _configured(config: Config) -> Version:
    text = configured_version(config)
    version = parse_version(text)
    if version is None:
        message = f"[tool.minidoc] in pyproject.toml: distribution-version: {text!r}"
        hint = "a release has three numbers, for example 0.1.0"
        raise GenerationError([Diagnostic(Code.INVALID_CONFIG, message, None, hint)])
    return version


def _show_entries(run: _Run, release: Release) -> None:
    """Let messages show the lines that are about to be added to the overlay."""
    overlay = run.inputs.overlay
    if overlay is not None and release.entries:
        path, text = run.sources[overlay.name]
        run.sources[overlay.name] = (path, appended(text, release.entries))


def _generated(run: _Run, release: Release) -> Generated:
    assert run.target.distribution is not None, "there is a folder beside the package"
    version = Text(str(release.version))
    distribution = replace(run.target.distribution, version=version)
    return generate(release.modelled, run.target.package, distribution)


def _whole(run: _Run, release: Release, made: Generated, date: str) -> Whole:
    beside, shared = dict(made.distribution), dict[str, bytes]()
    if release.is_new:
        released = Released(release.version, release.modelled.api)
        beside[RELEASED] = released_text(released)
        old = read_file(run.beside, CHANGELOG)
        section = with_section(old, release.version, date, release.body)
        shared[CHANGELOG] = section
    tree = FileTree.of(beside)
    return Whole(made.files, run.target.inside, tree, shared, frozenset(BESIDE))


def _append(run: _Run, release: Release) -> None:
    """Add the entries to the overlay; nothing else of the file is touched.

    It comes first: the package can be made again from it, and it not from the package.
    """
    path = run.overlay
    if path is None or not release.entries:
        return
    old = path.read_bytes()
    replace_file(path, old, appended(old.decode(), release.entries).encode())


def _print(run: _Run, release: Release, *, is_dry: bool) -> None:
    if not release.is_new:
        write(f"nothing to release since {release.before}", sys.stdout)
        return
    if release.before is None:
        write(f"first release: {release.version}", sys.stdout)
    else:
        early = " (0.x: one step less)" if release.before.major == 0 else ""
        change = f"{release.before} -> {release.version}"
        write(f"{change}: {release.bump}{early}", sys.stdout)
    if release.entries and run.overlay is not None:
        count = release.entries.count("[[alias]]")
        names = "1 old name" if count == 1 else f"{count} old names"
        write(f"{visible(run.overlay.name)}: {names} kept", sys.stdout)
    if is_dry:
        write(f"\n{release.body}", sys.stdout)
        if release.entries:
            write(release.entries, sys.stdout)
        write("--dry-run: nothing was written", sys.stderr)
