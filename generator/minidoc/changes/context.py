"""What every part of a comparison shares: both models, the renames, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from minidoc.changes.codes import ChangeCode
from minidoc.changes.model import Change
from minidoc.changes.neutral import Neutral
from minidoc.changes.pairing import Paired, Placed, undeclared
from minidoc.changes.spelling import Spelling
from minidoc.changes.usage import given_types
from minidoc.changes.words import Words
from minidoc.diagnostics import Span
from minidoc.ir import types as ir
from minidoc.ir.model import Api, FieldDecl, MethodDecl, Parameter
from minidoc.values import frozen


@frozen
class Place:
    """What a change is about: in both spellings, and where it stands."""

    path: str
    python: str
    page: str
    span: Span

    @property
    def line(self) -> int | None:
        """The line, None where the model was kept without places."""
        return self.span.line or None

    def at(self, span: Span) -> Place:
        """Return the same thing at another place of the page."""
        return Place(
            self.path, self.python, self.page, span if span.line else self.span
        )


class Side:
    """One of the two models."""

    def __init__(self, api: Api, renamed: dict[str, str]) -> None:
        self.api = api
        self.spelling = Spelling(api)
        self.neutral = Neutral(api, renamed)

    @cached_property
    def given(self) -> frozenset[str]:
        """Types that callers give."""
        return given_types(self.api)

    @cached_property
    def undeclared(self) -> frozenset[str]:
        """Types that are used and not declared."""
        return undeclared(self.api)

    def type(self, type_: ir.TypeRef) -> ir.TypeRef:
        """Return a type as it is compared."""
        return self.neutral.type(type_)

    def declaration(self, placed: Placed) -> Place:
        """Return the place of a declaration."""
        python = self.spelling.declaration(placed.name)
        return Place(placed.name, python, placed.page, placed.declared.span)

    def member(
        self, owner: Placed, name: str, span: Span | None = None, *, inside: str = ""
    ) -> Place:
        """Return the place of a member; of a function its own."""
        if owner.declared.kind == "function":
            return self.declaration(owner)
        python = self.spelling.member(owner.name, name)
        where = span or owner.declared.span
        return Place(f"{owner.name}.{name}{inside}", python, owner.page, where)

    def parameter(self, owner: Placed, method: str, parameter: Parameter) -> Place:
        """Return the place of a parameter."""
        cls = "" if owner.declared.kind == "function" else owner.name
        python = self.spelling.parameter(cls, method, parameter)
        path = f"{cls}.{method}" if cls else method
        where = parameter.span
        return Place(f"{path}({parameter.name})", python, owner.page, where)


@frozen
class Member:
    """A field or a method, with its class."""

    owner: Placed
    declared: FieldDecl | MethodDecl

    @property
    def name(self) -> str:
        """Its name on the page."""
        return self.declared.name


@dataclass(slots=True)
class Comparison:
    """A comparison under way.

    Attributes:
        old: The model of before.
        new: The model of now.
        paired: Which declarations are the same.
        words: Which texts are the same.
        told_old: Declarations of before whose end is part of another change.
        told_new: Declarations of now whose beginning is.
        found: The changes so far.
    """

    old: Side
    new: Side
    paired: Paired
    words: Words
    told_old: set[str] = field(default_factory=set[str])
    told_new: set[str] = field(default_factory=set[str])
    found: list[Change] = field(default_factory=list[Change])

    def is_unchanged(self, old: Placed, new: Placed) -> bool:
        """Tell whether the pages are the same, so that the overlay made a difference.

        Of a model without hashes nobody can tell.
        """
        ours = {page.sha256 for page in self.old.api.pages if page.name == old.page}
        theirs = {page.sha256 for page in self.new.api.pages if page.name == new.page}
        return ours == theirs and ours != {""}

    def report(
        self,
        code: ChangeCode,
        place: Place,
        message: str,
        values: tuple[str | None, str | None] = (None, None),
    ) -> None:
        """Add a change; `values` are what stood there and what stands there now."""
        change = Change(
            code, place.path, place.python, message, *values, place.page, place.line
        )
        if change not in self.found:
            self.found.append(change)
