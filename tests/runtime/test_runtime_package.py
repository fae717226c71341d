"""The runtime as a package: what it exports, imports, and may be copied to."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import minidoc.runtime

FOLDER = Path(minidoc.runtime.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_are_relative_or_standard(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            roots = {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            roots = set[str]() if node.level else {(node.module or "").split(".")[0]}
        else:
            continue
        # typing_extensions: for type checkers only, which carry its types
        others = {"typing_extensions", "websockets"}
        assert roots <= sys.stdlib_module_names | others


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_files_are_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 250
    assert ast.get_docstring(ast.parse(text))


def test_all_is_what_there_is() -> None:
    names = minidoc.runtime.__all__
    imported = {
        alias.name
        for node in ast.parse((FOLDER / "__init__.py").read_text()).body
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert set(names) == imported
    assert len(names) == len(imported)


@pytest.mark.parametrize("name", minidoc.runtime.__all__)
def test_every_public_name_has_a_docstring(name: str) -> None:
    value = getattr(minidoc.runtime, name)
    if isinstance(value, type):
        members = {k: v for k, v in vars(value).items() if not k.startswith("_")}
        missing = [k for k, v in members.items() if callable(v) and not v.__doc__]
        assert missing == []
        assert value.__doc__


def test_a_copy_works_under_any_name_without_what_it_does_not_need(
    tmp_path: Path,
) -> None:
    target = tmp_path / "vendored" / "deep" / "sdk" / "_runtime"
    shutil.copytree(FOLDER, target, ignore=shutil.ignore_patterns("__pycache__"))
    heavy = [
        "asyncio",
        "websockets",
        "concurrent.futures",
        "difflib",
        "typing_extensions",
        "minidoc",
    ]
    program = (
        "import sys, vendored.deep.sdk._runtime\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout.strip() == "[]"
