"""What lowering and the overlay both answer with."""

from __future__ import annotations

from minidoc.diagnostics import Diagnostic
from minidoc.ir.model import Api
from minidoc.values import frozen


@frozen
class Lowered:
    """The API model and what was found on the way, sorted by place."""

    api: Api
    diagnostics: tuple[Diagnostic, ...]
