"""Binding of one page: its module, in the order in which a reader wants to find things.

Values first, then subscriptions and handles (each class followed by its asynchronous
twin), functions, and last what travels on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.model import (
    AliasDecl,
    Api,
    ClassDecl,
    EnumDecl,
    FunctionDecl,
    PageDecl,
)
from minidoc.python.calls import CallBinder
from minidoc.python.code import Text
from minidoc.python.constructors import FROM_JSON, lost_constructors
from minidoc.python.data import DataBinder, hidden_builtins
from minidoc.python.docstrings import plain, prose, text_of
from minidoc.python.handles import HandleBinder
from minidoc.python.kept import KeptBinder, old_types
from minidoc.python.model import (
    PyData,
    PyFunction,
    PyHandle,
    PyModule,
    PyTypedDict,
)
from minidoc.python.names import Identifier
from minidoc.python.overview import Overview
from minidoc.python.scope import Scope, name_order
from minidoc.python.spelling import Speller
from minidoc.python.symbols import OPAQUE_MODULE, returns_twin
from minidoc.python.types import TypeContext
from minidoc.python.wire import WireBinder


@dataclass(slots=True)
class PageBinder:
    """Binds one page."""

    page: PageDecl
    scope: Scope
    speller: Speller
    whole: Overview
    wire: WireBinder = field(init=False)
    worlds: tuple[HandleBinder, HandleBinder] = field(init=False)

    def __post_init__(self) -> None:
        """Make the binders of both worlds; they share imports and wire functions."""
        types = TypeContext(self.speller.symbols, self.scope)
        self.wire = WireBinder(self.whole, types)
        self.worlds = (self._world(types), self._world(types.as_async(True)))

    def _world(self, types: TypeContext) -> HandleBinder:
        symbols = self.speller.symbols
        calls = CallBinder(types, self.speller, self.wire)
        return HandleBinder(
            calls,
            self.whole.followed,
            frozenset(symbols.owners),
            self.whole.listeners,
        )

    def module(self) -> PyModule:
        """Bind the module."""
        values = DataBinder(self.worlds[0].calls.types, self.speller)
        declared = self.page.declarations
        classes = [d for d in declared if isinstance(d, ClassDecl)]
        for cls in classes:
            taken = self.worlds[0].taken_fields(cls)
            symbols = self.speller.symbols
            symbols.diagnostics += lost_constructors(cls, taken, symbols)
        data = [self._data(values, cls) for cls in classes if cls.role == "data"]
        handles = self._handles(classes)
        bound = PyModule(
            name=self.speller.symbols.modules[self.page.name],
            docstring=self._docstring(),
            imports=(),
            own=(),
            exports=(),
            aliases=tuple(
                values.alias(d) for d in declared if isinstance(d, AliasDecl)
            ),
            enums=tuple(values.enum(d) for d in declared if isinstance(d, EnumDecl)),
            data=tuple(data),
            typed_dicts=tuple(self._typed_dicts(classes)),
            handles=tuple(handles),
            functions=tuple(self._functions()),
            wire=tuple(self.wire.functions[n] for n in sorted(self.wire.functions)),
            old_names=old_types(self.page, self.scope, self.speller.symbols),
            permits_deprecated=self.scope.permits_deprecated,
        )
        return finished(bound, self.scope)

    def _data(self, values: DataBinder, cls: ClassDecl) -> PyData:
        calls = self.worlds[0].calls
        hidden = hidden_builtins(self.speller.members(cls.name))
        calls = replace(calls, types=replace(calls.types, hidden=hidden))
        without_wire = cls.name in calls.symbols.wireless
        others = [m for m in cls.methods if without_wire or m.name != "toJson"]
        if without_wire:
            calls.symbols.diagnostics += lost_wire_form(cls)
        kept = KeptBinder(calls.types)
        owner = calls.symbols.types[cls.name].name
        methods = kept.fields(cls, owner)
        for method in others:
            bound = calls.method(cls, method)
            methods += kept.call(bound, cls.name, method.name, owner)
        return values.data(cls, tuple(methods))

    def _handles(self, classes: list[ClassDecl]) -> list[PyHandle]:
        found: list[PyHandle] = []
        for role in ("subscription", "handle"):
            for cls in classes:
                if cls.role == role:
                    found += [self._acting(cls, world) for world in self.worlds]
        return found

    def _acting(self, cls: ClassDecl, world: HandleBinder) -> PyHandle:
        return (
            world.subscription(cls) if cls.role == "subscription" else world.handle(cls)
        )

    def _typed_dicts(self, classes: list[ClassDecl]) -> list[PyTypedDict]:
        found: list[PyTypedDict] = []
        for cls in classes:
            if cls.role == "handle":
                dicts = [self.worlds[0].typed_dict(cls, m) for m in cls.methods]
                found += [made for made in dicts if made is not None]
        return found

    def _functions(self) -> list[PyFunction]:
        found: list[PyFunction] = []
        for declaration in self.page.declarations:
            if not isinstance(declaration, FunctionDecl):
                continue
            has_twin = returns_twin(declaration, self.speller.symbols)
            for world in self.worlds if has_twin else self.worlds[:1]:
                kept = KeptBinder(world.calls.types)
                bound = world.calls.function(declaration)
                found += kept.call(bound, "", declaration.name)
        return found

    def _docstring(self) -> Text:
        context = self.speller.context(False)
        title = self.page.title.strip()
        stop = "" if title.endswith((".", "!", "?")) else "."
        origin = f"Generated by minidoc from {self.page.url}. Do not edit."
        parts = [[f"{title}{stop}"], *prose(self.page.prose, context, 0), [origin]]
        return text_of(parts) or plain(origin, 0)


def lost_wire_form(cls: ClassDecl) -> list[Diagnostic]:
    """Say that a class is left without the wire form that its page promises."""
    promised = [m.span for m in cls.methods if m.name == "toJson"]
    promised += [c.span for c in cls.constructors if c.name == FROM_JSON]
    message = f"{cls.name} holds something that has no wire form"
    hint = "its toJson and fromJson raise NotImplementedError or are left out"
    return [
        Diagnostic(Code.UNBOUND_METHOD, message, span, hint) for span in promised[:1]
    ]


def bind_opaque(api: Api, scope: Scope, speller: Speller) -> PyModule:
    """Bind the module of the types that are used but that no page declares."""
    symbols = speller.symbols
    values = DataBinder(TypeContext(symbols, scope), speller)
    names = sorted(unknown.name for unknown in api.undeclared)
    text = """Types that the documentation uses but does not declare.

They are opaque until a page or the overlay says more.

Generated by minidoc. Do not edit."""
    module = PyModule(
        name=OPAQUE_MODULE,
        docstring=plain(text, 0),
        imports=(),
        own=(),
        exports=(),
        aliases=tuple(values.opaque(symbols.types[name]) for name in names),
    )
    return finished(module, scope)


def finished(module: PyModule, scope: Scope) -> PyModule:
    """Add what is known only when everything has been bound: imports and exports."""
    names: list[Identifier] = [
        item.name
        for group in (
            module.aliases,
            module.enums,
            module.data,
            module.typed_dicts,
            module.handles,
            module.functions,
        )
        for item in group
    ]
    return replace(
        module,
        imports=scope.imports(own=False),
        own=scope.imports(own=True),
        exports=tuple(sorted(names, key=name_order)),
    )
