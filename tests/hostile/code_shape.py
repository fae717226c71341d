"""What a generated file is made of, without the words and names that a page gives it.

Two files of one shape differ in names, in constants and in docstrings only. It is told
by walking trees, and knows neither the gate nor the Python model.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import cast

from attacked_project import MARK

# What a tree is cut into: `<` and a kind, an identifier, or `>`.
_OPEN, _NAME, _CLOSE = "<", "name", ">"
_Token = tuple[str, str]
_IDENTIFIERS = ("name", "id", "attr", "arg", "asname", "module")


def differences(harmless: ast.Module, hostile: ast.Module) -> list[str]:
    """Say where the shape of a file is not that of its harmless twin.

    A name of the twin that has its page's mark may be any other one, but always the
    same one; all others are the template's, and stay. Underscores are left out: they
    tell names apart where Python needs it.
    """
    found = [*_import_differences(harmless, hostile)]
    renamed: dict[str, str] = {}
    pairs = zip_longest(_whole(harmless), _whole(hostile), fillvalue=("", "the end"))
    for wanted, got in pairs:
        if wanted == got:
            if wanted[0] == _NAME and MARK in wanted[1].lower():
                renamed.setdefault(wanted[1], wanted[1])
            continue
        if wanted[0] != _NAME or got[0] != _NAME:
            return [*found, f"{wanted[1]} was to be there, {got[1]} is"]
        may_differ = MARK in wanted[1].lower()
        if not may_differ or renamed.setdefault(wanted[1], got[1]) != got[1]:
            found.append(f"the name {got[1]!r} stands where {wanted[1]!r} was to be")
    return found


def _import_differences(harmless: ast.Module, hostile: ast.Module) -> Iterator[str]:
    """Compare what the template imports; what a page declares is only counted.

    A builtin that a member hides is reached through the module `builtins`.
    """
    wanted, got = set(imports(harmless)), set(imports(hostile)) - {("", 0, "builtins")}
    ours, theirs = set(filter(_is_ours, wanted)), set(filter(_is_ours, got))
    if ours != theirs:
        yield f"other imports than the template's: {sorted(ours ^ theirs)}"
    if len(wanted) != len(got):
        yield f"{len(got)} imports instead of {len(wanted)}"


def _is_ours(line: tuple[str, int, str]) -> bool:
    return line[1] == 0 or line[0].startswith("_runtime")


def imports(tree: ast.AST) -> Iterator[tuple[str, int, str]]:
    """Yield what is imported: module, level and name; a whole module has no module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (("", 0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", node.level, alias.name


def _whole(tree: ast.Module) -> Iterator[_Token]:
    """Cut a whole file; private functions, which are sorted by name, by their shape."""
    private = [node for node in tree.body if getattr(node, "name", "").startswith("_")]
    for node in tree.body:
        if node not in private and not _is_left_out(node):
            yield from _tokens(node)
    cut: list[list[_Token]] = [list(_tokens(node)) for node in private]
    cut.sort(key=_kinds)
    yield from chain.from_iterable(cut)


def _kinds(tokens: list[_Token]) -> list[str]:
    return [text for kind, text in tokens if kind != _NAME]


def _tokens(tree: ast.AST) -> Iterator[_Token]:
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.operand, ast.Constant):
        tree = tree.operand
    if isinstance(tree, ast.Attribute) and _is_builtins(tree.value):
        tree = ast.Name(tree.attr, tree.ctx)
    yield _OPEN, type(tree).__name__
    if not isinstance(tree, ast.Constant):
        for name, value in ast.iter_fields(tree):
            yield from _field(name, value)
    yield _CLOSE, f"the end of {type(tree).__name__}"


def _field(name: str, value: object) -> Iterator[_Token]:
    if isinstance(value, ast.AST | list):
        for each in _nodes(cast("object", value)):
            if not _is_left_out(each):
                yield from _tokens(each)
    elif name in _IDENTIFIERS and isinstance(value, str):
        yield _NAME, value.replace("_", "")


def _nodes(value: object) -> list[ast.AST]:
    """Return the nodes in a field of a node."""
    inside = cast("list[object]", value if isinstance(value, list) else [value])
    return [each for each in inside if isinstance(each, ast.AST)]


def _is_left_out(node: ast.AST) -> bool:
    """Tell whether it is a docstring or an import, which are compared otherwise."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return isinstance(node.value.value, str)
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_builtins(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id.strip("_") == "builtins"


def edges(tree: ast.AST) -> Iterator[str]:
    """Yield which kind of node stands in which field of which other one."""
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            for each in _nodes(value):
                yield f"{type(node).__name__}.{name}: {type(each).__name__}"


def free_names(tree: ast.AST) -> set[str]:
    """Return the names that a file uses and that nothing in it gives a meaning."""
    bound: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                bound.add(name)
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                bound.add(node.name)
            case ast.alias():
                bound.add(node.asname or node.name)
            case _:
                pass
    return used - bound


def calls_at_import(tree: ast.Module) -> set[str]:
    """Return what is called when a file is imported, annotations left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            found.add(ast.unparse(node.func).strip("_"))
        inside = ast.iter_child_nodes(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = iter([*node.decorator_list, *node.args.defaults])
        waiting += inside
    return found


def docstrings(tree: ast.AST) -> Iterator[str]:
    """Yield each string that stands alone, as a reader of docstrings gets it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            holder = ast.Module(body=[node], type_ignores=[])
            text = ast.get_docstring(holder)
            if text is not None:
                yield text.rstrip(" ")
