"""The last look before anything is written: does the text say what the model says?

Each file must compile, every docstring must be the model's text, and the tree may hold
nothing but the names and the shapes that the model and the templates put there.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.python.code import Text, is_hidden
from minidoc.python.model import (
    PyData,
    PyEnum,
    PyFunction,
    PyHandle,
    PyModule,
    PyTypedDict,
)

# Statements that the templates contain. A page can never bring another one in.
_STATEMENTS = (
    ast.AnnAssign,
    ast.Assign,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Expr,
    ast.FunctionDef,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Raise,
    ast.Return,
)
# Calls that may run when the module is imported, besides the runtime's `deprecated`.
_IMPORT_TIME_CALLS = frozenset({"dataclass", "field", "deprecated"})


def check_module(module: PyModule, source: str) -> None:
    """Check the text of one module against its model.

    Raises:
        GenerationError: With UNSAFE_OUTPUT and what does not fit. It means a fault of
            the generator, never of the page, and nothing is written.
    """
    tree = parse_source(module.name, source)
    problems = [
        *_hidden_characters(source),
        *_statements(tree),
        *_import_time_calls(tree),
        *_imports(tree, module),
        *_top_level(tree, module),
        *_docstrings(tree, module),
    ]
    if problems:
        raise GenerationError([_unsafe(module.name, problem) for problem in problems])


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


def _statements(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, _STATEMENTS):
            yield f"holds a statement {type(node).__name__} at line {node.lineno}"
        if isinstance(node, ast.JoinedStr | ast.Lambda | ast.NamedExpr):
            yield f"holds an expression {type(node).__name__} at line {node.lineno}"


def _import_time_calls(tree: ast.Module) -> Iterator[str]:
    for node in _outside_functions(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).lstrip("_")
            if name not in _IMPORT_TIME_CALLS:
                yield f"calls {name} when it is imported, at line {node.lineno}"


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs at import time: everything but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in child.decorator_list:
                yield from ast.walk(decorator)
            continue
        yield child
        yield from _outside_functions(child)


def _imports(tree: ast.Module, module: PyModule) -> Iterator[str]:
    allowed = {"__future__", *(line.module for line in (*module.imports, *module.own))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = ["." * node.level + (node.module or "")]
        else:
            continue
        for name in found:
            if name not in allowed:
                yield f"imports {name}"


def _top_level(tree: ast.Module, module: PyModule) -> Iterator[str]:
    """Compare the names that the module defines with those of the model."""
    found: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node.name)
        elif isinstance(node, ast.AnnAssign):
            found.append(ast.unparse(node.target))
    wanted = sorted([*module.exports, *(function.name for function in module.wire)])
    if sorted(found) != wanted:
        odd = sorted(set(found) ^ set(wanted)) or "one twice"
        yield f"does not define exactly the names of the model: {odd}"


def _docstrings(tree: ast.Module, module: PyModule) -> Iterator[str]:
    yield from _same(module.name, tree, module.docstring)
    nodes = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for function in module.functions:
        yield from _same(function.name, nodes.get(function.name), function.docstring)
    classes: list[PyData | PyHandle | PyEnum | PyTypedDict] = [
        *module.data,
        *module.handles,
        *module.enums,
        *module.typed_dicts,
    ]
    for cls in classes:
        node = nodes.get(cls.name)
        yield from _same(cls.name, node, cls.docstring)
        if isinstance(node, ast.ClassDef):
            yield from _members(node, cls)
    yield from _attributes(tree, {a.name: a.docstring for a in module.aliases})


def _members(node: ast.ClassDef, cls: object) -> Iterator[str]:
    for name, text in _methods(cls):
        found = [n for n in node.body if getattr(n, "name", None) == name]
        yield from _same(f"{node.name}.{name}", found[0] if found else None, text)
    body: ast.AST = node
    if isinstance(cls, PyHandle):
        inits = [n for n in node.body if getattr(n, "name", None) == "__init__"]
        body = inits[0] if inits else node
    yield from _attributes(body, dict(_fields(cls)))


def _methods(cls: object) -> Iterable[tuple[str, Text | None]]:
    methods: tuple[PyFunction, ...] = ()
    if isinstance(cls, PyHandle):
        methods = cls.members
    elif isinstance(cls, PyData):
        wire = (cls.wire.from_json, cls.wire.to_json) if cls.wire else ()
        methods = (*cls.methods, *wire)
    return [(method.name, method.docstring) for method in methods]


def _fields(cls: object) -> Iterable[tuple[str, Text | None]]:
    if isinstance(cls, PyHandle):
        return [(f"self.{field.name}", field.docstring) for field in cls.attributes]
    if isinstance(cls, PyData):
        return [(field.name, field.docstring) for field in cls.fields]
    if isinstance(cls, PyEnum):
        return [(member.name, member.docstring) for member in cls.members]
    return []


def _attributes(node: ast.AST, wanted: dict[str, Text | None]) -> Iterator[str]:
    """Compare the strings that follow attributes with the model's texts."""
    body: list[ast.stmt] = getattr(node, "body", [])
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign):
            name = ast.unparse(statement.target)
        elif isinstance(statement, ast.Assign):
            name = ast.unparse(statement.targets[0])
        else:
            continue
        text = wanted.get(name)
        if text is not None and _string(following) != text.value:
            yield f"says something else than the model about {name}"


def _string(node: ast.stmt | None) -> str | None:
    """Read the string of an expression statement as a docstring is read."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        holder = ast.Module(body=[node], type_ignores=[])
        return _clean(ast.get_docstring(holder))
    return None


def _same(name: str, node: ast.AST | None, text: Text | None) -> Iterator[str]:
    if node is None:
        yield f"lacks {name}"
        return
    assert isinstance(
        node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    )
    if _clean(ast.get_docstring(node)) != (text.value if text else None):
        yield f"has another docstring than the model at {name}"


def _clean(text: str | None) -> str | None:
    """Drop the space that black puts between a last quote and the closing ones."""
    return None if text is None else text.rstrip(" ")
