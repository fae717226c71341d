"""All checks of one generated file: it compiles, and says only what is modelled.

Each file must compile, every docstring must be the model's text, and the tree may hold
nothing but the names and the shapes that the model and the templates put there. A page
can bring in no other, even if an encoder were to fail.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.gate.annotations import strange_annotations
from minidoc.gate.docstrings import different_docstring, different_docstrings
from minidoc.gate.names import (
    different_all,
    different_definitions,
    different_imports,
    known_names,
    spelled,
    unknown_names,
)
from minidoc.gate.parts import FUNCTION, Function, Part, outside_functions, parts_of
from minidoc.python.code import is_hidden
from minidoc.python.model import PyModule, PyPackage

# What the templates and the binding are made of.
_NODES = (
    ast.alias,
    ast.AnnAssign,
    ast.arg,
    ast.arguments,
    ast.Assign,
    ast.AsyncFunctionDef,
    ast.Attribute,
    ast.Await,
    ast.BinOp,
    ast.BitOr,
    ast.Call,
    ast.ClassDef,
    ast.Constant,
    ast.Dict,
    ast.Expr,
    ast.expr_context,
    ast.FunctionDef,
    ast.Import,
    ast.ImportFrom,
    ast.keyword,
    ast.List,
    ast.Module,
    ast.Name,
    ast.Pass,
    ast.Raise,
    ast.Return,
    ast.Subscript,
    ast.Tuple,
    ast.UnaryOp,
    ast.USub,
)
_IN_MODULE = (
    ast.AnnAssign,
    ast.Assign,
    ast.ClassDef,
    ast.Expr,
    ast.Import,
    ast.ImportFrom,
    *FUNCTION,
)
_IN_CLASS = (ast.AnnAssign, ast.Assign, ast.Expr, ast.Pass, *FUNCTION)
_IN_FUNCTION = (ast.AnnAssign, ast.Assign, ast.Expr, ast.Raise, ast.Return)
_Body: TypeAlias = type[ast.Module | ast.ClassDef | Function]
_ALLOWED: dict[_Body, tuple[type[ast.stmt], ...]] = {
    ast.Module: _IN_MODULE,
    ast.ClassDef: _IN_CLASS,
    ast.FunctionDef: _IN_FUNCTION,
    ast.AsyncFunctionDef: _IN_FUNCTION,
}
# Calls that may run when the module is imported.
_IMPORT_TIME_CALLS = frozenset({"dataclass", "field", "deprecated", "renamed"})
_DECORATORS = frozenset({"classmethod", "overload", "property"})


def check_module(module: PyModule, source: str) -> None:
    """Check the text of one module against its model.

    Raises:
        GenerationError: With UNSAFE_OUTPUT and what does not fit. It means a fault of
            the generator, never of the page, and nothing is written.
    """
    tree = _parse(module.name, source)
    parts = parts_of(tree)
    _compile(module.name, tree)
    known = known_names(parts)
    _refuse(
        module.name,
        [
            *_hidden_characters(source),
            *_shapes(parts),
            *_places(parts),
            *_import_time_calls(parts),
            *different_imports(parts, module),
            *unknown_names(parts, known),
            *strange_annotations(parts, known),
            *different_definitions(tree, module),
            *different_docstrings(tree, module),
        ],
    )


def check_init(package: PyPackage, source: str) -> None:
    """Check the text of `__init__`, whose code is the template's but for names.

    Raises:
        GenerationError: As `check_module` does.
    """
    tree = _parse("__init__", source)
    _compile("__init__", tree)
    _refuse(
        "__init__",
        [
            *_hidden_characters(source),
            *different_all(tree, [export.name for export in package.exports]),
            *different_docstring("__init__", tree, package.docstring),
        ],
    )


def _refuse(name: str, problems: list[str]) -> None:
    if problems:
        raise GenerationError([_unsafe(name, problem) for problem in problems])


def _parse(name: str, source: str) -> ast.Module:
    """Parse a file with warnings as errors.

    Raises:
        GenerationError: If it does not parse cleanly.
    """
    with _cleanly(name):
        return ast.parse(source, f"{name}.py")


def _compile(name: str, tree: ast.Module) -> None:
    """Compile a tree: not all that can be parsed is a program."""
    with _cleanly(name):
        compile(tree, f"{name}.py", "exec", dont_inherit=True)


@contextmanager
def _cleanly(name: str) -> Generator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (SyntaxError, ValueError, Warning) as error:
        raise GenerationError([_unsafe(name, f"does not compile: {error}")]) from error


def _unsafe(name: str, problem: str) -> Diagnostic:
    message = f"the generated module {name} {problem}"
    hint = "this is a fault of the generator; nothing was written"
    return Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint)


def _hidden_characters(source: str) -> Iterator[str]:
    # Python's own test is the same one, and looks at a whole text at once.
    if source.replace("\n", "").isprintable():
        return
    for char in sorted(set(source)):
        if char != "\n" and is_hidden(char):
            yield f"holds the raw character U+{ord(char):04X}"


def _shapes(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        for kind, nodes in part.nodes.items():
            if not issubclass(kind, _NODES):
                for node in nodes:
                    line = getattr(node, "lineno", "?")
                    yield f"holds a {kind.__name__} at line {line}"
        for node in part.all(ast.Attribute):
            if node.attr.startswith("__"):
                yield f"reaches for {node.attr} at line {node.lineno}"


def _places(parts: Sequence[Part]) -> Iterator[str]:
    """Look at which statements stand where, and at strings that stand alone."""
    for part in parts:
        for kind, allowed in _ALLOWED.items():
            for node in part.all(kind):
                for statement in node.body:
                    if not isinstance(statement, allowed):
                        name = type(statement).__name__
                        line = statement.lineno
                        yield f"has a {name} in the wrong place, at line {line}"


def _import_time_calls(parts: Sequence[Part]) -> Iterator[str]:
    for node in outside_functions(parts, ast.Call, ast.ClassDef):
        if isinstance(node, ast.Call):
            name = spelled(node.func).lstrip("_")
            if name not in _IMPORT_TIME_CALLS:
                yield f"calls {name} when it is imported, at line {node.lineno}"
        elif isinstance(node, (ast.ClassDef, *FUNCTION)):
            for decorator in node.decorator_list:
                name = spelled(decorator)
                plain = name.lstrip("_").removeprefix("builtins.")
                if not isinstance(decorator, ast.Call) and plain not in _DECORATORS:
                    yield f"is decorated with {name} at line {decorator.lineno}"
