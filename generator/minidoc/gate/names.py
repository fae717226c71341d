"""Does a generated file import, define and use the names of the model, and no other?

In: the tree of a file and its model. Out: sentences about what differs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from minidoc.python.model import (
    PyData,
    PyEnum,
    PyFunction,
    PyHandle,
    PyImport,
    PyModule,
    PyTypedDict,
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef

# The builtins that generated code needs. None of them runs anything or opens a way out.
_BUILTINS = frozenset(
    {
        "Exception",
        "NotImplementedError",
        "bool",
        "bytes",
        "classmethod",
        "dict",
        "float",
        "int",
        "object",
        "property",
        "str",
        "super",
        "tuple",
    }
)
_FUTURE = "from __future__ import annotations"


def different_imports(tree: ast.Module, module: PyModule) -> Iterator[str]:
    """Compare the imports, name by name, with those of the model."""
    found = [line for node in ast.walk(tree) for line in _import_lines(node)]
    wanted = [_FUTURE, *(w for i in (*module.imports, *module.own) for w in _wanted(i))]
    for line in sorted({*found} - {*wanted}):
        yield f"holds the line {line}"
    if _FUTURE not in found:
        yield "evaluates its annotations"


def _import_lines(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [f"import {ast.unparse(alias)}" for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        start = f"from {'.' * node.level}{node.module or ''} import"
        return [f"{start} {ast.unparse(alias)}" for alias in node.names]
    return []


def _wanted(line: PyImport) -> Iterable[str]:
    if not line.names:
        return [f"import {line.module}"]
    return [f"from {line.module} import {name}" for name in line.names]


def unknown_names(tree: ast.Module) -> Iterator[str]:
    """Find names that are neither defined in the file nor one of a few builtins."""
    known = {*_BUILTINS, *_defined(tree.body)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            known |= {alias.asname or alias.name for alias in node.names}
    yield from _unknown_names(tree, frozenset(known))


def _unknown_names(node: ast.AST, known: frozenset[str]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Name):
            if isinstance(child.ctx, ast.Load) and child.id not in known:
                yield f"uses the name {child.id} at line {child.lineno}"
        elif isinstance(child, _Function):
            arguments = [*child.args.args, *child.args.kwonlyargs]
            inside = {a.arg for a in arguments} | set(_defined(child.body))
            yield from _unknown_names(child, known | inside)
        else:
            yield from _unknown_names(child, known)


def _defined(body: list[ast.stmt]) -> list[str]:
    """Return the names that the statements of a body define, in order."""
    found: list[str] = []
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found.append(node.name)
            case ast.AnnAssign():
                found.append(ast.unparse(node.target))
            case ast.Assign():
                found += [ast.unparse(target) for target in node.targets]
            case _:
                pass
    return found


def different_definitions(tree: ast.Module, module: PyModule) -> Iterator[str]:
    """Compare what the module and its classes define with the model."""
    wanted = ["__all__", *module.exports, *(function.name for function in module.wire)]
    wanted += [alias.name for alias in module.old_names]
    wanted += _overloads(module.functions)
    yield from _same_names("", _defined(tree.body), wanted)
    yield from different_all(tree, module.exports)
    classes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
    modelled: list[PyData | PyEnum | PyTypedDict | PyHandle] = [
        *module.data,
        *module.enums,
        *module.typed_dicts,
        *module.handles,
    ]
    for cls in modelled:
        if cls.name in classes:
            found = _defined(classes[cls.name].body)
            yield from _same_names(f"{cls.name}.", found, _members(cls))


def _members(cls: PyData | PyEnum | PyTypedDict | PyHandle) -> list[str]:
    match cls:
        case PyData():
            wire = (cls.wire.from_json, cls.wire.to_json) if cls.wire else ()
            own = [member.name for member in (*cls.fields, *wire, *cls.methods)]
            return [*own, *_overloads(cls.methods)]
        case PyEnum():
            return [member.name for member in cls.members]
        case PyTypedDict():
            return [key.name for key in cls.keys]
        case PyHandle():
            own = ["__slots__", "__init__"] if cls.session else ["__slots__"]
            names = [member.name for member in cls.members]
            return [*own, *names, *_overloads(cls.members)]


def _overloads(functions: Iterable[PyFunction]) -> list[str]:
    return [each.name for function in functions for each in function.overloads]


def _same_names(owner: str, found: list[str], wanted: list[str]) -> Iterator[str]:
    if sorted(found) == sorted(wanted):
        return
    odd = sorted(set(found) ^ set(wanted)) or ["one twice"]
    names = ", ".join(f"{owner}{name}" for name in odd)
    yield f"does not define exactly the names of the model: {names}"


def different_all(tree: ast.Module, wanted: Iterable[str]) -> Iterator[str]:
    """Compare `__all__` with the public names of the model."""
    line = f"__all__ = {list(map(str, wanted))!r}"
    if line not in map(ast.unparse, tree.body):
        yield "has another `__all__` than the model"
