"""Findings that no page is known to give: whatever they say, the forms stay valid."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.report.github import github_text
from minidoc.report.gitlab import code_quality
from minidoc.report.junit import junit_xml
from minidoc.report.outcome import Outcome
from minidoc.tree import Comparison, Difference, Status

TEXTS = [
    "\x1b[2J",
    "a\n::error::b",
    "\r::x",
    "100%0A",
    "\x00\x0b\x85\u2028\u202e",
    "]]>&<",
]


def _outcome(*diagnostics: Diagnostic) -> Outcome:
    return Outcome("check", Path.cwd(), diagnostics)


def _found(text: str, line: int = 3) -> Diagnostic:
    span = Span("A.md", line, 2, line, 5)
    return Diagnostic(Code.UNKNOWN_TAG, f"about {text}", span, f"do {text}")


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_texts(text: str) -> None:
    outcome = _outcome(_found(text))
    written = github_text(outcome)
    # Whatever a reader takes for a line end: one line, and nothing that acts.
    assert len(written.splitlines()) == 1
    assert written.removesuffix("\n").isprintable()
    [entry] = code_quality(outcome)
    assert entry["description"].isprintable()
    root = ET.fromstring(junit_xml(outcome, datetime(2026, 1, 2, tzinfo=UTC)))
    [skipped] = root.iter("skipped")
    shown = (skipped.text or "").replace("\n", "")
    assert shown.isprintable()
    assert shown.startswith("A.md:3:2: warning[unknown-tag]: about ")


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    one, two = code_quality(_outcome(_found("x"), _found("x", 9)))
    assert one["fingerprint"] != two["fingerprint"]
    # In a message, numbers may be lines, and move.
    [moved] = code_quality(_outcome(_found("line 7", 12)))
    [again] = code_quality(_outcome(_found("line 9", 14)))
    assert moved["fingerprint"] == again["fingerprint"]


@pytest.mark.parametrize(
    ("status", "old", "new", "line"),
    [
        (Status.CHANGED, "a\nb\nc\n", "a\nB\nc\n", 2),
        (Status.CHANGED, "a\nb\n", "a\nb\nc\n", 2),
        (Status.CHANGED, "a\nb\nc\n", "a\n", 2),
        (Status.CHANGED, "", "a\n", 1),
        (Status.CHANGED, None, "a\n", 1),
        (Status.MISSING, None, "a\n", 1),
        (Status.SURPLUS, "a\n", None, 1),
    ],
)
def test_drift_stands_at_the_first_line_that_differs(
    status: Status, old: str | None, new: str | None, line: int
) -> None:
    drift = Comparison((Difference("a.py", status, old, new),))
    outcome = Outcome("check", Path.cwd(), (), drift=((Path("sdk"), drift),))
    [finding] = outcome.findings()
    assert (finding.span.file, finding.span.line) == ("sdk/a.py", line)
    assert finding.diagnostic.message.startswith("a.py is ")


def test_a_path_outside_of_the_repository_stays(tmp_path: Path) -> None:
    outcome = Outcome("check", tmp_path / "inner", ())
    assert (
        outcome.path((tmp_path / "A.md").as_posix()) == (tmp_path / "A.md").as_posix()
    )
    assert outcome.path((tmp_path / "inner/b/../A.md").as_posix()) == "A.md"
