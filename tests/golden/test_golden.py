"""The golden packages are what the generator gives, both ways and byte for byte."""

from __future__ import annotations

from difflib import unified_diff

import pytest
from golden_cases import (
    CASES,
    RUNTIME,
    Case,
    accept,
    expected_files,
    generated,
    generated_files,
)

from minidoc.resources import runtime_files

HINT = "read the difference, then accept it with `make snapshots`"
HINT_GENERATE = "run `minidoc generate`"


def by_name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_the_package_is_the_accepted_one(
    case: Case, request: pytest.FixtureRequest
) -> None:
    if (
        request.config.getoption("update_snapshots")
        and not case.is_accepted_by_generate
    ):
        accept(case)
    difference = compare(expected_files(case), generated_files(case))
    hint = HINT_GENERATE if case.is_accepted_by_generate else HINT
    assert not difference, f"{case.expected}: {hint}\n{difference}"


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_the_runtime_is_copied_byte_for_byte(case: Case) -> None:
    files = generated(case).files
    copied = {p.removeprefix(RUNTIME): files[p] for p in files if p.startswith(RUNTIME)}
    assert copied == dict(runtime_files())


def test_a_difference_names_the_files_and_shows_the_lines() -> None:
    shown = compare({"a.py": "x\n", "b.py": ""}, {"a.py": "y\n", "c.py": ""})
    assert shown.splitlines() == [
        "no longer generated: b.py",
        "not accepted yet: c.py",
        "--- expected/a.py",
        "+++ generated/a.py",
        "@@ -1 +1 @@",
        "-x",
        "+y",
    ]


def compare(expected: dict[str, str], made: dict[str, str]) -> str:
    """Return what differs, for people; empty if nothing does."""
    lines = [f"no longer generated: {path}" for path in sorted(expected.keys() - made)]
    lines += [f"not accepted yet: {path}" for path in sorted(made.keys() - expected)]
    for path in sorted(expected.keys() & made.keys()):
        old, new = expected[path].splitlines(), made[path].splitlines()
        names = (f"expected/{path}", f"generated/{path}")
        lines += unified_diff(old, new, *names, lineterm="")
        if old == new and expected[path] != made[path]:
            lines.append(f"other line ends: {path}")
    return "\n".join(lines)
