"""Findings about the input, and the one exception that carries them."""

from minidoc.diagnostics.codes import Code, Severity
from minidoc.diagnostics.model import (
    Diagnostic,
    GenerationError,
    Span,
    has_errors,
    raise_for_errors,
)

__all__ = [
    "Code",
    "Diagnostic",
    "GenerationError",
    "Severity",
    "Span",
    "has_errors",
    "raise_for_errors",
]
