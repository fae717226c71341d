"""What was found in the pages, the worst first, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minidoc.diagnostics import Diagnostic, Severity, Span
from minidoc.report.checked import Checked

MOST_FINDINGS = 200
"""Findings that are shown."""

_WIDEST = 200
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding.

    Attributes:
        severity: How much it matters.
        code: Its stable code.
        message: One sentence.
        place: File, line and column; empty if it is about no file.
        excerpt: The source line: before the place, the place, after it.
        hint: What to do, or nothing.
    """

    severity: str
    code: str
    message: str
    place: str
    excerpt: tuple[str, str, str]
    hint: str


def finding_views(checked: Checked) -> tuple[FindingView, ...]:
    """Return the findings that are shown: errors first, then by place."""
    ranks = list(Severity)
    ordered = sorted(
        checked.diagnostics,
        key=lambda each: (ranks.index(each.severity), *each.sort_key()),
    )
    lines = {name: text.split("\n") for name, (_, text) in checked.sources.items()}
    return tuple(_view(each, checked, lines) for each in ordered[:MOST_FINDINGS])


def _view(
    diagnostic: Diagnostic, checked: Checked, lines: Mapping[str, list[str]]
) -> FindingView:
    span = diagnostic.span
    return FindingView(
        severity=diagnostic.severity.value,
        code=diagnostic.code.value,
        message=_short(diagnostic.message),
        place=_place(span, checked) if span else "",
        excerpt=_excerpt(span, lines.get(span.file, [])) if span else ("", "", ""),
        hint=_short(diagnostic.hint),
    )


def _place(span: Span, checked: Checked) -> str:
    known = checked.sources.get(span.file)
    return f"{known[0] if known else span.file}:{span.line}:{span.column}"


def _excerpt(span: Span, lines: list[str]) -> tuple[str, str, str]:
    if not 0 < span.line <= len(lines):
        return "", "", ""
    line = lines[span.line - 1].rstrip()
    begin = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.line == span.end_line else len(line)
    end = max(begin, min(end, len(line)))
    before, at, after = line[:begin], line[begin:end], line[end:]
    if len(before) > _WIDEST:
        before = f"…{before[-_WIDEST:]}"
    return before.lstrip(), _short(at, _WIDEST), _short(after, _WIDEST)


def _short(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
