"""Constructors: which one of the page Python has, and what is lost of the others.

Values are made of their fields and read by `from_json`, handles of a session and their
fields; subscriptions and what owns a session are made by the runtime alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.ir.model import ClassDecl, ConstructorDecl, FieldDecl, Parameter
from minidoc.ir.types import MapType
from minidoc.python.literals import literal_of
from minidoc.python.symbols import Symbols

FROM_JSON = "fromJson"


def has_from_json(cls: ClassDecl, symbols: Symbols) -> bool:
    """Tell whether the Python class can be read from its wire form."""
    return cls.role == "data" and cls.name not in symbols.wireless


def own_constructor(cls: ClassDecl) -> ConstructorDecl | None:
    """Return the page's constructor that takes fields: the one without a name."""
    for constructor in cls.constructors:
        if constructor.name is None and not _reads_json(constructor, cls):
            return constructor
    return None


def constructor_parameter(cls: ClassDecl, field: FieldDecl) -> Parameter | None:
    """Find the parameter of the page's constructor that fills a field."""
    own = own_constructor(cls)
    parameters = own.parameters if own is not None else ()
    return next((p for p in parameters if p.name == field.name), None)


def lost_constructors(
    cls: ClassDecl, taken: Collection[str] | None, symbols: Symbols
) -> list[Diagnostic]:
    """Say what the constructors of a class declare and its Python class has not.

    Args:
        cls: The class.
        taken: Page names of the fields that are arguments in Python; None for a class
            whose objects only the runtime makes.
        symbols: All names.
    """
    found: list[Diagnostic] = []
    for constructor in cls.constructors:
        if constructor.name == FROM_JSON and cls.role == "data":
            # What has no wire form has been reported as a whole.
            found += _lost_text(cls, constructor)
        elif constructor.name is not None or taken is None:
            found.append(_left_out(cls, constructor, taken))
        else:
            if not (has_from_json(cls, symbols) and _reads_json(constructor, cls)):
                found += _lost_parameters(cls, constructor, taken)
            found += _lost_text(cls, constructor)
    return found


def _reads_json(constructor: ConstructorDecl, cls: ClassDecl) -> bool:
    """Tell whether it is a `fromJson` whose name the page has lost."""
    if len(constructor.parameters) != 1:
        return False
    parameter = constructor.parameters[0]
    is_field = any(field.name == parameter.name for field in cls.fields)
    is_map = isinstance(parameter.type, MapType) and parameter.kind == "positional"
    return is_map and not is_field


def _left_out(
    cls: ClassDecl, constructor: ConstructorDecl, taken: Collection[str] | None
) -> Diagnostic:
    name = f"{cls.name}.{constructor.name}" if constructor.name else cls.name
    hint = "objects are made of their fields; say at the class what this one does"
    if taken is None:
        hint = "only the session makes such objects, callers never do"
    return _lost(f"the constructor `{name}` is left out", constructor.span, hint)


def _lost_parameters(
    cls: ClassDecl, constructor: ConstructorDecl, taken: Collection[str]
) -> Iterator[Diagnostic]:
    types = {field.name: field.type for field in cls.fields}
    for parameter in constructor.parameters:
        name, default = parameter.name, parameter.default
        if name not in taken:
            message = f"the parameter `{name}` of a constructor of {cls.name} is"
            hint = "objects are made of their fields; declare a field of this name"
            yield _lost(f"{message} left out", parameter.span, hint)
        elif default is not None and (
            cls.role != "data" or literal_of(default, types[name]) is None
        ):
            message = f"the default of `{name}` of {cls.name} is left out: {default}"
            hint = "callers have to give it; say at the field what is usual"
            yield _lost(message, parameter.span, hint)


def _lost_text(cls: ClassDecl, constructor: ConstructorDecl) -> Iterator[Diagnostic]:
    if constructor.doc is not None:
        message = f"the text of a constructor of {cls.name} has no place in Python"
        hint = "say it at the class or at a field"
        yield _lost(message, constructor.doc.span, hint)


def _lost(message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(Code.LOST_TEXT, message, span, hint)
