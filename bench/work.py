"""What a generator has to have made, and what it has: names, read out of Python files.

Two outputs do the same work when each has every class, field and operation of the API.
Names are compared without case and underscores, since each tool has its own style.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.race import Facts, WrongWorkError

Names = frozenset[str]
"""`class`, `class.field`, `class.method()` and `file.function()`, folded."""


def folded(*parts: str) -> str:
    """Return a name as all tools would spell it."""
    return ".".join(part.replace("_", "").lower() for part in parts)


def field(owner: str, name: str) -> str:
    """Return the name of a field or a property of a class."""
    return folded(owner, name)


def operation(owner: str, name: str) -> str:
    """Return the name of a method of a class, or of a function of a module."""
    return folded(owner, name) + "()"


def check_work(made: Path, expected: Names) -> Facts:
    """Count what was expected, after checking that all of it is there.

    Raises:
        WrongWorkError: If a class, a field or an operation is missing.
    """
    files = sorted(made.rglob("*.py")) if made.is_dir() else [made]
    missing = expected - found_in(files)
    if missing:
        some = ", ".join(sorted(missing)[:5])
        raise WrongWorkError(f"{made.name} lacks {len(missing)} names, such as {some}")
    operations = sum(name.endswith("()") for name in expected)
    fields = sum("." in name for name in expected) - operations
    classes = len(expected) - fields - operations
    return {"classes": classes, "fields": fields, "operations": operations}


def found_in(files: Iterable[Path]) -> Names:
    """Return every name that some Python files define."""
    return frozenset(name for file in files for name in _of_module(file))


def _of_module(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield operation(file.stem, node.name)
        elif isinstance(node, ast.ClassDef):
            yield folded(node.name)
            for each in node.body:
                yield from _of_class(node.name, each)


def _of_class(owner: str, node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield field(owner, node.target.id)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        if node.name == "__init__":
            yield from (field(owner, name) for name in _set_on_self(node))
        elif any(_is_property(each) for each in node.decorator_list):
            yield field(owner, node.name)
        else:
            yield operation(owner, node.name)


def _is_property(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Name) and decorator.id == "property"


def _set_on_self(made: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for node in ast.walk(made):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
