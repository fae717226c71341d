"""Findings as workflow commands of GitHub Actions: annotations at file and line.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from minidoc.diagnostics import Severity, Span
from minidoc.diagnostics.terminal import visible
from minidoc.report.outcome import Finding, Outcome

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def github_text(outcome: Outcome) -> str:
    """Return one command a line, and nothing else.

    Text of a page or of a file that began a line of its own could be a command: every
    line here is ours, and what comes from outside stands in it escaped.
    """
    return "".join(f"{_command(each)}\n" for each in outcome.findings())


def _command(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    values = _place(finding.span) if diagnostic.span else {}
    values |= {"title": f"minidoc: {diagnostic.code.value}"}
    properties = ",".join(f"{name}={_property(v)}" for name, v in values.items())
    lines = [diagnostic.message, diagnostic.hint and f"hint: {diagnostic.hint}"]
    message = "\n".join(visible(line) for line in lines if line)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(message)}"


def _place(span: Span) -> dict[str, object]:
    values: dict[str, object] = {"file": span.file}
    values |= {"line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:
        # Columns say nothing across lines; the last one belongs to the span here.
        last = max(span.column, span.end_column - 1)
        values |= {"col": span.column, "endColumn": last}
    return values


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    text = _escaped(visible(str(value)))
    return text.replace(":", "%3A").replace(",", "%2C")
