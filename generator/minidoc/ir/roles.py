"""What the instances of a class are, judged by its members alone."""

from __future__ import annotations

from minidoc.ir.model import ClassRole, ConstructorDecl, FieldDecl, MethodDecl
from minidoc.ir.types import FunctionType, FutureType, PrimitiveType, StreamType

LIFE_CYCLE = frozenset({"connected", "terminated"})
UNSUBSCRIBE = "unsubscribe"
TO_JSON = "toJson"


def class_role(
    fields: tuple[FieldDecl, ...],
    constructors: tuple[ConstructorDecl, ...],
    methods: tuple[MethodDecl, ...],
) -> ClassRole:
    """Return the role of a class with these members (see `ClassDecl.role`)."""
    names = {method.name for method in methods}
    futures = {field.name for field in fields if _is_void_future(field)}
    if UNSUBSCRIBE in names and futures >= LIFE_CYCLE:
        return "subscription"
    if TO_JSON in names:
        return "data"
    if methods:
        return "handle"
    # A future or a stream is no value: a class with one acts, even without a method.
    if not constructors and any(_is_running(field) for field in fields):
        return "handle"
    return "data"


def _is_void_future(field: FieldDecl) -> bool:
    match field.type:
        case FutureType(value=PrimitiveType(name="void"), nullable=False):
            return True
        case _:
            return False


def _is_running(field: FieldDecl) -> bool:
    return isinstance(field.type, FutureType | StreamType | FunctionType)
