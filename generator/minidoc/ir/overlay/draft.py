"""The pages while the overlay is applied to them, and what its targets name.

In: lowered pages. Out: changed ones. Which entry asks for which change is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from minidoc.diagnostics import Code, Diagnostic, GenerationError, Span
from minidoc.ir import model as ir
from minidoc.ir.lower.scope import Scope
from minidoc.ir.lower.types import lower_result, lower_type
from minidoc.ir.names import Names, close_match, member_names, names_of
from minidoc.ir.types import TypeRef
from minidoc.syntax.nodes import TypeNode
from minidoc.values import frozen

ParseType: TypeAlias = Callable[[str, Span], TypeNode]
"""Parses the text of a type; every node gets the span. Raises `GenerationError`."""

Member: TypeAlias = ir.FieldDecl | ir.MethodDecl | ir.EnumConstant
Subject: TypeAlias = ir.Declaration | Member
Call: TypeAlias = ir.MethodDecl | ir.FunctionDecl

_T = TypeVar("_T")


@frozen
class Located:
    """What a target names: a declaration, or a member of one."""

    page: str
    declaration: ir.Declaration
    member: Member | None = None

    @property
    def subject(self) -> Subject:
        """The thing itself."""
        return self.declaration if self.member is None else self.member


@dataclass(slots=True)
class Draft:
    """The pages as they are so far, and the findings."""

    pages: dict[str, ir.PageDecl]
    parse_type: ParseType
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])
    known: Names | None = None

    def names(self) -> Names:
        """Return the names that are declared by now."""
        if self.known is None:
            self.known = names_of(ir.Api(pages=tuple(self.pages.values())))
        return self.known

    def report(self, code: Code, message: str, span: Span, hint: str = "") -> None:
        """Add a finding."""
        self.found.append(Diagnostic(code, message, span, hint))

    def declaration(self, name: str) -> ir.Declaration | None:
        """Return what any given page declares under `name`."""
        known = self.names().declared.get(name)
        if known is None:
            return None
        declarations = self.pages[known.page].declarations
        return next(d for d in declarations if d.name == name)

    def add(self, page: str, declaration: ir.Declaration) -> None:
        """Put a new declaration at the end of a page."""
        old = self.pages[page]
        new = (*old.declarations, declaration)
        self.pages[page] = replace(old, declarations=new)
        self.known = None

    def put(self, located: Located, new: Subject) -> None:
        """Replace what was located."""
        old = located.declaration
        changed = _with_member(old, located.member, new)
        page = self.pages[located.page]
        declarations = _swapped(page.declarations, old, changed)
        self.pages[located.page] = replace(page, declarations=declarations)

    def type_of(self, text: str, span: Span) -> TypeRef | None:
        """Read the text of a type; a mistake in it is reported and gives None."""
        result = self._read(text, span)
        return lower_type(*result) if result else None

    def result_of(self, text: str, span: Span) -> tuple[TypeRef, bool] | None:
        """Read a result type: `Future<T>` is T, asynchronously."""
        result = self._read(text, span)
        return lower_result(*result) if result else None

    def _read(self, text: str, span: Span) -> tuple[TypeNode, Scope] | None:
        try:
            node = self.parse_type(text, span)
        except GenerationError as error:
            self.found.extend(error.diagnostics)
            return None
        return node, Scope(self.names(), span.file, "", self.found)


_TARGET = re.compile(r"(?P<owner>[^.(]+)(?:\.(?P<member>[^(]+))?(?:\((?P<inner>.+)\))?")


def split_target(target: str) -> tuple[str, str | None, str | None]:
    """Split `Class.member(parameter)`; what is not there is None."""
    match = _TARGET.fullmatch(target)
    if match is None:
        raise AssertionError("the tables accept no such target")
    return match["owner"], match["member"], match["inner"]


def locate(draft: Draft, page: str, target: str, span: Span) -> Located | None:
    """Find `Class.member`, a class, an enum or a function on a page, or report it."""
    owner, name, _ = split_target(target)
    declarations = draft.pages[page].declarations
    declaration = next((d for d in declarations if d.name == owner), None)
    if declaration is None:
        names = [known.name for known in declarations]
        report_no_match(draft, f"{page} declares no `{owner}`", owner, names, span)
        return None
    if name is None:
        return Located(page, declaration)
    member = next((m for m in _members(declaration) if m.name == name), None)
    if member is None:
        message = f"`{owner}` has no member `{name}`"
        report_no_match(draft, message, name, member_names(declaration), span)
        return None
    return Located(page, declaration, member)


def report_no_match(
    draft: Draft, message: str, name: str, candidates: Iterable[str], span: Span
) -> None:
    """Report a name of the overlay that nothing on the page has."""
    hint = close_match(name, candidates) or (
        "the page has changed, or the entry names the wrong page: correct or remove it"
    )
    draft.report(Code.OVERLAY_NO_MATCH, message, span, hint)


def report_no_effect(draft: Draft, message: str, span: Span) -> None:
    """Report an entry that changes nothing any more."""
    draft.report(Code.OVERLAY_NO_EFFECT, message, span, "remove the entry")


def _members(declaration: ir.Declaration) -> tuple[Member, ...]:
    match declaration:
        case ir.ClassDecl():
            return (*declaration.fields, *declaration.methods)
        case ir.EnumDecl():
            return declaration.constants
        case _:
            return ()


def _with_member(
    declaration: ir.Declaration, old: Member | None, new: Subject
) -> ir.Declaration:
    match declaration, new:
        case _, ir.ClassDecl() | ir.EnumDecl() | ir.FunctionDecl() | ir.AliasDecl():
            return new
        case ir.ClassDecl(), ir.FieldDecl():
            fields = _swapped(declaration.fields, old, new)
            return replace(declaration, fields=fields)
        case ir.ClassDecl(), ir.MethodDecl():
            methods = _swapped(declaration.methods, old, new)
            return replace(declaration, methods=methods)
        case ir.EnumDecl(), ir.EnumConstant():
            constants = _swapped(declaration.constants, old, new)
            return replace(declaration, constants=constants)
        case _:
            raise AssertionError("a member is replaced by one of its kind")


def _swapped(items: tuple[_T, ...], old: object, new: _T) -> tuple[_T, ...]:
    return tuple(new if item is old else item for item in items)
