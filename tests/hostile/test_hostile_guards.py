"""The list of guards is complete, and each of them still stands where it says.

That each is missed when it is gone takes minutes: `make mutants`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from guards import GUARDS, Guard
from mutants import without

import minidoc

SOURCES = Path(minidoc.__file__).parent


@pytest.mark.parametrize(
    "guard", GUARDS, ids=[f"{g.file} {g.old[:40]!r}" for g in GUARDS]
)
def test_a_guard_stands_where_it_says(guard: Guard, repository: Path) -> None:
    source = without(guard, (SOURCES / guard.file).read_text("utf-8"))
    ast.parse(source)  # what is left runs, and fails for what it lets through
    assert all((repository / test).exists() for test in guard.tests.split())


def guarded(file: str) -> str:
    """Return all the code of a file that some guard takes away."""
    return "\n".join(guard.old for guard in GUARDS if guard.file == file)


def test_every_rule_of_the_gate_is_listed() -> None:
    source = (SOURCES / "gate/check.py").read_text("utf-8")
    rules = re.findall(r"^ {12}\*(\w+)\(", source, re.MULTILINE)
    assert len(rules) == 12
    assert [rule for rule in rules if f"*{rule}(" not in guarded("gate/check.py")] == []


def test_every_rule_of_paths_is_listed() -> None:
    tree = ast.parse((SOURCES / "tree/paths.py").read_text("utf-8"))
    [rules] = [
        n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "_bad_part"
    ]
    tests = [ast.unparse(n.test) for n in rules.body if isinstance(n, ast.If)]
    plain = _spelled(guarded("tree/paths.py"))
    assert [test for test in tests if _spelled(test) not in plain] == []


def test_every_check_of_names_is_listed() -> None:
    source = (SOURCES / "python/names.py").read_text("utf-8")
    tests = re.findall(r"^ +if (.+):\n +raise BadNameError", source, re.MULTILINE)
    assert len(tests) == 7
    assert [test for test in tests if test not in guarded("python/names.py")] == []


def test_every_limit_is_listed() -> None:
    source = (SOURCES / "syntax/limits.py").read_text("utf-8")
    limits = re.findall(r"^(MAX_\w+) =", source, re.MULTILINE)
    every = "\n".join(guard.old for guard in GUARDS)
    # `MAX_MARKS` goes together with its check as a whole.
    assert [each for each in limits if each not in every] == ["MAX_MARKS"]


def test_every_encoder_is_listed() -> None:
    tree = ast.parse((SOURCES / "python/code.py").read_text("utf-8"))
    encoders = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "Code"
    ]
    lines = [guard.old for guard in GUARDS if guard.file == "python/code.py"]
    source = (SOURCES / "python/code.py").read_text("utf-8")
    for encoder in encoders:
        text = ast.get_source_segment(source, encoder) or ""
        calls_one = encoder.name == "toml_string"  # each character by `_toml_char`
        assert calls_one or any(line in text for line in lines), encoder.name


def _spelled(code: str) -> str:
    return re.sub(r"[\s\"']|^if", "", code)
