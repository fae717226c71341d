"""What a comparison found, as one list: diagnostics about pages, and drift on disk.

Comes in: what a run knows. Goes out: findings with paths that a CI system understands.
Nothing is printed here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, Severity, Span
from minidoc.diagnostics.render import Sources
from minidoc.tree import Comparison, Difference, Status
from minidoc.values import frozen


@frozen
class Outcome:
    """Everything that a format needs.

    Attributes:
        command: What was run, for titles.
        root: Root of the repository; paths are given relative to it.
        diagnostics: About pages, overlay and configuration.
        sources: What their spans speak of.
        drift: Folder, as it is shown, and how it compares.
        compared: Paths that were compared, those in step included.
        is_strict: Whether warnings count as errors.
    """

    command: str
    root: Path
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources = field(default_factory=dict[str, tuple[str, str]])
    drift: tuple[tuple[Path, Comparison], ...] = ()
    compared: tuple[Path, ...] = ()
    is_strict: bool = False

    def findings(self) -> tuple[Finding, ...]:
        """Return everything that was found, by place."""
        about = sorted(self.diagnostics, key=Diagnostic.sort_key)
        texts = {name: text.split("\n") for name, (_, text) in self.sources.items()}
        found = [_of_diagnostic(each, self.sources, texts) for each in about]
        for folder, comparison in self.drift:
            found += [_of_difference(folder, d) for d in comparison.differences]
        return tuple(self._placed(found))

    def path(self, shown: str) -> str:
        """Return a path as it stands in the repository; as it is if it lies outside."""
        inside = os.path.relpath(os.path.abspath(shown), self.root)
        path = shown if inside.startswith("..") else inside
        return Path(path).as_posix()

    def _placed(self, found: Iterable[Finding]) -> Iterator[Finding]:
        for each in found:
            span = each.span
            place = Span(
                self.path(span.file),
                *(span.line, span.column, span.end_line, span.end_column),
            )
            yield Finding(each.diagnostic, place, each.around, each.detail)


@frozen
class Finding:
    """One finding with its place in the repository.

    Attributes:
        diagnostic: What was found.
        span: Where; one without a place of its own stands at the top of the repository.
        around: The source line, without the space around it.
        detail: More about it, such as a diff; may be empty.
    """

    diagnostic: Diagnostic
    span: Span
    around: str = ""
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """Severity of the diagnostic."""
        return self.diagnostic.severity


def _of_diagnostic(
    diagnostic: Diagnostic, sources: Sources, texts: Mapping[str, list[str]]
) -> Finding:
    span = diagnostic.span
    if span is None:
        return Finding(diagnostic, Span(".", 1, 1, 1, 1))
    lines = texts.get(span.file, [])
    around = lines[span.line - 1].strip() if span.line <= len(lines) else ""
    path = sources[span.file][0] if span.file in sources else span.file
    place = Span(path, span.line, span.column, span.end_line, span.end_column)
    return Finding(diagnostic, place, around)


_SAYS = {
    Status.CHANGED: "is not what the pages give",
    Status.MISSING: "is missing",
    Status.SURPLUS: "is no longer made from the pages",
}


def _of_difference(folder: Path, difference: Difference) -> Finding:
    path = (folder / difference.path).as_posix()
    line = _first_line(difference)
    span = Span(path, line, 1, line, 1)
    message = f"{difference.path} {_SAYS[difference.status]}"
    hint = (
        "bring it in step: `minidoc generate`, or `minidoc vendor` for a vendored one"
    )
    diagnostic = Diagnostic(Code.DRIFT, message, span, hint)
    return Finding(diagnostic, span, detail=Comparison((difference,)).diff())


def _first_line(difference: Difference) -> int:
    """Return the first line on disk that differs, or the last that there is."""
    if difference.old is None or difference.new is None:
        return 1
    old, new = difference.old.split("\n"), difference.new.split("\n")
    pairs = zip(old, new, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), len(old))
    return max(1, min(same + 1, difference.old.count("\n")))
