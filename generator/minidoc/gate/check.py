"""All checks of one generated file: it compiles, and says only what is modelled.

Each file must compile, every docstring must be the model's text, and the tree may hold
nothing but the names and the shapes that the model and the templates put there. A page
can bring in no other, even if an encoder were to fail.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.gate.docstrings import different_docstring, different_docstrings
from minidoc.gate.names import (
    different_all,
    different_definitions,
    different_imports,
    unknown_names,
)
from minidoc.python.code import is_hidden
from minidoc.python.model import PyModule, PyPackage

_Function = ast.FunctionDef | ast.AsyncFunctionDef

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
    _Function,
)
_IN_CLASS = (ast.AnnAssign, ast.Assign, ast.Expr, ast.Pass, _Function)
_IN_FUNCTION = (ast.AnnAssign, ast.Assign, ast.Expr, ast.Raise, ast.Return)
# Calls that may run when the module is imported.
_IMPORT_TIME_CALLS = frozenset({"dataclass", "field", "deprecated", "renamed"})
_DECORATORS = frozenset({"classmethod", "overload", "property"})


def check_module(module: PyModule, source: str) -> None:
    """Check the text of one module against its model.

    Raises:
        GenerationError: With UNSAFE_OUTPUT and what does not fit. It means a fault of
            the generator, never of the page, and nothing is written.
    """
    tree = parse_source(module.name, source)
    _refuse(
        module.name,
        [
            *_hidden_characters(source),
            *_shapes(tree),
            *_places(tree),
            *_import_time_calls(tree),
            *different_imports(tree, module),
            *unknown_names(tree),
            *different_definitions(tree, module),
            *different_docstrings(tree, module),
        ],
    )


def check_init(package: PyPackage, source: str) -> None:
    """Check the text of `__init__`, whose code is the template's but for names.

    Raises:
        GenerationError: As `check_module` does.
    """
    tree = parse_source("__init__", source)
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


def parse_source(name: str, source: str) -> ast.Module:
    """Compile a file with warnings as errors, and return its tree.

    Raises:
        GenerationError: If it does not compile cleanly.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(source, f"{name}.py")
            compile(tree, f"{name}.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, Warning) as error:
        raise GenerationError([_unsafe(name, f"does not compile: {error}")]) from error
    return tree


def _unsafe(name: str, problem: str) -> Diagnostic:
    message = f"the generated module {name} {problem}"
    hint = "this is a fault of the generator; nothing was written"
    return Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint)


def _hidden_characters(source: str) -> Iterator[str]:
    for char in sorted(set(source)):
        if char != "\n" and is_hidden(char):
            yield f"holds the raw character U+{ord(char):04X}"


def _shapes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, _NODES):
            line = getattr(node, "lineno", "?")
            yield f"holds a {type(node).__name__} at line {line}"
        if isinstance(node, ast.Attribute) and node.attr.startswith("__"):
            yield f"reaches for {node.attr} at line {node.lineno}"


def _places(tree: ast.Module) -> Iterator[str]:
    """Look at which statements stand where, and at strings that stand alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module):
            allowed: tuple[object, ...] = _IN_MODULE
        elif isinstance(node, ast.ClassDef):
            allowed = _IN_CLASS
        elif isinstance(node, _Function):
            allowed = _IN_FUNCTION
        else:
            continue
        for statement in node.body:
            if not isinstance(statement, allowed):  # type: ignore[arg-type]
                kind = type(statement).__name__
                yield f"has a {kind} in the wrong place, at line {statement.lineno}"


def _import_time_calls(tree: ast.Module) -> Iterator[str]:
    for node in _outside_functions(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).lstrip("_")
            if name not in _IMPORT_TIME_CALLS:
                yield f"calls {name} when it is imported, at line {node.lineno}"
        if isinstance(node, ast.ClassDef | _Function):
            for decorator in node.decorator_list:
                name = ast.unparse(decorator)
                plain = name.lstrip("_").removeprefix("builtins.")
                if not isinstance(decorator, ast.Call) and plain not in _DECORATORS:
                    yield f"is decorated with {name} at line {decorator.lineno}"


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs at import time: all but annotations and bodies of functions."""
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, _Function):
            defaults = [*child.args.defaults, *child.args.kw_defaults]
            for part in (*child.decorator_list, *(d for d in defaults if d)):
                yield from ast.walk(part)
        else:
            yield from _outside_functions(child)
