"""Findings as JUnit XML, as Ant's task writes it: what every CI system reads.

Each compared file is a test case; so is each diagnostic. One that does not fail the run
is a skipped test, so that it is seen and fails nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

from minidoc.diagnostics import Code, Severity
from minidoc.diagnostics.terminal import visible
from minidoc.report.outcome import Finding, Outcome


def junit_xml(outcome: Outcome, at: datetime) -> str:
    """Return the report; ASCII, so that every stream takes it.

    Args:
        outcome: What was found.
        at: When, in UTC; the format asks for it.
    """
    cases = [*_files(outcome), *_diagnostics(outcome)]
    root = ET.Element("testsuites")
    suite = ET.SubElement(root, "testsuite", _attributes(outcome, cases, at))
    ET.SubElement(suite, "properties")
    suite.extend(cases)
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    data: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=False)
    return head + data.decode("ascii")


def _attributes(
    outcome: Outcome, cases: list[ET.Element], at: datetime
) -> dict[str, str]:
    counts = {
        f"{name}s" if name != "skipped" else name: sum(
            case.find(name) is not None for case in cases
        )
        for name in ("failure", "error", "skipped")
    }
    return {
        "name": f"minidoc {outcome.command}",
        "package": "minidoc",
        "id": "0",
        "hostname": "localhost",
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S"),
        "time": "0",
        "tests": str(len(cases)),
        **{name: str(count) for name, count in counts.items()},
    }


def _files(outcome: Outcome) -> Iterator[ET.Element]:
    drifted = {f.span.file: f for f in outcome.findings() if _is_drift(f)}
    paths = {outcome.path(path.as_posix()) for path in outcome.compared}
    for path in sorted(paths | set(drifted)):
        case = _case(f"{outcome.command} {path}", path)
        if path in drifted:
            _add(case, "failure", drifted[path])
        yield case


def _diagnostics(outcome: Outcome) -> Iterator[ET.Element]:
    for finding in outcome.findings():
        if _is_drift(finding):
            continue
        diagnostic = finding.diagnostic
        case = _case(
            f"{diagnostic.code.value}: {diagnostic.message}", finding.span.file
        )
        _add(case, _kind(finding, outcome.is_strict), finding)
        yield case


def _kind(finding: Finding, is_strict: bool) -> str:
    if finding.severity is Severity.ERROR:
        return "error"
    fails = is_strict and finding.severity is Severity.WARNING
    return "failure" if fails else "skipped"


def _is_drift(finding: Finding) -> bool:
    return finding.diagnostic.code is Code.DRIFT


def _case(name: str, path: str) -> ET.Element:
    values = {"name": visible(name), "classname": visible(path), "time": "0"}
    return ET.Element("testcase", values)


def _add(case: ET.Element, kind: str, finding: Finding) -> None:
    diagnostic, span = finding.diagnostic, finding.span
    values = {"message": visible(diagnostic.message)}
    if kind != "skipped":
        values["type"] = diagnostic.code.value
    place = f"{span.file}:{span.line}:{span.column}: {diagnostic.severity.value}"
    lines = [f"{place}[{diagnostic.code.value}]: {diagnostic.message}"]
    lines += [f"hint: {diagnostic.hint}"] if diagnostic.hint else []
    lines += finding.detail.rstrip("\n").split("\n") if finding.detail else []
    # XML has no way to write most control characters.
    ET.SubElement(case, kind, values).text = "\n".join(visible(line) for line in lines)
