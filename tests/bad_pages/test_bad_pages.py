"""Every bad page as its reader meets it: exit code, position, code, words.

README.md has the table; the snapshots have the whole output.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import Code, Severity
from minidoc.diagnostics.catalog.fetching import FETCHING

HERE = Path(__file__).parent
Minidoc: TypeAlias = Callable[..., Any]

_FINDING = re.compile(r"^(\S+?):(\d+:\d+): (\w+)\[([\w-]+)\]: (.+)$", re.MULTILINE)

# What no single page can show; test_diagnostics_catalog and tests/cli make these.
ELSEWHERE = {
    Code.CANNOT_READ,
    Code.FILE_TOO_LARGE,
    Code.DUPLICATE_PAGE,
    Code.TOO_MANY,
    Code.INVALID_OVERLAY,
    Code.INVALID_CONFIG,
    Code.MISSING_BASE,
    Code.PAGE_GONE,
    Code.INVALID_ACCEPTED,
    Code.ACCEPTED_UNUSED,
    Code.ACCEPTED_EXPIRED,
    Code.UNSAFE_OUTPUT,
    Code.FOREIGN_OUTPUT,
    Code.CANNOT_WRITE,
    Code.VERSION_MISMATCH,
    Code.DRIFT,
    Code.INVALID_RELEASE,
    Code.OLD_NAME_EXPIRED,
    Code.OLD_NAME_LOST,
    Code.CHANGED_BY_HAND,
}


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    file: str
    code: Code
    position: str
    also: frozenset[str]


def _rows() -> list[Row]:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("\n")
        if line.startswith("| ") and ".md |" in line
    ]
    return [
        Row(file, Code(code), position, frozenset(also.replace(",", " ").split()))
        for file, code, position, also, _ in cells
    ]


ROWS = _rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_page(
    row: Row, minidoc: Minidoc, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    shutil.copy(HERE / row.file, tmp_path)
    ran = minidoc("generate", row.file, "--output", "rooms")

    found = _FINDING.findall(ran.err)
    of_code = [position for _, position, _, code, _ in found if code == row.code]
    assert of_code[:1] == [row.position]
    assert {code for *_, code, _ in found} == {row.code.value} | row.also

    severities = {severity for _, _, severity, _, _ in found}
    assert ran.code == (2 if Severity.ERROR in severities else 0)
    assert (tmp_path / "rooms").exists() == (ran.code == 0)
    for *_, message in found:
        assert not message.endswith("."), message
    assert f"exit code {ran.code}\n{ran.err}" == snapshot


def test_the_table_has_every_page_in_order() -> None:
    pages = {path.name for path in HERE.glob("*.md")} - {"README.md"}
    assert [row.file for row in ROWS] == sorted(pages)
    for row in ROWS:
        assert row.file.startswith(row.code.value), "the name begins with the code"


def test_every_code_that_a_page_can_provoke_has_a_page() -> None:
    of_pages = {code for code in Code if not code.startswith("overlay-")}
    assert {row.code for row in ROWS} == of_pages - ELSEWHERE - FETCHING.keys()


def test_all_mistakes_of_all_pages_in_one_run(minidoc: Minidoc, tmp_path: Path) -> None:
    """Everything at once: nothing of one page hides what is wrong on another."""
    pages = [row for row in ROWS if row.code.severity is Severity.ERROR]
    # All of them declare the same class: what lowering says of its members is left out.
    pages = [
        row
        for row in pages
        if not row.code.startswith(("duplicate-", "name-", "invalid-name"))
        and "-arity" not in row.file
    ]
    for row in pages:
        shutil.copy(HERE / row.file, tmp_path)
    ran = minidoc("generate", *(row.file for row in reversed(pages)), "--output", "out")
    assert ran.code == 2
    found = _FINDING.findall(ran.err)
    missing = [
        row.file
        for row in pages
        if (row.file, row.position, "error", row.code.value)
        not in {finding[:4] for finding in found}
    ]
    assert missing == []
    places = [(file, *map(int, position.split(":"))) for file, position, *_ in found]
    assert places == sorted(places)
