"""Does every docstring of a generated file say what the Python model says, and no more?

In: the tree of a file and its model. Out: sentences about what differs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from minidoc.gate.names import spelled
from minidoc.python.code import Text
from minidoc.python.model import (
    PyData,
    PyEnum,
    PyFunction,
    PyHandle,
    PyModule,
    PyTypedDict,
)


def different_docstrings(tree: ast.Module, module: PyModule) -> Iterator[str]:
    """Compare the docstrings of a module, of all it defines, and of attributes."""
    yield from different_docstring(module.name, tree, module.docstring)
    nodes = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for function in (*module.functions, *module.wire):
        yield from different_docstring(
            function.name, nodes.get(function.name), function.docstring
        )
    classes: list[PyData | PyHandle | PyEnum | PyTypedDict] = [
        *module.data,
        *module.handles,
        *module.enums,
        *module.typed_dicts,
    ]
    for cls in classes:
        node = nodes.get(cls.name)
        yield from different_docstring(cls.name, node, cls.docstring)
        if isinstance(node, ast.ClassDef):
            yield from _members(node, cls)
    aliases = (*module.aliases, *module.old_names)
    yield from _attributes(tree, {a.name: a.docstring for a in aliases})


def _members(node: ast.ClassDef, cls: object) -> Iterator[str]:
    named: dict[str, list[ast.stmt]] = {}
    for each in node.body:
        named.setdefault(getattr(each, "name", ""), []).append(each)
    for name, text in _methods(cls):
        found = named.get(name, [])
        whole = f"{node.name}.{name}"
        yield from different_docstring(whole, found[-1] if found else None, text)
        for overload in found[:-1]:
            yield from different_docstring(whole, overload, None)
    body: ast.AST = node
    if isinstance(cls, PyHandle):
        inits = named.get("__init__", [])
        for init in inits:
            yield from different_docstring(f"{node.name}.__init__", init, None)
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
            name = spelled(statement.target)
        elif isinstance(statement, ast.Assign):
            name = spelled(statement.targets[0])
        else:
            continue
        text = wanted.get(name)
        if _string(following) != (text.value if text else None):
            yield f"says something else than the model about {name}"


def _string(node: ast.stmt | None) -> str | None:
    """Read the string of an expression statement as a docstring is read."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        holder = ast.Module(body=[node], type_ignores=[])
        return _clean(ast.get_docstring(holder))
    return None


def different_docstring(
    name: str, node: ast.AST | None, text: Text | None
) -> Iterator[str]:
    """Compare one docstring; without a text there must be none."""
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
