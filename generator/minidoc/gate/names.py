"""Does a generated file import, define and use the names of the model, and no other?

In: the tree of a file and its model. Out: sentences about what differs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet

from minidoc.gate.parts import Part
from minidoc.python.model import (
    PyData,
    PyEnum,
    PyFunction,
    PyHandle,
    PyImport,
    PyModule,
    PyTypedDict,
)

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


def different_imports(parts: Sequence[Part], module: PyModule) -> Iterator[str]:
    """Compare the imports, name by name, with those of the model."""
    found = [line for part in parts for line in _import_lines(part)]
    wanted = [_FUTURE, *(w for i in (*module.imports, *module.own) for w in _wanted(i))]
    for line in sorted({*found} - {*wanted}):
        yield f"holds the line {line}"
    if _FUTURE not in found:
        yield "evaluates its annotations"


def _import_lines(part: Part) -> Iterator[str]:
    for node in part.all(ast.Import):
        for alias in node.names:
            yield f"import {_spelled_alias(alias)}"
    for line in part.all(ast.ImportFrom):
        start = f"from {'.' * line.level}{line.module or ''} import"
        for alias in line.names:
            yield f"{start} {_spelled_alias(alias)}"


def _spelled_alias(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


def _wanted(line: PyImport) -> Iterable[str]:
    if not line.names:
        return [f"import {line.module}"]
    return [f"from {line.module} import {name}" for name in line.names]


def known_names(parts: Sequence[Part]) -> frozenset[str]:
    """Return the names that are defined in the file, and a few builtins."""
    imported = (alias for part in parts for alias in part.all(ast.alias))
    names = (alias.asname or alias.name for alias in imported)
    return frozenset({*_BUILTINS, *_defined(parts[0].owner.body), *names})


def unknown_names(parts: Sequence[Part], known: AbstractSet[str]) -> Iterator[str]:
    """Find names that nothing in the file defines: neither known nor of a function."""
    for part in parts:
        own = _own_names(part)
        for node in part.all(ast.Name):
            is_known = node.id in known or node.id in own
            if not is_known and isinstance(node.ctx, ast.Load):
                yield f"uses the name {node.id} at line {node.lineno}"


def _own_names(part: Part) -> set[str]:
    """Return the names that a function and those around it define; of a module none."""
    if part.outer is None or isinstance(part.owner, ast.Module):
        return set()
    arguments = [*part.owner.args.args, *part.owner.args.kwonlyargs]
    own = {a.arg for a in arguments} | set(_defined(part.owner.body))
    return own | _own_names(part.outer)


def _defined(body: list[ast.stmt]) -> list[str]:
    """Return the names that the statements of a body define, in order."""
    found: list[str] = []
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found.append(node.name)
            case ast.AnnAssign():
                found.append(spelled(node.target))
            case ast.Assign():
                found += [spelled(target) for target in node.targets]
            case _:
                pass
    return found


def spelled(node: ast.expr) -> str:
    """Return the source of an expression, at once where it is a name or `x.name`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ast.unparse(node)


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
    assigned = (node for node in tree.body if isinstance(node, ast.Assign))
    if line not in map(ast.unparse, assigned):
        yield "has another `__all__` than the model"
