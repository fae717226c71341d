"""The catalogue's examples provoke, in the command, what they explain."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from minidoc import __version__
from minidoc.diagnostics import Code, Severity
from minidoc.diagnostics.catalog import CATALOG, PAGE_NAME, Example
from minidoc.pages import MAX_PAGE_BYTES

Minidoc: TypeAlias = Callable[..., Any]

EXAMPLES = [
    code for code, entry in CATALOG.items() if isinstance(entry.example, Example)
]
PAGE = """\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title: 'Users'
minidoc-source: dart
---

"""

# Nothing but an overlay binds a method, and no other example is about that.
_ALWAYS = {Code.UNBOUND_METHOD}
_ALONG = {
    # A brace too many is what a misspelt `class` leaves behind.
    Code.PROSE_LOOKS_LIKE_CODE: {Code.MISSING_BRACE},
    # The name that was meant is left without a text.
    Code.UNKNOWN_PARAMETER: {Code.UNDOCUMENTED_PARAMETER},
}


def _generate(minidoc: Minidoc, *arguments: str) -> list[dict[str, Any]]:
    """Run `generate` and return its diagnostics; the exit code has to fit them."""
    ran = minidoc("generate", *arguments, "--output", "out", "--format", "json")
    found: list[dict[str, Any]] = json.loads(ran.out)["diagnostics"]
    has_errors = any(each["severity"] == "error" for each in found)
    assert ran.code == (2 if has_errors else 0)
    assert ran.err == ""
    return found


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_provokes_its_code(
    code: Code, minidoc: Minidoc, tmp_path: Path
) -> None:
    example = CATALOG[code].example
    assert isinstance(example, Example)
    (tmp_path / PAGE_NAME).write_text(example.page, encoding="utf-8")
    (tmp_path / "overlay.toml").write_text(example.overlay, encoding="utf-8")
    found = _generate(minidoc, PAGE_NAME, "--overlay", "overlay.toml")
    own = [each for each in found if each["code"] == code.value]
    assert own
    file = "overlay.toml" if example.overlay else PAGE_NAME
    assert all(each["file"] == file and each["line"] for each in own)
    assert own[0]["severity"] == code.severity.value
    others = {each["code"] for each in found} - {code, *_ALWAYS}
    assert others == _ALONG.get(code, set())


@pytest.mark.parametrize("code", list(Code))
def test_explain(code: Code, minidoc: Minidoc) -> None:
    ran = minidoc("explain", code.value)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{code.severity.value}[{code.value}]: ")
    assert "For example" in ran.out
    assert "What to do: " in ran.out


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("undeclared-typ", "undeclared-type"),
        ("missing-source", "missing-minidoc-source"),
        ("Duplicate-Member", "duplicate-member"),
    ],
)
def test_an_unknown_code_names_close_ones(
    asked: str, named: str, minidoc: Minidoc
) -> None:
    ran = minidoc("explain", asked)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no diagnostic called" in ran.err
    assert named in ran.err


# What no page and no overlay alone can provoke: each situation is made by hand.


def _missing(folder: Path) -> list[str]:
    return ["Nobody.md"]


def _latin(folder: Path) -> list[str]:
    (folder / "Users.md").write_bytes(PAGE.encode() + "caf\xe9\n".encode("latin-1"))
    return ["Users.md"]


def _large(folder: Path) -> list[str]:
    (folder / "Users.md").write_bytes(b"x" * (MAX_PAGE_BYTES + 1))
    return ["Users.md"]


def _twice(folder: Path) -> list[str]:
    for name in ("new", "old"):
        (folder / name).mkdir()
        (folder / name / "Users.md").write_text(PAGE, encoding="utf-8")
    return ["old/Users.md", "new/Users.md"]


def _misspelt_setting(folder: Path) -> list[str]:
    text = '[tool.minidoc]\noutputs = "generated"\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return []


def _in_the_way(folder: Path) -> list[str]:
    (folder / "Users.md").write_text(PAGE, encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out/__init__.py").write_text("mine = 1\n", encoding="utf-8")
    return ["Users.md"]


def _around_us(folder: Path) -> list[str]:
    (folder / "Users.md").write_text(PAGE, encoding="utf-8")
    (folder / "out").mkdir()
    os.chdir(folder / "out")
    return ["../Users.md", "--package", "sdk", "--output", "."]


def _nowhere_to_write(folder: Path) -> list[str]:
    (folder / "Users.md").write_text(PAGE, encoding="utf-8")
    (folder / "file").write_text("", encoding="utf-8")
    return ["Users.md", "--output", "file/out"]


@pytest.mark.parametrize(
    ("code", "make"),
    [
        (Code.CANNOT_READ, _missing),
        (Code.WRONG_ENCODING, _latin),
        (Code.FILE_TOO_LARGE, _large),
        (Code.DUPLICATE_PAGE, _twice),
        (Code.INVALID_CONFIG, _misspelt_setting),
        (Code.FOREIGN_OUTPUT, _in_the_way),
        (Code.UNSAFE_OUTPUT, _around_us),
        (Code.CANNOT_WRITE, _nowhere_to_write),
    ],
)
def test_a_situation_provokes_its_code(
    code: Code, make: Callable[[Path], list[str]], minidoc: Minidoc, tmp_path: Path
) -> None:
    arguments = make(tmp_path)
    if "--output" not in arguments:
        arguments += ["--output", "out"]
    ran = minidoc("generate", *arguments)
    assert ran.code == 2
    assert f"error[{code.value}]: " in ran.err
    assert "hint: " in ran.err
    assert ran.out == ""


def test_another_version_is_a_question_without_an_answer(
    minidoc: Minidoc, tmp_path: Path
) -> None:
    (tmp_path / "Users.md").write_text(PAGE, encoding="utf-8")
    assert minidoc("generate", "Users.md", "--output", "out").code == 0
    manifest = tmp_path / "out/_manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(f"minidoc {__version__}", "minidoc 9.8.7"))
    ran = minidoc("check", "Users.md", "--output", "out")
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{Code.VERSION_MISMATCH.value}]" in ran.err
    assert "out was written by minidoc 9.8.7, and this is" in ran.err
    assert "pip install 'minidoc-sdk==9.8.7'" in ran.err


def test_only_errors_are_errors() -> None:
    assert Code.RENAMED.severity is Severity.NOTE
    assert {code.severity for code in Code} == set(Severity)
