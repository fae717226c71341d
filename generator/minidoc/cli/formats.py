"""The forms of a comparison that CI systems read: one document on standard output."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from minidoc.cli.output import write
from minidoc.cli.seen import Seen
from minidoc.report.github import github_text
from minidoc.report.gitlab import code_quality
from minidoc.report.junit import junit_xml
from minidoc.report.outcome import Outcome


def print_report(form: str, outcome: Outcome) -> None:
    """Print what was found in one of the forms, and nothing beside it."""
    if form == "github":
        text = github_text(outcome)
        if not text:
            return
    elif form == "gitlab":
        text = json.dumps(code_quality(outcome), indent=2)
    else:
        text = junit_xml(outcome, datetime.now(UTC))
    write(text, sys.stdout)


def print_check(
    form: str, seen: Seen, compared: tuple[Path, ...] = (), *, is_strict: bool
) -> None:
    """Print what `check` found in one of the forms that CI systems read."""
    outcome = Outcome(
        command="check",
        root=repository_root(),
        diagnostics=seen.diagnostics,
        sources=seen.sources,
        drift=seen.drift or (),
        compared=compared,
        is_strict=is_strict,
    )
    print_report(form, outcome)


def repository_root() -> Path:
    """Return the repository around the working directory, or that directory."""
    here = Path.cwd()
    around = (folder for folder in (here, *here.parents) if (folder / ".git").exists())
    return next(around, here)
