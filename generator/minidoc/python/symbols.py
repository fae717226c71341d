"""Every name of the API, as Python will spell it, with all collisions found at once.

In: the API model. Out: tables that the other modules of this stage look names up in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from minidoc.diagnostics import Code as DiagnosticCode, Diagnostic, Span
from minidoc.ir.bindings import OpenBinding
from minidoc.ir.model import (
    AliasDecl,
    Api,
    ClassDecl,
    EnumConstant,
    EnumDecl,
    FieldDecl,
    FunctionDecl,
    MethodDecl,
    OldName,
    Parameter,
    UndeclaredType,
)
from minidoc.ir.types import NamedType, TypeRef
from minidoc.python import names
from minidoc.python.names import BadNameError, Identifier
from minidoc.python.wire_forms import wireless
from minidoc.values import frozen

OPAQUE_MODULE = Identifier("_opaque")
RUNTIME_MODULE = Identifier("_runtime")


@frozen
class TypeName:
    """A class, enum, alias or opaque type: where it lives and what it is called.

    `twin` is the asynchronous class; None when both worlds share one.
    """

    module: Identifier
    name: Identifier
    twin: Identifier | None


@frozen
class OldSpelled:
    """A name of before in Python's spelling, with that of its asynchronous twin."""

    name: Identifier
    twin: Identifier | None
    declared: OldName


Target: TypeAlias = tuple[str, str, str]
"""What an old name means: declaration, member, parameter; empty for none."""


@dataclass(slots=True)
class Symbols:
    """Names by page spelling.

    Attributes:
        modules: By page name.
        types: By type name.
        functions: By function name: module, name, and the asynchronous twin's name.
        members: By class and member (fields, methods, enum constants).
        inside: The same members, by class alone: each by its own spelling on the page.
        parameters: By class (empty for a function), method and parameter.
        given: The same parameters, by class and method.
        typed_dicts: Names for the named parameters of a method, by class and method.
        classes: Declarations by name.
        enums: Names of enums.
        aliases: What the overlay's aliases stand for.
        owners: Classes that a function opens: they own the session.
        wireless: Classes that have no wire form.
        old: Names of before that still work, by what they mean.
        claims: What modules and public names are called, as collisions are found.
        renames: Those of parameters, by class (or function) and method.
        diagnostics: What was found on the way.
    """

    modules: dict[str, Identifier] = field(default_factory=dict[str, Identifier])
    types: dict[str, TypeName] = field(default_factory=dict[str, TypeName])
    functions: dict[str, TypeName] = field(default_factory=dict[str, TypeName])
    members: dict[tuple[str, str], Identifier] = field(
        default_factory=dict[tuple[str, str], Identifier]
    )
    inside: dict[str, dict[str, Identifier]] = field(
        default_factory=dict[str, dict[str, Identifier]]
    )
    parameters: dict[tuple[str, str, str], Identifier] = field(
        default_factory=dict[tuple[str, str, str], Identifier]
    )
    given: dict[tuple[str, str], dict[str, Identifier]] = field(
        default_factory=dict[tuple[str, str], dict[str, Identifier]]
    )
    typed_dicts: dict[tuple[str, str], Identifier] = field(
        default_factory=dict[tuple[str, str], Identifier]
    )
    classes: dict[str, ClassDecl] = field(default_factory=dict[str, ClassDecl])
    enums: set[str] = field(default_factory=set[str])
    aliases: dict[str, TypeRef] = field(default_factory=dict[str, TypeRef])
    owners: set[str] = field(default_factory=set[str])
    wireless: set[str] = field(default_factory=set[str])
    old: dict[Target, list[OldSpelled]] = field(
        default_factory=dict[Target, list[OldSpelled]]
    )
    renames: dict[tuple[str, str], dict[str, list[OldSpelled]]] = field(
        default_factory=dict[tuple[str, str], dict[str, list[OldSpelled]]]
    )
    claims: frozenset[str] = frozenset()
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add_member(self, cls: str, member: str, spelled: Identifier) -> None:
        """Note how a member of a class or a constant of an enum is spelled."""
        self.members[cls, member] = spelled
        self.inside.setdefault(cls, {})[member] = spelled

    def add_parameter(
        self, cls: str, method: str, parameter: str, spelled: Identifier
    ) -> None:
        """Note how a parameter is spelled."""
        self.parameters[cls, method, parameter] = spelled
        self.given.setdefault((cls, method), {})[parameter] = spelled

    def add_old(self, target: Target, spelled: OldSpelled) -> None:
        """Note a name of before."""
        self.old.setdefault(target, []).append(spelled)
        owner, member, parameter = target
        if parameter:
            of_call = self.renames.setdefault((owner, member), {})
            of_call.setdefault(parameter, []).append(spelled)

    def has_twin(self, name: str) -> bool:
        """Tell whether the type has an asynchronous twin."""
        found = self.types.get(name)
        return found is not None and found.twin is not None


def collect(api: Api) -> Symbols:
    """Name everything. Problems are diagnostics; the tables then miss those names."""
    symbols = Symbols()
    for page in api.pages:
        _page(page.name, page.span, symbols)
    symbols.owners |= set(_owners(api))
    for page in api.pages:
        module = symbols.modules.get(page.name)
        if module is None:
            continue
        for declaration in page.declarations:
            match declaration:
                case ClassDecl():
                    _class(declaration, module, symbols)
                case EnumDecl():
                    _enum(declaration, module, symbols)
                case AliasDecl():
                    _alias(declaration, module, symbols)
                case FunctionDecl():
                    _function(declaration, module, symbols)
    for unknown in api.undeclared:
        _type(unknown, OPAQUE_MODULE, False, symbols)
    _check_exports(api, symbols)
    symbols.wireless |= wireless(symbols.classes.values(), symbols.aliases)
    return symbols


def returns_twin(function: FunctionDecl, symbols: Symbols) -> bool:
    """Tell whether a function has an asynchronous twin: it or its result differs."""
    return function.is_async or any(
        symbols.has_twin(name) for name in named_types(function.returns)
    )


def named_types(type_: TypeRef) -> Iterable[str]:
    """Yield the names of the types that a type mentions, at any depth."""
    if isinstance(type_, NamedType):
        yield type_.name
        return
    for attribute in ("item", "key", "value", "returns"):
        inner = getattr(type_, attribute, None)
        if inner is not None:
            yield from named_types(inner)
    for argument in getattr(type_, "arguments", ()):
        yield from named_types(argument.type)


def _page(page: str, span: Span, symbols: Symbols) -> None:
    try:
        module = names.module_name(page)
    except BadNameError as problem:
        _invalid(f"the page {page} cannot become a module: {problem}", span, symbols)
        return
    symbols.modules[page] = module


def _class(cls: ClassDecl, module: Identifier, symbols: Symbols) -> None:
    symbols.classes[cls.name] = cls
    _type(cls, module, cls.role != "data", symbols)
    reserved = reserved_members(cls, symbols)
    seen: _Seen = {}
    members: list[FieldDecl | MethodDecl] = [*cls.fields, *cls.methods]
    for member in members:
        shared = cls.role == "subscription" or isinstance(member, MethodDecl)
        own = _OWN if cls.role == "subscription" else _OWN & {"toJson"}
        taken = frozenset[str]() if shared and member.name in own else reserved
        if cls.role == "handle" and isinstance(member, FieldDecl):
            # `__init__` takes it as a parameter.
            taken |= names.RESERVED_PARAMETERS
        spelled = _member(member, taken, symbols)
        if spelled is None:
            continue
        _claim(spelled, spelled, _Claim(member.name, member.span), seen, symbols)
        symbols.add_member(cls.name, member.name, spelled)
    for method in cls.methods:
        _parameters(cls.name, method.name, method.parameters, symbols)
        _typed_dict(cls, method, symbols)


def _typed_dict(cls: ClassDecl, method: MethodDecl, symbols: Symbols) -> None:
    owner = symbols.types.get(cls.name)
    named = any(p.kind == "named" for p in method.parameters)
    if cls.role != "handle" or owner is None or not named:
        return
    if (cls.name, method.name) in symbols.members:
        spelled = names.typed_dict_name(owner.name, _source(method))
        symbols.typed_dicts[cls.name, method.name] = spelled


# Members whose names the page and our own classes share on purpose.
_OWN = frozenset({"toJson", "connected", "terminated", "unsubscribe"})


def _owners(api: Api) -> Iterable[str]:
    for page in api.pages:
        for declaration in page.declarations:
            if isinstance(declaration, FunctionDecl) and isinstance(
                declaration.binding, OpenBinding
            ):
                yield from named_types(declaration.returns)


def reserved_members(cls: ClassDecl, symbols: Symbols) -> frozenset[str]:
    """Return the members that our own part of a class brings along."""
    if cls.role == "data":
        return names.RESERVED_DATA
    if cls.role == "subscription":
        return names.RESERVED_SUBSCRIPTION
    return names.RESERVED_OWNER if cls.name in symbols.owners else frozenset()


def _alias(alias: AliasDecl, module: Identifier, symbols: Symbols) -> None:
    _type(alias, module, False, symbols)
    if alias.type is not None:
        symbols.aliases[alias.name] = alias.type


def _enum(enum: EnumDecl, module: Identifier, symbols: Symbols) -> None:
    _type(enum, module, False, symbols)
    symbols.enums.add(enum.name)
    seen: _Seen = {}
    for constant in enum.constants:
        try:
            spelled = names.constant_name(_source(constant))
        except BadNameError as problem:
            _invalid(str(problem), constant.span, symbols)
            continue
        _claim(spelled, spelled, _Claim(constant.name, constant.span), seen, symbols)
        symbols.add_member(enum.name, constant.name, spelled)


def _type(
    declared: ClassDecl | EnumDecl | AliasDecl | UndeclaredType,
    module: Identifier,
    twin: bool,
    symbols: Symbols,
) -> None:
    source = _source(declared)
    try:
        spelled = names.class_name(source)
    except BadNameError as problem:
        _invalid(str(problem), declared.span, symbols)
        return
    _renamed(source, spelled, declared.span, symbols)
    other = names.async_class_name(spelled) if twin else None
    symbols.types[declared.name] = TypeName(module, spelled, other)


def _function(function: FunctionDecl, module: Identifier, symbols: Symbols) -> None:
    spelled = _member(function, names.RESERVED_EXPORTS, symbols)
    if spelled is None:
        return
    twin = names.async_function_name(spelled)
    symbols.functions[function.name] = TypeName(module, spelled, twin)
    _parameters("", function.name, function.parameters, symbols)


def _parameters(
    cls: str, method: str, parameters: tuple[Parameter, ...], symbols: Symbols
) -> None:
    seen: _Seen = {}
    for parameter in parameters:
        reserved = names.RESERVED_PARAMETERS
        spelled = _member(parameter, reserved, symbols)
        if spelled is None:
            continue
        claim = _Claim(parameter.name, parameter.span)
        _claim(spelled, spelled, claim, seen, symbols)
        symbols.add_parameter(cls, method, parameter.name, spelled)


def _member(
    member: FieldDecl | MethodDecl | FunctionDecl | Parameter,
    reserved: frozenset[str],
    symbols: Symbols,
) -> Identifier | None:
    source = _source(member)
    try:
        spelled = names.member_name(source, reserved)
    except BadNameError as problem:
        _invalid(str(problem), member.span, symbols)
        return None
    _renamed(names.snake(source), spelled, member.span, symbols)
    return spelled


def _source(
    declared: (
        ClassDecl
        | EnumDecl
        | AliasDecl
        | UndeclaredType
        | FieldDecl
        | MethodDecl
        | FunctionDecl
        | Parameter
        | EnumConstant
    ),
) -> str:
    """Return the name to spell: the one that the overlay gives, or the page's."""
    if isinstance(declared, AliasDecl | UndeclaredType):
        return declared.name
    return declared.public_name or declared.name


def _check_exports(api: Api, symbols: Symbols) -> None:
    """Find modules and public names that Python or a file system takes for one."""
    files: _Seen = {}
    for page in api.pages:
        module = symbols.modules.get(page.name)
        if module is not None:
            claim = _Claim(page.name, page.span)
            _claim(names.fold(module), module, claim, files, symbols)
    public = dict(files)
    for name, span in _declared(api):
        for spelled in _spellings(name, symbols):
            if not _claim(spelled, spelled, _Claim(name, span), public, symbols):
                # The twin's name is taken by the same one; once is enough.
                break
    for cls in symbols.classes.values():
        for method in cls.methods:
            typed_dict = symbols.typed_dicts.get((cls.name, method.name))
            if typed_dict is not None:
                claim = _Claim(f"{cls.name}.{method.name}", method.span)
                _claim(typed_dict, typed_dict, claim, public, symbols)
    symbols.claims = frozenset(public)


def _declared(api: Api) -> Iterable[tuple[str, Span]]:
    for page in api.pages:
        for declaration in page.declarations:
            yield declaration.name, declaration.span
    for unknown in api.undeclared:
        yield unknown.name, unknown.span


def _spellings(name: str, symbols: Symbols) -> Iterable[Identifier]:
    for found in (symbols.types.get(name), symbols.functions.get(name)):
        if found is not None:
            yield found.name
            if found.twin is not None:
                yield found.twin


@frozen
class _Claim:
    """A name as the page has it, and where."""

    name: str
    span: Span

    def shown(self) -> str:
        """Return the name; with the characters that Python does not keep, if any."""
        if names.normal(self.name) == self.name:
            return repr(self.name)
        codes = ", ".join(f"U+{ord(c):04X}" for c in self.name if not c.isascii())
        return f"{self.name!r} ({codes})"


_Seen: TypeAlias = dict[str, _Claim]


def _claim(
    key: str, spelled: str, claim: _Claim, seen: _Seen, symbols: Symbols
) -> bool:
    """Take a name; tell whether it was free."""
    first = seen.setdefault(key, claim)
    if first is claim:
        return True
    message = (
        f"{claim.shown()} becomes {spelled}, which is taken by {first.shown()} at"
        f" {first.span.file}:{first.span.line}:{first.span.column}"
    )
    hint = "give one of them another name with a [[correct]] entry in the overlay"
    symbols.diagnostics.append(
        Diagnostic(DiagnosticCode.NAME_COLLISION, message, claim.span, hint)
    )
    return False


def _renamed(plain: str, spelled: str, span: Span, symbols: Symbols) -> None:
    if spelled == names.normal(plain):
        return
    message = f"{plain!r} is reserved in Python and becomes {spelled!r}"
    symbols.diagnostics.append(Diagnostic(DiagnosticCode.RENAMED, message, span))


def _invalid(message: str, span: Span, symbols: Symbols) -> None:
    hint = "rename it with a [[correct]] entry in the overlay, or mend the page"
    symbols.diagnostics.append(
        Diagnostic(DiagnosticCode.INVALID_NAME, message, span, hint)
    )


def parameter_names(
    cls: str, method: MethodDecl | FunctionDecl, symbols: Symbols
) -> dict[str, Identifier]:
    """Page spelling to Python spelling of the parameters of one method, in order."""
    return {
        parameter.name: symbols.parameters[cls, method.name, parameter.name]
        for parameter in method.parameters
    }
