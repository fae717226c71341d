"""What every stage says about its input: spans, severities, diagnostics, one exception.

Nothing here reads, prints or exits; rendering lives in `render`, the meaning of each
code in `catalog`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minidoc.diagnostics.codes import Code, Severity
from minidoc.values import frozen


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source file, both ends 1-based, the end exclusive.

    Attributes:
        file: Name of the source inside the run (`Users.md`), never a path of a machine,
            so that the API model is the same wherever it was made.
        line: First line.
        column: First column, counted in code points.
        end_line: Line of the first character that no longer belongs to it.
        end_column: Column of that character.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """Return the span that begins here and ends where `other` ends."""
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)

    def __reduce__(self) -> tuple[type[Span], tuple[str, int, int, int, int]]:
        """Be pickled by values, as `frozen` has it; a page has a thousand spans."""
        values = self.file, self.line, self.column, self.end_line, self.end_column
        return Span, values


@frozen
class Diagnostic:
    """One finding about the input.

    Attributes:
        code: Stable name of the kind of finding; it fixes the severity.
        message: One sentence, without a full stop, that names what was found.
        span: Where, or None when the finding is about no source (a missing folder).
        hint: What to do about it, or an empty string.
    """

    code: Code
    message: str
    span: Span | None
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """Severity of the code; `--strict` changes exit codes, never this."""
        return self.code.severity

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place first, so that the output does not depend on the stage."""
        if self.span is None:
            return ("", 0, 0, self.code.value, self.message)
        span = self.span
        return (span.file, span.line, span.column, self.code.value, self.message)


class GenerationError(Exception):
    """Raised between stages when at least one diagnostic is an error.

    Attributes:
        diagnostics: Everything found so far, warnings and notes included.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        errors = [d for d in self.diagnostics if d.severity is Severity.ERROR]
        super().__init__("; ".join(d.message for d in errors) or "generation failed")


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the diagnostics is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def raise_for_errors(diagnostics: Iterable[Diagnostic]) -> None:
    """Raise `GenerationError` with all diagnostics if any of them is an error."""
    found = tuple(diagnostics)
    if has_errors(found):
        raise GenerationError(found)
