"""Fields: what readers get, and for values that callers make, what they have to give.

In: two partners, or a field without one. Out: changes.
"""

from __future__ import annotations

from minidoc.changes.calls import compare_results
from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Member, Place, Side
from minidoc.changes.pairing import Placed
from minidoc.changes.texts import Comments, compare_comments
from minidoc.changes.variance import relation, without_null
from minidoc.changes.wire import compare_bindings
from minidoc.ir.model import ClassDecl, FieldDecl, Parameter
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import ListType, MapType


def compare_fields(
    c: Comparison, old: Member, new: Member, *, is_renamed: bool
) -> None:
    """Compare two fields in everything but their names and `final`, which is weak."""
    ours, theirs = old.declared, new.declared
    assert isinstance(ours, FieldDecl), "the same kind"
    assert isinstance(theirs, FieldDecl), "the same kind"
    place = c.new.member(new.owner, new.name, theirs.span)
    if not _given(c, (old.owner, ours), (new.owner, theirs), place):
        compare_results(c, (ours.type, theirs.type), place)
    if not (is_renamed and theirs.binding is None):
        compare_bindings(c, ours.binding, theirs.binding, place, c.words)
    comments = Comments(ours.doc, theirs.doc, c.words, place, lambda _: place)
    compare_comments(c, comments)


def added_field(c: Comparison, new: Member, place: Place) -> None:
    """Report a new field: of a value that callers make it may be one to give."""
    field, cls = new.declared, new.owner.declared
    assert isinstance(field, FieldDecl), "a field"
    assert isinstance(cls, ClassDecl), "with its class"
    values = (None, spell_type(field.type))
    if _is_made(c.new, new.owner) and not may_lack(cls, field):
        message = f"whoever makes a `{cls.name}` has to give `{field.name}` now"
        given = _giving(c.new, new.owner, field, place)
        c.report(ChangeCode.ADDED_REQUIRED_PARAMETER, given, message, values)
    else:
        message = f"there is a new field `{field.name}`"
        c.report(ChangeCode.ADDED_MEMBER, place, message, values)


def may_lack(cls: ClassDecl, field: FieldDecl) -> bool:
    """Tell whether a value can be made without the field."""
    given = constructor_parameter(cls, field)
    if given is not None and given.default is not None:
        return True
    required = given is not None and given.required
    return not required and (
        field.type.nullable or isinstance(field.type, ListType | MapType)
    )


def constructor_parameter(cls: ClassDecl, field: FieldDecl) -> Parameter | None:
    """Find the named parameter of the page's constructor that fills a field."""
    return next(
        (
            parameter
            for constructor in cls.constructors
            for parameter in constructor.parameters
            if parameter.kind == "named" and parameter.name == field.name
        ),
        None,
    )


def _is_made(side: Side, owner: Placed) -> bool:
    cls = owner.declared
    is_data = isinstance(cls, ClassDecl) and cls.role == "data"
    return is_data and owner.name in side.given


def _giving(side: Side, owner: Placed, field: FieldDecl, place: Place) -> Place:
    """Return the field as callers give it: `ImageFileMetadata(width=...)`."""
    cls = side.spelling.declaration(owner.name)
    name = side.spelling.member_name(owner.name, field.name)
    return Place(place.path, f"{cls}({name}=...)", place.page, place.span)


def _given(
    c: Comparison,
    old: tuple[Placed, FieldDecl],
    new: tuple[Placed, FieldDecl],
    place: Place,
) -> bool:
    """Compare a field as something to give; tell whether that says it all."""
    if not (_is_made(c.old, old[0]) and _is_made(c.new, new[0])):
        return False
    ours, theirs = old[0].declared, new[0].declared
    assert isinstance(ours, ClassDecl), "a value"
    assert isinstance(theirs, ClassDecl), "a value"
    giving = _giving(c.new, new[0], new[1], place)
    values = (spell_type(old[1].type), spell_type(new[1].type))
    before, after = may_lack(ours, old[1]), may_lack(theirs, new[1])
    if before and not after:
        message = f"`{new[1].name}` has to be given"
        c.report(ChangeCode.NOW_REQUIRED, giving, message, values)
        return True
    types = without_null(c.old.type(old[1].type)), without_null(c.new.type(new[1].type))
    if after and not before and relation(*types, "result") == "same":
        return _now_optional(c, (old[1], new[1]), giving, values)
    _default(c, (ours, old[1]), (theirs, new[1]), giving)
    if relation(c.old.type(old[1].type), c.new.type(new[1].type), "parameter") in (
        "narrower",
        "other",
    ):
        message = f"`{new[1].name}` takes less than before, or something else"
        c.report(ChangeCode.NARROWED_PARAMETER, giving, message, values)
        return True
    return False


def _now_optional(
    c: Comparison,
    fields: tuple[FieldDecl, FieldDecl],
    giving: Place,
    values: tuple[str, str],
) -> bool:
    """Report a field that may be left out; one that may be null now breaks readers."""
    if fields[1].type.nullable and not fields[0].type.nullable:
        return False
    message = f"`{fields[1].name}` may be left out"
    c.report(ChangeCode.NOW_OPTIONAL, giving, message, values)
    return False


def _default(
    c: Comparison,
    old: tuple[ClassDecl, FieldDecl],
    new: tuple[ClassDecl, FieldDecl],
    giving: Place,
) -> None:
    ours, theirs = constructor_parameter(*old), constructor_parameter(*new)
    before = ours.default if ours else None
    after = theirs.default if theirs else None
    if before != after and may_lack(*old) and may_lack(*new):
        message = f"`{new[1].name}` has another default"
        values = (before or "null", after or "null")
        c.report(ChangeCode.CHANGED_DEFAULT, giving, message, values)
