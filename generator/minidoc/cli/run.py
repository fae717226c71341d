"""One run over the pages: what it reads and makes, and what it says of mistakes."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from minidoc.cli.arguments import REPORTS
from minidoc.cli.inputs import Inputs, Target, read_inputs, read_target
from minidoc.cli.output import (
    diagnostics_json,
    print_diagnostics,
    print_json,
    stops,
    write,
)
from minidoc.cli.recording import Recorder, shelf_of
from minidoc.cli.seen import Seen
from minidoc.diagnostics import Diagnostic, GenerationError, has_errors
from minidoc.pipeline import Generated, Job, Modelled, model, renew

BAD = 2


class Run:
    """One run: remembers the sources, so that an early error can show its lines."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.seen = Seen()
        self.sources = self.seen.sources
        self.recorder = Recorder(arguments)

    @property
    def target(self) -> Target:
        """Where the run writes to, or what it compares with; known once it has made."""
        assert self.seen.target is not None, "nothing was made yet"
        return self.seen.target

    def read(self) -> Inputs:
        """Read the inputs.

        Raises:
            GenerationError: With everything that is wrong with them.
        """
        self.recorder.look_at_settings()
        arguments, look = self.arguments, self.recorder.look_at_inputs
        self.seen.inputs = read_inputs(arguments, self.sources, look)
        return self.seen.inputs

    def model(self) -> Modelled:
        """Read the API model; what is said of the files themselves comes with it.

        Raises:
            GenerationError: With everything found, if any of it is an error.
        """
        inputs = self.read()
        try:
            modelled = model(inputs.pages, inputs.overlay)
        except GenerationError as error:
            raise GenerationError((*inputs.found, *error.diagnostics)) from error
        return replace(modelled, diagnostics=(*inputs.found, *modelled.diagnostics))

    def make(self) -> Generated:
        """Generate in memory.

        Raises:
            GenerationError: With everything found, if any of it ends the run.
        """
        with _without_collecting():
            made = self._make()
        self.seen.diagnostics = made.diagnostics
        if stops(made.diagnostics, self.arguments.strict):
            raise GenerationError(made.diagnostics)
        return made

    def _make(self) -> Generated:
        inputs = self.read()
        target = self.seen.target = read_target(self.arguments, inputs.config)
        job = Job(inputs.pages, inputs.overlay, target.package, target.distribution)
        shelf = shelf_of(target)
        try:
            made = renew(job, shelf)
        except GenerationError as error:
            raise GenerationError((*inputs.found, *error.diagnostics)) from error
        shelf.keep_used()
        return replace(made, diagnostics=(*inputs.found, *made.diagnostics))

    def fail(self, diagnostics: tuple[Diagnostic, ...]) -> int:
        """Say what ended the run, in the form that is wanted; return the exit code."""
        self.seen.diagnostics = diagnostics
        form = self.arguments.format
        if form in REPORTS:
            from minidoc.cli.formats import print_check

            print_check(form, self.seen, is_strict=self.arguments.strict)
        elif form == "json":
            entries = diagnostics_json(diagnostics, self.sources)
            print_json(_json_of_failure(self.arguments.command, entries))
        else:
            print_diagnostics(diagnostics, self.sources)
            if not has_errors(diagnostics):
                write("--strict: the warnings count as errors", sys.stderr)
        return BAD


@contextmanager
def _without_collecting() -> Generator[None]:
    """Keep the cyclic collector from looking at models again and again.

    They are trees: looking at them frees nothing, and takes the longer the more pages
    there are.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def modelled_or_nothing(run: Run) -> Modelled | None:
    """Read the API model; None after printing what is wrong with the input."""
    try:
        return run.model()
    except GenerationError as error:
        print_diagnostics(error.diagnostics, run.sources)
        return None


def _json_of_failure(command: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    if command == "check":
        return {"in_sync": False, "files": [], "diagnostics": entries}
    return {"written": [], "removed": [], "unchanged": [], "diagnostics": entries}
