"""Types of the model in the page's spelling, with the spaces put back."""

from __future__ import annotations

from minidoc.ir import types as ir


def spell_type(type_: ir.TypeRef) -> str:
    """Return the Dart text of a type; types with equal text mean the same."""
    return _spell(type_) + ("?" if type_.nullable else "")


def _spell(type_: ir.TypeRef) -> str:
    match type_:
        case ir.PrimitiveType() | ir.NamedType():
            return type_.name
        case ir.ListType():
            return f"List<{spell_type(type_.item)}>"
        case ir.MapType():
            return f"Map<{spell_type(type_.key)}, {spell_type(type_.value)}>"
        case ir.FutureType():
            return f"Future<{spell_type(type_.value)}>"
        case ir.StreamType():
            return f"Stream<{spell_type(type_.item)}>"
        case ir.FunctionType():
            arguments = ", ".join(
                f"{spell_type(argument.type)} {argument.name}"
                for argument in type_.arguments
            )
            return f"{spell_type(type_.returns)} Function({arguments})"
