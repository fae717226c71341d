"""The meaning of a source: its syntax tree as text, the same on every Python.

`ast.dump` changes from version to version, and manifests keep sums of this text.
Imports that stand together are a set, and a string that stands alone is its lines.
"""

from __future__ import annotations

import ast
import inspect
import warnings
from collections.abc import Iterable, Iterator

# Positions and contexts are no fields of meaning; `kind` is the u of u"".
_IGNORED = frozenset({"ctx", "kind", "type_comment", "type_ignores"})


def shape_of(source: str) -> str:
    """Return the tree of a source as text.

    Raises:
        SyntaxError: If it does not parse.
        ValueError: As well, for a NUL.
    """
    with warnings.catch_warnings():
        # What a file on disk has in its strings is not for us to complain about.
        warnings.simplefilter("ignore")
        return _node(ast.parse(source))


def _node(node: ast.AST) -> str:
    fields = (
        f"{name}={_value(value)}"
        for name, value in ast.iter_fields(node)
        if name not in _IGNORED and value is not None and value != []
    )
    return f"{type(node).__name__}({', '.join(fields)})"


def _value(value: object) -> str:
    if isinstance(value, ast.AST):
        return _node(value)
    if isinstance(value, list):
        parts: list[object] = list(value)  # pyright: ignore[reportUnknownArgumentType]
        statements = [each for each in parts if isinstance(each, ast.stmt)]
        if statements:
            return f"[{', '.join(_statements(statements))}]"
        return f"[{', '.join(_value(each) for each in parts)}]"
    # Which characters `repr` escapes depends on the version as well.
    return ascii(value)


def _statements(body: Iterable[ast.stmt]) -> Iterator[str]:
    imports: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            imports.update(_imported(statement))
            continue
        if imports:
            yield _block(imports)
            imports = set()
        yield _statement(statement)
    if imports:
        yield _block(imports)


def _statement(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            lines = inspect.cleandoc(text).rstrip().split("\n")
            return f"Text({[line.rstrip() for line in lines]!a})"
        case _:
            return _node(statement)


def _block(imports: set[str]) -> str:
    return f"Imports({', '.join(sorted(imports))})"


def _imported(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    start = ""
    if isinstance(statement, ast.ImportFrom):
        start = f"from {'.' * statement.level}{statement.module or ''} "
    for alias in statement.names:
        renamed = f" as {alias.asname}" if alias.asname else ""
        yield f"{start}import {alias.name}{renamed}"
