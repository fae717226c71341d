"""Which values can travel: a class that holds a callback or bytes has no wire form.

Neither has a map whose keys are no strings, because those of JSON are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minidoc.ir.model import ClassDecl
from minidoc.ir.types import ListType, MapType, NamedType, PrimitiveType, TypeRef

# Types that a page leaves open: any JSON; as keys, strings.
OPEN = frozenset({"dynamic", "Object"})
_LOCAL = frozenset({"Uint8List", "Exception", "void"})


def wireless(
    classes: Iterable[ClassDecl], aliases: Mapping[str, TypeRef]
) -> frozenset[str]:
    """Find the classes that have no wire form, handles and subscriptions included.

    It spreads from fields to the classes that hold them, until nothing changes.
    """
    known = list(classes)
    found = {cls.name for cls in known if cls.role != "data"}
    while True:
        more = {
            cls.name
            for cls in known
            if not all(_travels(field.type, found, aliases) for field in cls.fields)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def _travels(type_: TypeRef, found: set[str], aliases: Mapping[str, TypeRef]) -> bool:
    match type_:
        case PrimitiveType():
            return type_.name not in _LOCAL
        case ListType():
            return _travels(type_.item, found, aliases)
        case MapType():
            return _is_text(type_.key) and _travels(type_.value, found, aliases)
        case NamedType() if type_.name in aliases:
            return _travels(aliases[type_.name], found, aliases)
        case NamedType():
            return type_.name not in found
        case _:
            return False


def _is_text(key: TypeRef) -> bool:
    if not isinstance(key, PrimitiveType) or key.nullable:
        return False
    return key.name == "String" or key.name in OPEN
