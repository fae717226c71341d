"""The verdict: what a check found, in one sentence, and what to do now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from minidoc.changes import Changes, Impact
from minidoc.diagnostics import Severity
from minidoc.report.checked import Checked
from minidoc.tree import Status
from minidoc.values import frozen

NAMES = {
    Impact.BREAKING: ("breaking change", "breaking changes"),
    Impact.BEHAVIOUR: ("change of behaviour", "changes of behaviour"),
    Impact.DEPRECATION: ("deprecation", "deprecations"),
    Impact.ADDITIVE: ("addition", "additions"),
    Impact.DOCS: ("change of wording", "changes of wording"),
    Impact.FORMAT: ("change of the pages alone", "changes of the pages alone"),
}
"""What one change and several changes of a class are called."""

_DECIDES = {
    "major": {Impact.BREAKING, Impact.BEHAVIOUR},
    "minor": {Impact.DEPRECATION, Impact.ADDITIVE},
    "patch": {Impact.DOCS},
    "none": {Impact.FORMAT},
}
_NEXT = {
    "major": "the next version is a major one",
    "minor": "the next version is a minor one",
    "patch": "the next version is a patch",
    "none": "no new version is needed",
}


@frozen
class Verdict:
    """The answer for somebody who reads nothing else.

    Attributes:
        state: For the mark beside it.
        sentence: One sentence.
        advice: What to do, or nothing.
    """

    state: Literal["fine", "drift", "stopped"]
    sentence: str
    advice: str = ""


def verdict(checked: Checked) -> Verdict:
    """Judge a check."""
    if checked.drift is None:
        return Verdict("stopped", _stopped(checked), _after_stop(checked))
    if not checked.differing:
        return Verdict("fine", f"In step: {checked.package} is what the pages give.")
    if _is_absent(checked):
        there = f"There is no package in {checked.package} yet."
        return Verdict("drift", there, "Run `minidoc generate`: it writes one.")
    return Verdict("drift", _drifted(checked), _after_drift(checked))


def counted(count: int, one: str, many: str) -> str:
    """Say how many there are."""
    return f"{count:,} {one if count == 1 else many}"


def listed(parts: Iterable[str]) -> str:
    """Join what is said one after the other: `a, b and c`."""
    *firsts, last = list(parts)
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _moved(changes: Changes) -> str:
    """Count what decides about the next version, and say which one that is."""
    counts = Counter(change.impact for change in changes)
    names = [i for i in Impact if counts[i] and i in _DECIDES[changes.bump]]
    told = listed(counted(counts[i], *NAMES[i]) for i in names)
    return f"{told}, so {_NEXT[changes.bump]}"


def _drifted(checked: Checked) -> str:
    changes = checked.changes
    if changes is None:
        return f"{checked.package} is not what the pages give."
    if not changes:
        files = counted(checked.differing, "file is", "files are")
        return f"Nothing changed for callers, but {files} not what the pages give."
    return f"The docs moved on: {_moved(changes)}."


def _after_drift(checked: Checked) -> str:
    changes = checked.changes
    if changes is None:
        return "Read the code below, then run `minidoc generate` and commit the result."
    if not changes:
        return (
            "The files were edited, the overlay changed, or the generator did."
            " `minidoc generate` brings them in step."
        )
    is_major = changes.bump == "major"
    first = "Tell your callers what breaks" if is_major else "Read what changed"
    return f"{first}, then run `minidoc generate` and commit the result."


def _stopped(checked: Checked) -> str:
    counts = checked.severities
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if errors:
        found = counted(errors, "error", "errors")
        return f"The check stopped at {found}: the code was not compared."
    found = counted(warnings, "warning, which counts", "warnings, which count")
    return f"The check stopped at {found} as errors: the code was not compared."


def _after_stop(checked: Checked) -> str:
    changes = checked.changes
    if not changes:
        return "Mend what stands below, then check again."
    return (
        "Mend what stands below, then check again. As far as the pages can be read:"
        f" {_moved(changes)}."
    )


def _is_absent(checked: Checked) -> bool:
    """Tell whether nothing of the package is there."""
    differences = [d for _, each in (checked.drift or ())[:1] for d in each.differences]
    init = next((d for d in differences if d.path == "__init__.py"), None)
    missing = all(each.status is Status.MISSING for each in differences)
    return missing and init is not None
