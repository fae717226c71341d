"""Findings as GitLab's Code Quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import Any

from minidoc.diagnostics import Severity
from minidoc.diagnostics.terminal import visible
from minidoc.report.outcome import Finding, Outcome

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.NOTE: "info",
}
_DIGITS = re.compile(r"\d+")


def code_quality(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the report, an entry for each finding, ready to be written as JSON."""
    seen: Counter[str] = Counter()
    entries: list[dict[str, Any]] = []
    for finding in outcome.findings():
        identity = _identity(finding)
        seen[identity] += 1
        entries.append(_entry(finding, _sum(f"{identity}\0{seen[identity]}")))
    return entries


def _entry(finding: Finding, fingerprint: str) -> dict[str, Any]:
    span = finding.span
    return {
        "description": visible(finding.diagnostic.message),
        "check_name": finding.diagnostic.code.value,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": span.file,
            "lines": {"begin": span.line, "end": span.end_line},
        },
    }


def _identity(finding: Finding) -> str:
    """Return what tells a finding from others, wherever its line has moved to.

    GitLab matches findings of two commits by it. Numbers in a message may be lines.
    """
    message = _DIGITS.sub("#", finding.diagnostic.message)
    code = finding.diagnostic.code.value
    return f"{code}\0{finding.span.file}\0{finding.around}\0{message}"


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
