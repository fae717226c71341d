"""Are the annotations of a generated file made of known names, and of nothing else?

In: the annotations, which `parts` takes out of the tree, and the names. Out: sentences
about what is anything else. Python evaluates them when a program asks for type hints.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set as AbstractSet

from minidoc.gate.parts import Part


def strange_annotations(
    parts: Sequence[Part], known: AbstractSet[str]
) -> Iterator[str]:
    """Look at every part of every annotation: most of a file's nodes are there."""
    waiting: list[ast.expr] = [each for part in parts for each in part.annotations]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if isinstance(node, ast.Name):
            if node.id not in known:
                yield f"uses the name {node.id} at line {node.lineno}"
        elif isinstance(node, ast.Subscript):
            waiting += (node.value, node.slice)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            waiting += (node.left, node.right)
        elif isinstance(node, ast.Tuple | ast.List):
            waiting += node.elts
        elif isinstance(node, ast.Attribute) and not node.attr.startswith("__"):
            waiting.append(node.value)
        elif not _is_none_or_dots(node):
            yield f"holds a {kind.__name__} in an annotation, at line {node.lineno}"


def _is_none_or_dots(node: ast.expr) -> bool:
    """Tell whether that is all; a text would be evaluated as code."""
    return isinstance(node, ast.Constant) and node.value in (None, ...)
