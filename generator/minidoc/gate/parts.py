"""The tree of a file taken apart in one walk: its nodes by kind, function by function.

All checks look at the same nodes. To walk for each of them would take most of their
time, since half of all nodes are names and constants.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any, TypeAlias, TypeVar, cast

from minidoc.values import frozen

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)

N = TypeVar("N", bound=ast.AST)


@frozen
class Part:
    """A function with all that is inside it, or what is outside of all functions.

    Attributes:
        owner: The function, or the module.
        outer: The part around it, None for the module.
        nodes: Its nodes by kind; the functions inside it are parts of their own.
        annotations: Its annotations, whose nodes are not among the others.
    """

    owner: ast.Module | Function
    outer: Part | None
    nodes: dict[type[ast.AST], list[ast.AST]] = field(
        default_factory=dict[type[ast.AST], list[ast.AST]]
    )
    annotations: list[ast.expr] = field(default_factory=list[ast.expr])

    def all(self, kind: type[N]) -> list[N]:
        """Return the nodes of exactly that kind."""
        return cast("list[N]", self.nodes.get(kind, []))


def parts_of(tree: ast.Module) -> list[Part]:
    """Take a tree apart; the module's part is the first, inner ones follow outer.

    The annotations are gone from the tree then. They are three quarters of its nodes,
    have checks of their own, and compile to nothing but their own text.
    """
    parts: list[Part] = []
    waiting: list[Part] = [Part(tree, None)]
    while waiting:
        part = waiting.pop()
        parts.append(part)
        waiting.extend(Part(inner, part) for inner in _fill(part))
    return parts


def outside_functions(
    parts: Sequence[Part], *kinds: type[ast.AST]
) -> Iterator[ast.AST]:
    """Yield what runs at import time, of some kinds: no annotation, no function's body.

    Functions are among it whatever the kinds are: their decorators are called.
    """
    module = parts[0]
    for kind in kinds:
        yield from module.all(kind)
    for part in parts:
        if part.outer is module and isinstance(part.owner, FUNCTION):
            yield part.owner
            arguments = part.owner.args
            defaults = [*arguments.defaults, *arguments.kw_defaults]
            for each in (*part.owner.decorator_list, *(d for d in defaults if d)):
                if type(each) not in _LEAVES:
                    yield from (n for n in ast.walk(each) if isinstance(n, kinds))


def _fill(part: Part) -> list[Function]:
    """Sort the nodes of a part; returns the functions inside it."""
    inner: list[Function] = []
    nodes = part.nodes
    nodes |= {leaf: [] for leaf in _LEAVES}
    waiting: list[object] = [part.owner]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.AST):
            continue
        kind = type(node)
        if kind in _LEAVES:
            nodes[kind].append(node)
            continue
        if kind in FUNCTION and node is not part.owner:
            inner.append(cast("Function", node))
            continue
        if kind in _ANNOTATED:
            _take_annotation(node, part.annotations)
        if kind in nodes:
            nodes[kind].append(node)
        else:
            nodes[kind] = [node]
        for name in _FIELDS.get(kind, kind._fields):
            value = getattr(node, name)
            if type(value) is list:
                waiting += value
            else:
                waiting.append(value)
    return inner


def _take_annotation(node: Any, found: list[ast.expr]) -> None:
    name = _ANNOTATED[type(node)]
    annotation = getattr(node, name)
    if annotation is not None:
        found.append(annotation)
        setattr(node, name, _NONE if isinstance(node, ast.AnnAssign) else None)


# Half of all nodes: nothing is in them.
_LEAVES = frozenset({ast.alias, ast.Constant, ast.Name})

# Where an annotation is, and what stands there where there has to be one.
_ANNOTATED: dict[type[ast.AST], str] = {
    ast.AnnAssign: "annotation",
    ast.arg: "annotation",
    ast.AsyncFunctionDef: "returns",
    ast.FunctionDef: "returns",
}
_NONE = ast.Constant(None, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)

# What to look into, for the most frequent kinds: everywhere else it is each field.
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.arg: (),
    ast.Attribute: ("value",),
    ast.Call: ("func", "args", "keywords"),
    ast.keyword: ("value",),
    ast.Subscript: ("value", "slice"),
}
