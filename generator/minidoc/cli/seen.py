"""What a run has come to know by the time it ends, wherever that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from minidoc.cli.inputs import Inputs, Target
from minidoc.diagnostics import Diagnostic
from minidoc.tree import Comparison


@dataclass(slots=True)
class Seen:
    """Filled stage by stage; what is None was not reached.

    Attributes:
        sources: Path and text of what was read, by name.
        inputs: Pages and overlay.
        target: What is compared with.
        drift: How the folders compare.
        diagnostics: What was found, or what ended the run.
        findings: That as text for people, once it was wanted.
    """

    sources: dict[str, tuple[str, str]] = field(
        default_factory=dict[str, tuple[str, str]]
    )
    inputs: Inputs | None = None
    target: Target | None = None
    drift: tuple[tuple[Path, Comparison], ...] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    findings: str | None = None
