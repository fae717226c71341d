"""What was found in the pages, the worst first, each with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from minidoc.diagnostics import Diagnostic, Severity, Span
from minidoc.report.checked import Checked
from minidoc.report.verdict import counted, listed
from minidoc.values import frozen

MOST_FINDINGS = 200
"""Findings that are shown."""

_ERRORS = {Severity.ERROR}
_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.NOTE: ("note", "notes"),
}
_WIDEST = 200
_LONGEST = 1000


@frozen
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


@frozen
class FindingsView:
    """All findings.

    Attributes:
        told: How many there are of each severity; empty if there are none.
        worst: The greatest severity.
        first: Those that ended the run, or would.
        others: The rest.
        others_told: How many of those there are of each severity.
        left_out: How many are not shown.
    """

    told: str
    worst: str
    first: tuple[FindingView, ...]
    others: tuple[FindingView, ...]
    others_told: str
    left_out: int


def findings_view(checked: Checked) -> FindingsView:
    """Return what is shown of the findings: the worst first, then by place."""
    lines = {name: text.split("\n") for name, (_, text) in checked.sources.items()}
    ordered = sorted(checked.diagnostics, key=_order)
    stopping = {Severity.ERROR, Severity.WARNING} if checked.is_strict else _ERRORS
    shown = ordered[:MOST_FINDINGS]
    views = [(each.severity, _view(each, checked, lines)) for each in shown]
    others = [each for each in ordered if each.severity not in stopping]
    return FindingsView(
        told=_told(ordered),
        worst=ordered[0].severity.value if ordered else "",
        first=tuple(view for severity, view in views if severity in stopping),
        others=tuple(view for severity, view in views if severity not in stopping),
        others_told=_told(others),
        left_out=len(ordered) - len(shown),
    )


def _order(each: Diagnostic) -> tuple[int, tuple[str, int, int, str, str]]:
    return list(Severity).index(each.severity), each.sort_key()


def _told(found: Sequence[Diagnostic]) -> str:
    counts = Counter(each.severity for each in found)
    parts = [counted(counts[s], *_NAMES[s]) for s in Severity if counts[s]]
    return listed(parts) if parts else ""


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
