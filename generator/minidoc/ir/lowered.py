"""What lowering and the overlay both answer with."""

from __future__ import annotations

from dataclasses import dataclass

from minidoc.diagnostics import Diagnostic
from minidoc.ir.model import Api


@dataclass(frozen=True, slots=True)
class Lowered:
    """The API model and what was found on the way, sorted by place."""

    api: Api
    diagnostics: tuple[Diagnostic, ...]
